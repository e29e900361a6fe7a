package pleiad.index;

import java.io.IOException;
import org.apache.lucene.codecs.lucene90.IndexedDISI;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.packed.DirectMonotonicReader;
import org.jspecify.annotations.Nullable;
import pleiad.codec.TokenCode;

/// The codes of one field in one segment, decoded on demand.
final class CodedValues extends MultiVectorValues {
  private final TokenCode code;
  private final int maxDoc;

  /// The documents that have the field; null when all have.
  private final @Nullable IndexedDISI documents;

  private final DirectMonotonicReader firstTokens;
  private final IndexInput codes;
  private byte[] buffer = new byte[0];
  private int doc = -1;

  CodedValues(
      TokenCode code,
      int maxDoc,
      @Nullable IndexedDISI documents,
      DirectMonotonicReader firstTokens,
      IndexInput codes) {
    this.code = code;
    this.maxDoc = maxDoc;
    this.documents = documents;
    this.firstTokens = firstTokens;
    this.codes = codes;
  }

  TokenCode code() {
    return code;
  }

  @Override
  public int dimension() {
    return code.dimension();
  }

  @Override
  public int tokenCount() {
    int ordinal = ordinal();
    return Math.toIntExact(firstTokens.get(ordinal + 1L) - firstTokens.get(ordinal));
  }

  /// The current document's place among those that have the field.
  private int ordinal() {
    return documents == null ? doc : documents.index();
  }

  @Override
  public void read(int from, int to, float[] rows, int at) throws IOException {
    int length = (to - from) * code.tokenBytes();
    if (buffer.length < length) {
      buffer = new byte[length];
    }
    readCodes(from, to, buffer);
    code.decode(buffer, 0, to - from, rows, at);
  }

  /// The codes themselves, for a merge between segments with the same code.
  void readCodes(int from, int to, byte[] target) throws IOException {
    codes.seek((firstTokens.get(ordinal()) + from) * code.tokenBytes());
    codes.readBytes(target, 0, (to - from) * code.tokenBytes());
  }

  @Override
  public boolean advanceExact(int target) throws IOException {
    doc = target;
    return documents == null || documents.advanceExact(target);
  }

  @Override
  public int docID() {
    return documents == null ? doc : documents.docID();
  }

  @Override
  public int nextDoc() throws IOException {
    return advance(docID() + 1);
  }

  @Override
  public int advance(int target) throws IOException {
    if (documents != null) {
      return documents.advance(target);
    }
    doc = target < maxDoc ? target : NO_MORE_DOCS;
    return doc;
  }

  @Override
  public long cost() {
    return documents == null ? maxDoc : documents.cost();
  }
}

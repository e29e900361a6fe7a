package pleiad.index;

import java.io.IOException;
import org.apache.lucene.codecs.lucene90.IndexedDISI;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.packed.DirectMonotonicReader;
import org.jspecify.annotations.Nullable;
import pleiad.codec.Codebook;
import pleiad.codec.ResidualCode;
import pleiad.codec.TokenCode;

/// The codes of one field in one segment, decoded on demand: from the precise ones where the
/// segment keeps some beside its residual codes.
final class CodedValues extends MultiVectorValues {
  /// Where the tokens of documents lie, in one of the codes that a segment keeps.
  record Stored(TokenCode code, IndexInput input) {}

  /// Reads what a segment keeps beside its codes, where it keeps it.
  @FunctionalInterface
  interface Beside<T> {
    @Nullable T open() throws IOException;
  }

  private final Stored codes;
  private final @Nullable Stored precise;
  private final FieldEntry entry;
  private final int maxDoc;

  /// No payload holds more; what says so is damaged.
  private final int mostTokens;

  /// The documents that have the field; null when all have.
  private final @Nullable IndexedDISI documents;

  private final DirectMonotonicReader firstTokens;
  private final Beside<CellPostings> cells;
  private final Beside<MuveraVectors> muveraSource;
  private @Nullable MuveraVectors muvera;
  private byte[] buffer = new byte[0];
  private float[] block = new float[0];

  /// What follows the tokens of the document that was last decoded, and which one that was.
  private final byte[] behind;

  private int behindOf = -1;
  private int doc = -1;

  CodedValues(
      FieldEntry entry,
      Stored codes,
      @Nullable Stored precise,
      int maxDoc,
      @Nullable IndexedDISI documents,
      DirectMonotonicReader firstTokens,
      Beside<CellPostings> cells,
      Beside<MuveraVectors> muveraSource) {
    this.entry = entry;
    this.codes = codes;
    this.precise = precise;
    this.maxDoc = maxDoc;
    this.mostTokens = (Integer.MAX_VALUE - Integer.BYTES) / (Float.BYTES * entry.dimension());
    this.documents = documents;
    this.firstTokens = firstTokens;
    this.cells = cells;
    this.muveraSource = muveraSource;
    this.behind = new byte[codes.code().documentBytes()];
  }

  /// The code of what [#readCodes(byte\[\])] gives.
  TokenCode code() {
    return codes.code();
  }

  FieldEntry entry() {
    return entry;
  }

  @Override
  public @Nullable Codebook codebook() {
    return codes.code() instanceof ResidualCode residual ? residual.codebook() : null;
  }

  @Override
  public @Nullable CellPostings cells() throws IOException {
    return cells.open();
  }

  @Override
  public @Nullable MuveraVectors muvera() throws IOException {
    if (muvera == null) {
      muvera = muveraSource.open();
    }
    return muvera;
  }

  @Override
  public int place() throws IOException {
    return ordinal();
  }

  @Override
  public boolean precise() {
    return codebook() == null || precise != null;
  }

  @Override
  public int reencoded() {
    return entry.reencoded();
  }

  @Override
  public int dimension() {
    return entry.dimension();
  }

  @Override
  public int tokenCount() throws IOException {
    long first = firstToken();
    long end = firstTokens.get(ordinal() + 1L);
    if (first < 0 || end < first || end > entry.tokens() || end - first > mostTokens) {
      throw new CorruptIndexException(
          "document %d has the tokens %d to %d of %d".formatted(doc, first, end, entry.tokens()),
          codes.input());
    }
    return (int) (end - first);
  }

  private long firstToken() throws IOException {
    return firstTokens.get(ordinal());
  }

  /// The current document's place among those that have the field.
  private int ordinal() throws IOException {
    int ordinal = documents == null ? doc : documents.index();
    if (ordinal < 0 || ordinal >= entry.documents()) {
      throw new CorruptIndexException(
          "document %d has place %d of %d".formatted(doc, ordinal, entry.documents()),
          codes.input());
    }
    return ordinal;
  }

  @Override
  public void read(int from, int to, float[] rows, int at) throws IOException {
    read(precise == null ? codes : precise, from, to, rows, at);
  }

  @Override
  public void decodeCodes(float[] rows) throws IOException {
    read(codes, 0, tokenCount(), rows, 0);
  }

  private void read(Stored best, int from, int to, float[] rows, int at) throws IOException {
    TokenCode code = best.code();
    int blockTokens = code.blockTokens();
    if (from % blockTokens == 0 && (to % blockTokens == 0 || to == tokenCount())) {
      decode(best, from, to, rows, at);
      return;
    }
    int first = from / blockTokens * blockTokens;
    int end = Math.min(tokenCount(), Math.ceilDiv(to, blockTokens) * blockTokens);
    int length = (end - first) * entry.dimension();
    if (block.length < length) {
      block = new float[length];
    }
    decode(best, first, end, block, 0);
    System.arraycopy(
        block, (from - first) * entry.dimension(), rows, at, (to - from) * entry.dimension());
  }

  private void decode(Stored stored, int from, int to, float[] rows, int at) throws IOException {
    int length = (to - from) * stored.code().tokenBytes();
    if (buffer.length < length) {
      buffer = new byte[length];
    }
    readTokens(stored, from, to, buffer);
    stored.code().decode(buffer, 0, to - from, rows, at);
    if (stored.code().documentBytes() > 0) {
      if (behindOf != doc) {
        stored.input().seek(begin(stored) + (long) tokenCount() * stored.code().tokenBytes());
        stored.input().readBytes(behind, 0, behind.length);
        behindOf = doc;
      }
      stored.code().complete(behind, 0, to - from, rows, at);
    }
  }

  /// Where the current document begins.
  private long begin(Stored stored) throws IOException {
    TokenCode code = stored.code();
    return firstToken() * code.tokenBytes() + (long) ordinal() * code.documentBytes();
  }

  private void readTokens(Stored stored, int from, int to, byte[] target) throws IOException {
    int tokenBytes = stored.code().tokenBytes();
    stored.input().seek(begin(stored) + (long) from * tokenBytes);
    stored.input().readBytes(target, 0, (to - from) * tokenBytes);
  }

  private void readDocument(Stored stored, byte[] target) throws IOException {
    int length = stored.code().documentBytes(tokenCount());
    stored.input().seek(begin(stored));
    stored.input().readBytes(target, 0, length);
  }

  @Override
  public int codeBytes() throws IOException {
    return codes.code().documentBytes(tokenCount());
  }

  @Override
  public void readCodes(byte[] target) throws IOException {
    readDocument(codes, target);
  }

  /// Reads the current document's tokens in that code, where the segment keeps it.
  ///
  /// @return whether it does
  boolean readCodes(TokenCode wanted, byte[] target) throws IOException {
    Stored found =
        codes.code().equals(wanted)
            ? codes
            : precise != null && precise.code().equals(wanted) ? precise : null;
    if (found != null) {
      readDocument(found, target);
    }
    return found != null;
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
      doc = documents.advance(target);
      checkDoc(target);
    } else {
      doc = target < maxDoc ? target : NO_MORE_DOCS;
    }
    return doc;
  }

  private void checkDoc(int target) throws CorruptIndexException {
    if (doc < target || (doc >= maxDoc && doc != NO_MORE_DOCS)) {
      throw new CorruptIndexException(
          "document %d follows where one from %d to %d should".formatted(doc, target, maxDoc - 1),
          codes.input());
    }
  }

  @Override
  public long cost() {
    return documents == null ? maxDoc : documents.cost();
  }
}

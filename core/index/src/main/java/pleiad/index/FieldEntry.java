package pleiad.index;

import java.io.IOException;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.packed.DirectMonotonicReader;
import pleiad.codec.TokenCode;

/// One coded field of one segment, as `.plm` describes it; the table is in [PleiadDocValuesFormat].
record FieldEntry(
    TokenCode code,
    int documents,
    long tokens,
    Range codes,
    Range documentSet,
    short jumpTableEntries,
    byte denseRankPower,
    Range firstTokens,
    DirectMonotonicReader.Meta firstTokensMeta) {

  /// Bytes of the data file.
  record Range(long start, long length) {
    static Range read(IndexInput meta) throws IOException {
      return new Range(meta.readLong(), meta.readLong());
    }

    void write(IndexOutput meta) throws IOException {
      meta.writeLong(start);
      meta.writeLong(length);
    }
  }

  static final long ALL_DOCUMENTS = -1;
  static final int BLOCK_SHIFT = 16;

  boolean dense() {
    return documentSet.start() == ALL_DOCUMENTS;
  }

  /// Reads an entry behind its field number and holds its counts against each other.
  static FieldEntry read(IndexInput meta, int maxDoc) throws IOException {
    String name = meta.readString();
    int dimension = meta.readInt();
    int documents = meta.readInt();
    long tokens = meta.readLong();
    TokenCode code = code(name, dimension, meta);
    Range codes = Range.read(meta);
    Range documentSet = Range.read(meta);
    short jumpTableEntries = meta.readShort();
    byte denseRankPower = meta.readByte();
    long firstTokensStart = meta.readLong();
    int blockShift = meta.readInt();
    check(blockShift == BLOCK_SHIFT, "block shift is " + blockShift, meta);
    check(documents >= 0 && documents <= maxDoc, documents + " documents of " + maxDoc, meta);
    check(
        tokens >= 0 && codes.length() == tokens * code.tokenBytes(),
        "%d tokens of %d bytes in %d bytes".formatted(tokens, code.tokenBytes(), codes.length()),
        meta);
    check(
        documentSet.start() != ALL_DOCUMENTS || documents == maxDoc,
        "all documents have the field, yet %d of %d".formatted(documents, maxDoc),
        meta);
    DirectMonotonicReader.Meta firstTokensMeta =
        DirectMonotonicReader.loadMeta(meta, documents + 1L, blockShift);
    Range firstTokens = new Range(firstTokensStart, meta.readLong());
    return new FieldEntry(
        code,
        documents,
        tokens,
        codes,
        documentSet,
        jumpTableEntries,
        denseRankPower,
        firstTokens,
        firstTokensMeta);
  }

  private static TokenCode code(String name, int dimension, IndexInput meta) throws IOException {
    try {
      check(dimension > 0, "dimension is " + dimension, meta);
      return TokenCode.named(name, dimension);
    } catch (IllegalArgumentException unknown) {
      throw new CorruptIndexException(unknown.getMessage(), meta, unknown);
    }
  }

  private static void check(boolean holds, String found, IndexInput meta)
      throws CorruptIndexException {
    if (!holds) {
      throw new CorruptIndexException("a field's entry does not add up: " + found, meta);
    }
  }
}

package pleiad.index;

import java.io.IOException;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.packed.DirectMonotonicReader;
import pleiad.codec.ResidualCode;
import pleiad.codec.TokenCode;

/// One coded field of one segment, as `.plm` describes it; the table is in [PleiadDocValuesFormat].
record FieldEntry(
    String code,
    int dimension,
    int tokenBytes,
    int documentBytes,
    int documents,
    long tokens,
    Range codes,
    Range precise,
    Range codebook,
    String fingerprint,
    Range cells,
    int reencoded,
    Range documentSet,
    short jumpTableEntries,
    byte denseRankPower,
    Range firstTokens,
    DirectMonotonicReader.Meta firstTokensMeta) {

  /// Bytes of the data file.
  record Range(long start, long length) {
    /// What is not there.
    static final Range NONE = new Range(-1, 0);

    static Range read(IndexInput meta) throws IOException {
      return new Range(meta.readLong(), meta.readLong());
    }

    void write(IndexOutput meta) throws IOException {
      meta.writeLong(start);
      meta.writeLong(length);
    }

    boolean exists() {
      return start != NONE.start;
    }
  }

  /// The code of the vectors beside residual codes.
  static final String PRECISE_CODE = "int8";

  static final int BLOCK_SHIFT = 16;
  private static final int LARGEST_DIMENSION = 1 << 16;

  boolean residual() {
    return code.equals(ResidualCode.NAME);
  }

  /// Whether vectors are there that lost nothing to residual codes, unless [#reencoded] says so.
  boolean hasPrecise() {
    return !residual() || precise.exists();
  }

  /// How often tokens will have been encoded from residual codes when they are kept as `wanted`.
  int reencodedAs(TokenCode wanted) {
    boolean copied =
        residual()
            && wanted instanceof ResidualCode code
            && code.codebook().fingerprint().equals(fingerprint);
    return copied || hasPrecise() ? reencoded : reencoded + 1;
  }

  boolean dense() {
    return !documentSet.exists();
  }

  /// Reads an entry behind its field number and holds its counts against each other.
  static FieldEntry read(IndexInput meta, int maxDoc) throws IOException {
    String code = meta.readString();
    int dimension = meta.readInt();
    int tokenBytes = meta.readInt();
    int documentBytes = meta.readInt();
    int documents = meta.readInt();
    long tokens = meta.readLong();
    Range codes = Range.read(meta);
    Range precise = Range.read(meta);
    Range codebook = Range.read(meta);
    String fingerprint = meta.readString();
    Range cells = Range.read(meta);
    int reencoded = meta.readInt();
    Range documentSet = Range.read(meta);
    short jumpTableEntries = meta.readShort();
    byte denseRankPower = meta.readByte();
    long firstTokensStart = meta.readLong();
    int blockShift = meta.readInt();
    check(dimension > 0 && dimension <= LARGEST_DIMENSION, "dimension is " + dimension, meta);
    check(blockShift == BLOCK_SHIFT, "block shift is " + blockShift, meta);
    check(documents >= 0 && documents <= maxDoc, documents + " documents of " + maxDoc, meta);
    boolean residual = code.equals(ResidualCode.NAME);
    check(
        documentBytes == 0 || (residual && documentBytes > 0),
        "%d bytes behind a document's %s".formatted(documentBytes, code),
        meta);
    check(residual == codebook.exists(), code + " with codebook " + codebook, meta);
    check(residual || !precise.exists(), code + " with vectors beside", meta);
    check(residual || !cells.exists(), code + " with cells", meta);
    checkBytes(
        residual ? tokenBytes : plain(code, dimension, meta),
        tokenBytes,
        tokens,
        (long) documents * documentBytes,
        codes,
        meta);
    if (precise.exists()) {
      int preciseBytes = plain(PRECISE_CODE, dimension, meta);
      checkBytes(preciseBytes, preciseBytes, tokens, 0, precise, meta);
    }
    check(
        documentSet.exists() || documents == maxDoc,
        "all documents have the field, yet %d of %d".formatted(documents, maxDoc),
        meta);
    DirectMonotonicReader.Meta firstTokensMeta =
        DirectMonotonicReader.loadMeta(meta, documents + 1L, blockShift);
    Range firstTokens = new Range(firstTokensStart, meta.readLong());
    return new FieldEntry(
        code,
        dimension,
        tokenBytes,
        documentBytes,
        documents,
        tokens,
        codes,
        precise,
        codebook,
        fingerprint,
        cells,
        reencoded,
        documentSet,
        jumpTableEntries,
        denseRankPower,
        firstTokens,
        firstTokensMeta);
  }

  /// Bytes of a token in a code that needs no codebook.
  private static int plain(String name, int dimension, IndexInput meta) throws IOException {
    try {
      return TokenCode.named(name, dimension).tokenBytes();
    } catch (IllegalArgumentException unknown) {
      throw new CorruptIndexException(unknown.getMessage(), meta, unknown);
    }
  }

  private static void checkBytes(
      int expected, int tokenBytes, long tokens, long behind, Range range, IndexInput meta)
      throws CorruptIndexException {
    check(
        tokens >= 0
            && tokenBytes > 0
            && tokenBytes == expected
            && range.length() >= behind
            && (range.length() - behind) / tokenBytes == tokens
            && (range.length() - behind) % tokenBytes == 0,
        "%d tokens of %d bytes and %d bytes more in %d bytes"
            .formatted(tokens, tokenBytes, behind, range.length()),
        meta);
  }

  private static void check(boolean holds, String found, IndexInput meta)
      throws CorruptIndexException {
    if (!holds) {
      throw new CorruptIndexException("a field's entry does not add up: " + found, meta);
    }
  }
}

package pleiad.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.codecs.lucene90.IndexedDISI;
import org.apache.lucene.index.DocsWithFieldSet;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.packed.DirectMonotonicWriter;
import org.apache.lucene.util.packed.PackedLongValues;
import org.jspecify.annotations.Nullable;
import pleiad.codec.CellCode;
import pleiad.codec.Codebook;
import pleiad.codec.ResidualCode;
import pleiad.codec.TokenCode;

/// Writes one field of one segment: codes of all tokens, perhaps precise ones too, the codebook,
/// perhaps the postings of cells, which documents have the field, and where their tokens begin. The
/// entry is described in [PleiadDocValuesFormat].
final class FieldWriter {
  private static final int ALIGNMENT = 64;

  /// Tokens that are turned into codes at a time, on all threads.
  private static final int BATCH_TOKENS = 8_192;

  private final IndexOutput meta;
  private final IndexOutput data;
  private final int maxDoc;
  private final Codebooks codebooks;

  /// Reads all documents of the field from the beginning.
  @FunctionalInterface
  interface Source {
    MultiVectorValues open() throws IOException;
  }

  /// How a segment keeps a field.
  ///
  /// @param precise kept beside the code; null: nothing
  /// @param reencoded how often tokens were encoded from codes that had lost something
  record Layout(TokenCode code, @Nullable TokenCode precise, int reencoded) {
    /// Whether tokens are kept as codes of a codebook.
    boolean coded() {
      return code instanceof ResidualCode;
    }

    /// Whether a better codebook can take the place of this one, which is not mature.
    boolean unsettled(Codebooks codebooks) {
      return precise != null
          && code instanceof ResidualCode residual
          && !codebooks.mature(residual.codebook());
    }
  }

  FieldWriter(IndexOutput meta, IndexOutput data, int maxDoc, Codebooks codebooks) {
    this.meta = meta;
    this.data = data;
    this.maxDoc = maxDoc;
    this.codebooks = codebooks;
  }

  /// Writes a field; returns its number of tokens.
  ///
  /// @param cells gathers the postings of cells; null: none are kept
  long write(int fieldNumber, Source source, Layout layout, @Nullable CellWriter cells)
      throws IOException {
    DocsWithFieldSet documents = new DocsWithFieldSet();
    PackedLongValues.Builder counts = PackedLongValues.packedBuilder(0.2f);
    FieldEntry.Range codes = codes(source.open(), layout.code(), documents, counts, cells);
    FieldEntry.Range precise =
        layout.precise() == null
            ? FieldEntry.Range.NONE
            : codes(source.open(), layout.precise(), null, null, null);
    meta.writeInt(fieldNumber);
    meta.writeString(layout.code().name());
    meta.writeInt(layout.code().dimension());
    meta.writeInt(layout.code().tokenBytes());
    meta.writeInt(layout.code().documentBytes());
    meta.writeInt(documents.cardinality());
    long behind = (long) documents.cardinality() * layout.code().documentBytes();
    long tokens = (codes.length() - behind) / layout.code().tokenBytes();
    meta.writeLong(tokens);
    codes.write(meta);
    precise.write(meta);
    writeCodebook(layout.code() instanceof ResidualCode residual ? residual.codebook() : null);
    (cells == null ? FieldEntry.Range.NONE : cells.write(data)).write(meta);
    meta.writeInt(layout.reencoded());
    writeDocumentSet(documents);
    writeFirstTokens(counts.build(), documents.cardinality());
    return tokens;
  }

  /// Writes all tokens in one code; notes the documents and their numbers of tokens when asked to.
  private FieldEntry.Range codes(
      MultiVectorValues values,
      TokenCode code,
      @Nullable DocsWithFieldSet documents,
      PackedLongValues.@Nullable Builder counts,
      @Nullable CellWriter cells)
      throws IOException {
    long start = data.alignFilePointer(ALIGNMENT);
    Batch batch = new Batch(code, cells);
    while (values.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
      int count = values.tokenCount();
      if (documents != null && counts != null) {
        documents.add(values.docID());
        counts.add(count);
      }
      batch.add(values, count);
    }
    batch.write();
    return new FieldEntry.Range(start, data.getFilePointer() - start);
  }

  /// Documents that are encoded side by side and written in their order.
  private final class Batch {
    private final TokenCode code;
    private final @Nullable CellWriter cells;
    private final List<Piece> pieces = new ArrayList<>();
    private int[] numbers = {};
    private int tokens;

    /// A document, as rows to encode or already as codes.
    private static final class Piece {
      final int document;
      final float @Nullable [] rows;
      final byte[] codes;
      final int count;

      Piece(int document, float @Nullable [] rows, byte[] codes, int count) {
        this.document = document;
        this.rows = rows;
        this.codes = codes;
        this.count = count;
      }
    }

    Batch(TokenCode code, @Nullable CellWriter cells) {
      this.code = code;
      this.cells = cells;
    }

    void add(MultiVectorValues values, int count) throws IOException {
      byte[] codes = new byte[code.documentBytes(count)];
      if (values instanceof MergedValues merged && merged.readCodes(code, codes)) {
        pieces.add(new Piece(values.docID(), null, codes, count));
      } else {
        float[] rows = new float[Math.multiplyExact(count, code.dimension())];
        values.read(0, count, rows, 0);
        pieces.add(new Piece(values.docID(), rows, codes, count));
      }
      tokens += count;
      if (tokens >= BATCH_TOKENS) {
        write();
      }
    }

    void write() throws IOException {
      long begin = System.nanoTime();
      codebooks.workers().run(pieces.size(), this::encode);
      codebooks.encoded(System.nanoTime() - begin);
      for (Piece piece : pieces) {
        data.writeBytes(piece.codes, piece.codes.length);
        addCells(piece);
      }
      pieces.clear();
      tokens = 0;
    }

    private void addCells(Piece piece) throws IOException {
      if (cells != null && code instanceof ResidualCode residual) {
        if (numbers.length < piece.count) {
          numbers = new int[piece.count];
        }
        CellCode.read(residual.codebook(), piece.codes, piece.count, numbers);
        cells.add(piece.document, numbers, piece.count);
      }
    }

    private void encode(int number) {
      Piece piece = pieces.get(number);
      if (piece.rows != null) {
        code.encodeDocument(piece.rows, piece.count, piece.codes);
      }
    }
  }

  private void writeCodebook(@Nullable Codebook codebook) throws IOException {
    if (codebook == null) {
      FieldEntry.Range.NONE.write(meta);
      meta.writeString("");
      return;
    }
    long start = data.getFilePointer();
    byte[] bytes = codebook.toBytes();
    data.writeBytes(bytes, bytes.length);
    new FieldEntry.Range(start, bytes.length).write(meta);
    meta.writeString(codebook.fingerprint());
  }

  private void writeDocumentSet(DocsWithFieldSet documents) throws IOException {
    if (documents.cardinality() == maxDoc) {
      FieldEntry.Range.NONE.write(meta);
      meta.writeShort((short) -1);
      meta.writeByte((byte) -1);
      return;
    }
    long start = data.getFilePointer();
    short jumpTableEntries =
        IndexedDISI.writeBitSet(documents.iterator(), data, IndexedDISI.DEFAULT_DENSE_RANK_POWER);
    new FieldEntry.Range(start, data.getFilePointer() - start).write(meta);
    meta.writeShort(jumpTableEntries);
    meta.writeByte(IndexedDISI.DEFAULT_DENSE_RANK_POWER);
  }

  private void writeFirstTokens(PackedLongValues counts, int documents) throws IOException {
    long start = data.getFilePointer();
    meta.writeLong(start);
    meta.writeInt(FieldEntry.BLOCK_SHIFT);
    DirectMonotonicWriter writer =
        DirectMonotonicWriter.getInstance(meta, data, documents + 1L, FieldEntry.BLOCK_SHIFT);
    long first = 0;
    writer.add(first);
    PackedLongValues.Iterator each = counts.iterator();
    while (each.hasNext()) {
      first += each.next();
      writer.add(first);
    }
    writer.finish();
    meta.writeLong(data.getFilePointer() - start);
  }
}

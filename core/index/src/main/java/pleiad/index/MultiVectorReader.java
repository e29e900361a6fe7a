package pleiad.index;

import static pleiad.index.PleiadDocValuesFormat.MUVERA;
import static pleiad.index.PleiadDocValuesFormat.OTHERS;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.codecs.DocValuesFormat;
import org.apache.lucene.codecs.DocValuesProducer;
import org.apache.lucene.codecs.lucene90.IndexedDISI;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DocValuesSkipper;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.SortedNumericDocValues;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.store.DataAccessHint;
import org.apache.lucene.store.FileDataHint;
import org.apache.lucene.store.FileTypeHint;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.IOUtils;
import org.apache.lucene.util.packed.DirectMonotonicReader;
import org.jspecify.annotations.Nullable;
import pleiad.codec.Codebook;
import pleiad.codec.ResidualCode;
import pleiad.codec.TokenCode;

/// Opens what [MultiVectorWriter] wrote. Holds the field entries on the heap and everything else in
/// mapped memory.
final class MultiVectorReader extends DocValuesProducer {
  private final Map<Integer, FieldEntry> entries = new HashMap<>();
  private final Map<String, Codebook> codebooks = new ConcurrentHashMap<>();
  private final Map<FieldEntry, CellPostings.Table> cells = new ConcurrentHashMap<>();
  private final MuveraReader muvera = new MuveraReader();
  private final int maxDoc;
  private final IndexInput data;
  private final @Nullable DocValuesProducer others;

  MultiVectorReader(SegmentReadState state, DocValuesFormat othersFormat) throws IOException {
    maxDoc = state.segmentInfo.maxDoc();
    IndexInput data = null;
    DocValuesProducer others = null;
    try {
      boolean hasOthers = readMeta(state);
      data = openData(state);
      checkRanges(data);
      if (hasOthers) {
        others = othersFormat.fieldsProducer(state);
      }
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, data, others);
      throw t;
    }
    this.data = data;
    this.others = others;
  }

  /// Fills the entries; returns whether there are fields in Lucene's own files.
  private boolean readMeta(SegmentReadState state) throws IOException {
    boolean[] hasOthers = {false};
    PleiadDocValuesFormat.META.readEntries(
        state,
        (field, meta) -> entries.put(field.number, FieldEntry.read(meta, maxDoc)),
        meta -> {
          int beside = meta.readByte();
          hasOthers[0] = (beside & OTHERS) != 0;
          if ((beside & MUVERA) != 0) {
            muvera.readEntries(meta, entries);
          }
        });
    return hasOthers[0];
  }

  private static IndexInput openData(SegmentReadState state) throws IOException {
    return PleiadDocValuesFormat.DATA.open(
        state,
        state.context.withHints(
            FileTypeHint.DATA, FileDataHint.KNN_VECTORS, DataAccessHint.RANDOM));
  }

  private void checkRanges(IndexInput data) throws IOException {
    long end = data.length() - CodecUtil.footerLength();
    for (FieldEntry.Range range : muvera.ranges()) {
      checkRange(range, end, data);
    }
    for (FieldEntry entry : entries.values()) {
      checkRange(entry.codes(), end, data);
      checkRange(entry.firstTokens(), end, data);
      for (FieldEntry.Range range :
          new FieldEntry.Range[] {
            entry.documentSet(), entry.precise(), entry.codebook(), entry.cells()
          }) {
        if (range.exists()) {
          checkRange(range, end, data);
        }
      }
    }
  }

  private static void checkRange(FieldEntry.Range range, long end, IndexInput data)
      throws CorruptIndexException {
    if (range.start() < 0 || range.length() < 0 || range.length() > end - range.start()) {
      throw new CorruptIndexException(range + " lies outside of the data", data);
    }
  }

  /// The entry of a coded field, or null when the field is in Lucene's own files.
  @Nullable FieldEntry entry(FieldInfo field) {
    return entries.get(field.number);
  }

  @Override
  public BinaryDocValues getBinary(FieldInfo field) throws IOException {
    FieldEntry entry = entries.get(field.number);
    return entry == null ? others().getBinary(field) : values(entry);
  }

  private CodedValues values(FieldEntry entry) throws IOException {
    DirectMonotonicReader firstTokens =
        DirectMonotonicReader.getInstance(
            entry.firstTokensMeta(),
            data.randomAccessSlice(entry.firstTokens().start(), entry.firstTokens().length()));
    IndexedDISI documents =
        entry.dense()
            ? null
            : new IndexedDISI(
                data,
                entry.documentSet().start(),
                entry.documentSet().length(),
                entry.jumpTableEntries(),
                entry.denseRankPower(),
                entry.documents());
    TokenCode code =
        entry.residual()
            ? new ResidualCode(codebook(entry))
            : TokenCode.named(entry.code(), entry.dimension());
    if (code.tokenBytes() != entry.tokenBytes() || code.documentBytes() != entry.documentBytes()) {
      throw new CorruptIndexException(
          "the codebook gives a token %d bytes and a document %d more, the entry %d and %d"
              .formatted(
                  code.tokenBytes(),
                  code.documentBytes(),
                  entry.tokenBytes(),
                  entry.documentBytes()),
          data);
    }
    TokenCode preciseCode = TokenCode.named(FieldEntry.PRECISE_CODE, entry.dimension());
    return new CodedValues(
        entry,
        stored(code, entry.codes()),
        entry.precise().exists() ? stored(preciseCode, entry.precise()) : null,
        maxDoc,
        documents,
        firstTokens,
        () -> cells(entry),
        () -> muvera.open(entry, data));
  }

  private CodedValues.Stored stored(TokenCode code, FieldEntry.Range range) throws IOException {
    return new CodedValues.Stored(code, data.slice("token codes", range.start(), range.length()));
  }

  /// The field's codebook, read when it is first asked for.
  private Codebook codebook(FieldEntry entry) throws IOException {
    Codebook known = codebooks.get(entry.fingerprint());
    if (known != null) {
      return known;
    }
    byte[] bytes = new byte[Math.toIntExact(entry.codebook().length())];
    IndexInput input = data.slice("codebook", entry.codebook().start(), entry.codebook().length());
    input.readBytes(bytes, 0, bytes.length);
    Codebook read = readCodebook(bytes);
    if (!read.fingerprint().equals(entry.fingerprint()) || read.dimension() != entry.dimension()) {
      throw new CorruptIndexException(
          "the codebook is %s of %d dimensions, the entry's is %s of %d"
              .formatted(
                  read.fingerprint(), read.dimension(), entry.fingerprint(), entry.dimension()),
          data);
    }
    codebooks.put(entry.fingerprint(), read);
    return read;
  }

  /// The field's cells, whose table is read when it is first asked for.
  private @Nullable CellPostings cells(FieldEntry entry) throws IOException {
    FieldEntry.Range range = entry.cells();
    if (!range.exists()) {
      return null;
    }
    CellPostings.Table table = cells.get(entry);
    if (table == null) {
      table =
          CellPostings.Table.read(
              data.slice("cells", range.start(), range.length()), entry.documents());
      cells.put(entry, table);
    }
    return new CellPostings(
        table, data.randomAccessSlice(range.start(), range.length()), data.toString(), maxDoc);
  }

  private Codebook readCodebook(byte[] bytes) throws CorruptIndexException {
    try {
      return Codebook.read(bytes);
    } catch (IllegalArgumentException damaged) {
      throw new CorruptIndexException(damaged.getMessage(), data, damaged);
    }
  }

  private DocValuesProducer others() {
    if (others == null) {
      throw new IllegalStateException("the segment has no field in Lucene's own format");
    }
    return others;
  }

  @Override
  public NumericDocValues getNumeric(FieldInfo field) throws IOException {
    return others().getNumeric(field);
  }

  @Override
  public SortedDocValues getSorted(FieldInfo field) throws IOException {
    return others().getSorted(field);
  }

  @Override
  public SortedNumericDocValues getSortedNumeric(FieldInfo field) throws IOException {
    return others().getSortedNumeric(field);
  }

  @Override
  public SortedSetDocValues getSortedSet(FieldInfo field) throws IOException {
    return others().getSortedSet(field);
  }

  @Override
  public DocValuesSkipper getSkipper(FieldInfo field) throws IOException {
    return others().getSkipper(field);
  }

  @Override
  public void checkIntegrity() throws IOException {
    CodecUtil.checksumEntireFile(data);
    if (others != null) {
      others.checkIntegrity();
    }
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(data, others);
  }
}

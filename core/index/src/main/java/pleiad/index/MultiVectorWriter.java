package pleiad.index;

import static pleiad.index.PleiadDocValuesFormat.MUVERA;
import static pleiad.index.PleiadDocValuesFormat.OTHERS;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.codecs.DocValuesConsumer;
import org.apache.lucene.codecs.DocValuesFormat;
import org.apache.lucene.codecs.DocValuesProducer;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.MergeState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.IOUtils;
import org.jspecify.annotations.Nullable;
import pleiad.codec.Codebook;
import pleiad.codec.MuveraParameters;
import pleiad.codec.ResidualCode;
import pleiad.codec.TokenCode;

/// Writes the multi-vectors of a segment, at a flush from payloads, at a merge from the segments'
/// values; hands everything else to Lucene's default format. The files are described in
/// [PleiadDocValuesFormat].
final class MultiVectorWriter extends DocValuesConsumer {
  /// Where a segment's field says by which token code it is kept.
  private static final String CODE_ATTRIBUTE = "pleiad.code";

  /// Where a segment's field says how often its vectors were encoded from residual codes once they
  /// are encoded from what is read now.
  private static final String REENCODED_ATTRIBUTE = "pleiad.reencoded";

  private final SegmentWriteState state;
  private final String codeName;
  private final Codebooks codebooks;
  private final DocValuesFormat othersFormat;
  private @Nullable DocValuesConsumer others;

  /// By field number.
  private final Map<Integer, MuveraEntry> muvera = new LinkedHashMap<>();

  private final IndexOutput meta;
  private final IndexOutput data;
  private boolean closed;

  MultiVectorWriter(
      SegmentWriteState state, String codeName, Codebooks codebooks, DocValuesFormat othersFormat)
      throws IOException {
    this.state = state;
    this.codeName = codeName;
    this.codebooks = codebooks;
    this.othersFormat = othersFormat;
    IndexOutput meta = null;
    IndexOutput data = null;
    try {
      meta = PleiadDocValuesFormat.META.create(state);
      data = PleiadDocValuesFormat.DATA.create(state);
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, meta, data);
      throw t;
    }
    this.meta = meta;
    this.data = data;
  }

  @Override
  public void addBinaryField(FieldInfo field, DocValuesProducer values) throws IOException {
    Contents contents = Contents.of(values.getBinary(field));
    if (contents == null) {
      others().addBinaryField(field, values);
      return;
    }
    String code = codeName(field);
    FieldWriter.Layout layout = flushLayout(field, CodeName.parse(code), contents);
    long tokens =
        write(
            field,
            code,
            () -> MultiVectorValues.of(field.name, values.getBinary(field)),
            layout,
            List.of());
    boolean waits = CodeName.parse(code).residual() && !layout.coded();
    CodingMergePolicy.note(state.segmentInfo, field.name, waits ? tokens : 0, 0);
  }

  /// The field's code. An update in place is written by an instance that Lucene made by SPI,
  /// without options; it goes by what the segment's field says.
  private String codeName(FieldInfo field) {
    String written = field.getAttribute(CODE_ATTRIBUTE);
    return field.getDocValuesGen() != -1 && written != null ? written : codeName;
  }

  /// A flush never trains: what it holds stands for too little of the collection.
  private FieldWriter.Layout flushLayout(FieldInfo field, CodeName code, Contents contents) {
    Codebook codebook = code.residual() ? codebooks.current(field.name) : null;
    if (codebook != null
        && codebook.dimension() == contents.dimension()
        && codebooks.mature(codebook)
        && contents.tokens() >= codebooks.thresholds().leastFlush()) {
      TokenCode precise =
          code.keepsPrecise()
              ? TokenCode.named(FieldEntry.PRECISE_CODE, contents.dimension())
              : null;
      return new FieldWriter.Layout(new ResidualCode(codebook), precise, reencoded(field));
    }
    String plain = code.residual() ? FieldEntry.PRECISE_CODE : code.plain();
    return new FieldWriter.Layout(
        TokenCode.named(plain, contents.dimension()), null, reencoded(field));
  }

  private static int reencoded(FieldInfo field) {
    String reencoded = field.getAttribute(REENCODED_ATTRIBUTE);
    return reencoded == null ? 0 : Integer.parseInt(reencoded);
  }

  /// Before a merge reads what the segments' codes give, through readers that hide the codes.
  private static void noteReencoded(FieldInfo field, MergeState merge) {
    int most = 0;
    for (FieldInfos segment : merge.fieldInfos) {
      FieldInfo there = segment.fieldInfo(field.name);
      most = there == null ? most : Math.max(most, reencoded(there));
    }
    if (most > 0) {
      field.putAttribute(REENCODED_ATTRIBUTE, Integer.toString(most));
    }
  }

  /// What a flush holds, when all values are multi-vectors of one dimension.
  private record Contents(int dimension, long tokens) {
    static @Nullable Contents of(BinaryDocValues values) throws IOException {
      int common = -1;
      long tokens = 0;
      while (values.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
        BytesRef payload = values.binaryValue();
        int dimension = MultiVectorField.dimension(payload);
        if (dimension < 0 || (common >= 0 && dimension != common)) {
          return null;
        }
        common = dimension;
        tokens += MultiVectorField.count(payload, dimension);
      }
      return common < 0 ? null : new Contents(common, tokens);
    }
  }

  @Override
  public void mergeBinaryField(FieldInfo field, MergeState merge) throws IOException {
    MergedValues merged = MergedValues.of(field, merge);
    if (merged == null) {
      noteReencoded(field, merge);
      super.mergeBinaryField(field, merge);
      return;
    }
    CodeName code = CodeName.parse(codeName);
    MergedValues.Opener source = () -> Objects.requireNonNull(MergedValues.of(field, merge));
    FieldWriter.Layout layout =
        code.residual()
            ? new MergeLayout(field.name, code, codebooks, source).layout(merged)
            : plain(TokenCode.named(code.plain(), merged.dimension()), merged);
    long tokens = write(field, codeName, source::open, layout, merged.muveraFits());
    // A merge of enough tokens that found nothing to learn would find nothing again.
    boolean waits = code.residual() && !layout.coded() && tokens < codebooks.thresholds().least();
    boolean learns = layout.unsettled(codebooks) && tokens < codebooks.thresholds().mature();
    CodingMergePolicy.note(state.segmentInfo, field.name, waits ? tokens : 0, learns ? tokens : 0);
  }

  private static FieldWriter.Layout plain(TokenCode code, MergedValues merged) {
    return new FieldWriter.Layout(code, null, MergeLayout.reencoded(merged.entries(), code));
  }

  /// Writes a field and notes on it how; returns its number of tokens.
  ///
  /// @param known what the encodings of segments are made with
  private long write(
      FieldInfo field,
      String code,
      FieldWriter.Source source,
      FieldWriter.Layout layout,
      List<MuveraVectors.Fit> known)
      throws IOException {
    long tokens;
    try (CellWriter cells = hasCells(field, code, layout) ? new CellWriter(state) : null) {
      tokens =
          new FieldWriter(meta, data, state.segmentInfo.maxDoc(), codebooks)
              .write(field.number, source, layout, cells);
    }
    MuveraParameters parameters = CodeName.parse(code).muvera();
    if (parameters != null) {
      MuveraWriter writer = new MuveraWriter(parameters, field.name, data, codebooks);
      muvera.put(field.number, writer.write(source, layout.code().dimension(), known));
    }
    boolean lossy = layout.coded() && layout.precise() == null;
    field.putAttribute(CODE_ATTRIBUTE, code);
    field.putAttribute(REENCODED_ATTRIBUTE, Integer.toString(layout.reencoded() + (lossy ? 1 : 0)));
    return tokens;
  }

  /// Candidates are found by cells where there are no mean vectors to find them by. What tokens
  /// differ from their document's centre does not say in which part of space they are.
  private boolean hasCells(FieldInfo field, String code, FieldWriter.Layout layout) {
    if (!(layout.code() instanceof ResidualCode residual) || residual.codebook().centred()) {
      return false;
    }
    FieldInfo mean =
        Objects.requireNonNull(state.fieldInfos).fieldInfo(MultiVectorField.mean(field.name));
    return CodeName.parse(code).keepsCells() || mean == null || !mean.hasVectorValues();
  }

  private DocValuesConsumer others() throws IOException {
    if (others == null) {
      others = othersFormat.fieldsConsumer(state);
    }
    return others;
  }

  @Override
  public void addNumericField(FieldInfo field, DocValuesProducer values) throws IOException {
    others().addNumericField(field, values);
  }

  @Override
  public void addSortedField(FieldInfo field, DocValuesProducer values) throws IOException {
    others().addSortedField(field, values);
  }

  @Override
  public void addSortedNumericField(FieldInfo field, DocValuesProducer values) throws IOException {
    others().addSortedNumericField(field, values);
  }

  @Override
  public void addSortedSetField(FieldInfo field, DocValuesProducer values) throws IOException {
    others().addSortedSetField(field, values);
  }

  /// What there is beside the entries of fields.
  private void writeBeside() throws IOException {
    meta.writeByte((byte) ((others == null ? 0 : OTHERS) | (muvera.isEmpty() ? 0 : MUVERA)));
    for (Map.Entry<Integer, MuveraEntry> entry : muvera.entrySet()) {
      entry.getValue().write(entry.getKey(), meta);
    }
    if (!muvera.isEmpty()) {
      meta.writeInt(-1);
    }
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    Throwable failure = null;
    try {
      SegmentFile.endEntries(meta);
      writeBeside();
      CodecUtil.writeFooter(meta);
      CodecUtil.writeFooter(data);
    } catch (Throwable t) {
      failure = t;
      throw t;
    } finally {
      if (failure == null) {
        IOUtils.close(meta, data, others);
      } else {
        IOUtils.closeWhileSuppressingExceptions(failure, meta, data, others);
      }
    }
  }
}

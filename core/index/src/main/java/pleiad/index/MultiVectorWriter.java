package pleiad.index;

import static pleiad.index.PleiadDocValuesFormat.DATA_CODEC;
import static pleiad.index.PleiadDocValuesFormat.DATA_EXTENSION;
import static pleiad.index.PleiadDocValuesFormat.META_CODEC;
import static pleiad.index.PleiadDocValuesFormat.META_EXTENSION;
import static pleiad.index.PleiadDocValuesFormat.VERSION;

import java.io.IOException;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.codecs.DocValuesConsumer;
import org.apache.lucene.codecs.DocValuesFormat;
import org.apache.lucene.codecs.DocValuesProducer;
import org.apache.lucene.codecs.lucene90.IndexedDISI;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocsWithFieldSet;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.MergeState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.IOUtils;
import org.apache.lucene.util.packed.DirectMonotonicWriter;
import org.apache.lucene.util.packed.PackedLongValues;
import org.jspecify.annotations.Nullable;
import pleiad.codec.TokenCode;

/// Writes the multi-vectors of a segment, at a flush from payloads, at a merge from the segments'
/// values; hands everything else to Lucene's default format. The files are described in
/// [PleiadDocValuesFormat].
final class MultiVectorWriter extends DocValuesConsumer {
  private static final int CODES_ALIGNMENT = 64;

  /// Where a segment's field says by which token code it is kept.
  private static final String CODE_ATTRIBUTE = "pleiad.code";

  /// Tokens that are turned into codes at a time.
  private static final int BLOCK_TOKENS = 64;

  private final SegmentWriteState state;
  private final String codeName;
  private final DocValuesFormat othersFormat;
  private @Nullable DocValuesConsumer others;
  private final IndexOutput meta;
  private final IndexOutput data;
  private boolean closed;

  MultiVectorWriter(SegmentWriteState state, String codeName, DocValuesFormat othersFormat)
      throws IOException {
    this.state = state;
    this.codeName = codeName;
    this.othersFormat = othersFormat;
    IndexOutput meta = null;
    IndexOutput data = null;
    try {
      meta = output(META_EXTENSION, META_CODEC);
      data = output(DATA_EXTENSION, DATA_CODEC);
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, meta, data);
      throw t;
    }
    this.meta = meta;
    this.data = data;
  }

  private IndexOutput output(String extension, String codec) throws IOException {
    String name =
        IndexFileNames.segmentFileName(state.segmentInfo.name, state.segmentSuffix, extension);
    IndexOutput output = state.directory.createOutput(name, state.context);
    try {
      CodecUtil.writeIndexHeader(
          output, codec, VERSION, state.segmentInfo.getId(), state.segmentSuffix);
      return output;
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, output);
      throw t;
    }
  }

  @Override
  public void addBinaryField(FieldInfo field, DocValuesProducer values) throws IOException {
    int dimension = commonDimension(values.getBinary(field));
    if (dimension < 0) {
      others().addBinaryField(field, values);
    } else {
      MultiVectorValues vectors = MultiVectorValues.of(field.name, values.getBinary(field));
      write(field, vectors, TokenCode.named(codeName(field), dimension));
    }
  }

  /// The field's code. An update in place is written by an instance that Lucene made by SPI,
  /// without options; it goes by what the segment's field says.
  private String codeName(FieldInfo field) {
    String written = field.getAttribute(CODE_ATTRIBUTE);
    return field.getDocValuesGen() != -1 && written != null ? written : codeName;
  }

  /// The dimension that all values share, or -1 when one of them is no multi-vector or differs.
  private static int commonDimension(BinaryDocValues values) throws IOException {
    int common = -1;
    while (values.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
      int dimension = MultiVectorField.dimension(values.binaryValue());
      if (dimension < 0 || (common >= 0 && dimension != common)) {
        return -1;
      }
      common = dimension;
    }
    return common;
  }

  @Override
  public void mergeBinaryField(FieldInfo field, MergeState merge) throws IOException {
    MergedValues merged = MergedValues.of(field, merge);
    if (merged == null) {
      super.mergeBinaryField(field, merge);
    } else {
      write(field, merged, TokenCode.named(codeName, merged.dimension()));
    }
  }

  private void write(FieldInfo field, MultiVectorValues values, TokenCode code) throws IOException {
    DocsWithFieldSet documents = new DocsWithFieldSet();
    PackedLongValues.Builder counts = PackedLongValues.packedBuilder(0.2f);
    long codesStart = data.alignFilePointer(CODES_ALIGNMENT);
    long tokens = 0;
    CodeBlocks blocks = new CodeBlocks(code);
    while (values.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
      documents.add(values.docID());
      counts.add(values.tokenCount());
      tokens += values.tokenCount();
      blocks.write(values, data);
    }
    field.putAttribute(CODE_ATTRIBUTE, code.name());
    meta.writeInt(field.number);
    meta.writeString(code.name());
    meta.writeInt(code.dimension());
    meta.writeInt(documents.cardinality());
    meta.writeLong(tokens);
    new FieldEntry.Range(codesStart, data.getFilePointer() - codesStart).write(meta);
    writeDocumentSet(documents);
    writeFirstTokens(counts.build(), documents.cardinality());
  }

  private void writeDocumentSet(DocsWithFieldSet documents) throws IOException {
    if (documents.cardinality() == state.segmentInfo.maxDoc()) {
      new FieldEntry.Range(FieldEntry.ALL_DOCUMENTS, 0).write(meta);
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

  /// Turns documents into codes, block by block.
  private static final class CodeBlocks {
    private final TokenCode code;
    private final float[] rows;
    private final byte[] codes;

    CodeBlocks(TokenCode code) {
      this.code = code;
      this.rows = new float[BLOCK_TOKENS * code.dimension()];
      this.codes = new byte[BLOCK_TOKENS * code.tokenBytes()];
    }

    void write(MultiVectorValues values, IndexOutput data) throws IOException {
      int count = values.tokenCount();
      for (int from = 0; from < count; from += BLOCK_TOKENS) {
        int to = Math.min(count, from + BLOCK_TOKENS);
        if (values instanceof MergedValues merged && merged.readCodes(code, from, to, codes)) {
          data.writeBytes(codes, (to - from) * code.tokenBytes());
          continue;
        }
        values.read(from, to, rows, 0);
        code.encode(rows, 0, to - from, codes, 0);
        data.writeBytes(codes, (to - from) * code.tokenBytes());
      }
    }
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

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    Throwable failure = null;
    try {
      meta.writeInt(-1);
      meta.writeByte((byte) (others == null ? 0 : 1));
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

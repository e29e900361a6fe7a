package pleiad.index;

import java.io.IOException;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.codecs.KnnFieldVectorsWriter;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.hnsw.FlatVectorsFormat;
import org.apache.lucene.codecs.hnsw.FlatVectorsWriter;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.MergeState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.index.Sorter;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.IORunnable;
import org.apache.lucene.util.IOUtils;

/// Writes mean vectors by Lucene's flat format, and at a merge the codes of many. A flush has no
/// codes: what it holds stands for too little of the collection to learn from.
final class MeanVectorsWriter extends KnnVectorsWriter {
  private final Codebooks codebooks;
  private final int least;
  private final FlatVectorsWriter vectors;
  private final IndexOutput meta;
  private final IndexOutput codes;

  MeanVectorsWriter(
      SegmentWriteState state, FlatVectorsFormat format, Codebooks codebooks, int least)
      throws IOException {
    this.codebooks = codebooks;
    this.least = least;
    FlatVectorsWriter vectors = null;
    IndexOutput meta = null;
    IndexOutput codes = null;
    try {
      vectors = format.fieldsWriter(state);
      meta = MeanVectorsFormat.META.create(state);
      codes = MeanVectorsFormat.CODES.create(state);
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, vectors, meta, codes);
      throw t;
    }
    this.vectors = vectors;
    this.meta = meta;
    this.codes = codes;
  }

  @Override
  public KnnFieldVectorsWriter<?> addField(FieldInfo field) throws IOException {
    MeanVectorsFormat.note(field, false);
    return vectors.addField(field);
  }

  @Override
  public void flush(int maxDoc, Sorter.DocMap sortMap) throws IOException {
    vectors.flush(maxDoc, sortMap);
  }

  @Override
  public IORunnable mergeOneField(FieldInfo field, MergeState merge) throws IOException {
    vectors.mergeOneFlatVectorField(field, merge);
    MeanVectorsFormat.note(field, false);
    return () -> {
      if (field.getVectorEncoding() == VectorEncoding.BYTE
          && field.getVectorSimilarityFunction() == VectorSimilarityFunction.DOT_PRODUCT) {
        MeanVectorsFormat.note(
            field, new MeanCodesWriter(field, merge, codebooks).write(least, meta, codes));
      }
    };
  }

  @Override
  public void finish() throws IOException {
    vectors.finish();
    SegmentFile.endEntries(meta);
    CodecUtil.writeFooter(meta);
    CodecUtil.writeFooter(codes);
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(vectors, meta, codes);
  }

  @Override
  public long ramBytesUsed() {
    return vectors.ramBytesUsed();
  }
}

package pleiad.index;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.DocValuesFormat;
import org.apache.lucene.codecs.FilterCodec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.codecs.perfield.PerFieldDocValuesFormat;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import pleiad.codec.Workers;

/// Lucene's default codec with [PleiadDocValuesFormat] under the fields that hold multi-vectors,
/// and a graph for their mean vectors only where there are many.
///
/// It carries the default codec's own name, so segments are opened by a stock Lucene that has the
/// format on its class path; this class is needed for writing only.
public final class PleiadCodec extends FilterCodec {
  /// A segment of `n` documents gets a graph where `n > threshold · ln n`: about 20,000.
  private static final int GRAPH_THRESHOLD = 2_000;

  private final DocValuesFormat perField;
  private final KnnVectorsFormat vectors;

  /// @param codes the token code of each multi-vector field, by field name; see [CodeName]
  /// @param codebooks what this index is being written with
  public PleiadCodec(Map<String, String> codes, Codebooks codebooks) {
    this(Codec.getDefault(), codes, codebooks);
  }

  /// Trains and encodes on the thread that flushes or merges.
  public PleiadCodec(Map<String, String> codes) {
    this(codes, new Codebooks(Workers.ONE));
  }

  private PleiadCodec(Codec delegate, Map<String, String> codes, Codebooks codebooks) {
    super(delegate.getName(), delegate);
    this.vectors = vectors(delegate, codes.keySet());
    Map<String, DocValuesFormat> formats =
        codes.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey,
                    field -> new PleiadDocValuesFormat(field.getValue(), codebooks)));
    DocValuesFormat lucene = DocValuesFormat.forName("Lucene90");
    this.perField =
        new PerFieldDocValuesFormat() {
          @Override
          public DocValuesFormat getDocValuesFormatForField(String field) {
            return formats.getOrDefault(field, lucene);
          }
        };
  }

  /// Mean vectors get a graph where there are many; few are looked at one by one, which is faster.
  /// Each field has a format of its own, and so files of its own.
  private static KnnVectorsFormat vectors(Codec delegate, Set<String> fields) {
    Map<String, KnnVectorsFormat> means =
        fields.stream()
            .collect(Collectors.toUnmodifiableMap(MultiVectorField::mean, _ -> ofMeans()));
    PerFieldKnnVectorsFormat others = (PerFieldKnnVectorsFormat) delegate.knnVectorsFormat();
    return new PerFieldKnnVectorsFormat() {
      @Override
      public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
        KnnVectorsFormat format = means.get(field);
        return format != null ? format : others.getKnnVectorsFormatForField(field);
      }
    };
  }

  private static KnnVectorsFormat ofMeans() {
    return new Lucene99HnswVectorsFormat(
        Lucene99HnswVectorsFormat.DEFAULT_MAX_CONN,
        Lucene99HnswVectorsFormat.DEFAULT_BEAM_WIDTH,
        GRAPH_THRESHOLD);
  }

  @Override
  public KnnVectorsFormat knnVectorsFormat() {
    return vectors;
  }

  @Override
  public DocValuesFormat docValuesFormat() {
    return perField;
  }
}

package pleiad.index;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.DocValuesFormat;
import org.apache.lucene.codecs.FilterCodec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.perfield.PerFieldDocValuesFormat;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import pleiad.codec.Workers;

/// Lucene's default codec with [PleiadDocValuesFormat] under the fields that hold multi-vectors,
/// and [MeanVectorsFormat] under those of their mean vectors.
///
/// It carries the default codec's own name, so segments are opened by a stock Lucene that has the
/// format on its class path; this class is needed for writing only.
public final class PleiadCodec extends FilterCodec {
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
    this.vectors = vectors(delegate, codes.keySet(), codebooks);
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

  /// Each field of mean vectors has a format of its own, and so files of its own.
  private static KnnVectorsFormat vectors(Codec delegate, Set<String> fields, Codebooks codebooks) {
    Map<String, KnnVectorsFormat> means =
        fields.stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    MultiVectorField::mean, _ -> new MeanVectorsFormat(codebooks)));
    PerFieldKnnVectorsFormat others = (PerFieldKnnVectorsFormat) delegate.knnVectorsFormat();
    return new PerFieldKnnVectorsFormat() {
      @Override
      public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
        KnnVectorsFormat format = means.get(field);
        return format != null ? format : others.getKnnVectorsFormatForField(field);
      }
    };
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

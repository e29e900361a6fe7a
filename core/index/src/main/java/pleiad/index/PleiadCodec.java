package pleiad.index;

import java.util.Map;
import java.util.stream.Collectors;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.DocValuesFormat;
import org.apache.lucene.codecs.FilterCodec;
import org.apache.lucene.codecs.perfield.PerFieldDocValuesFormat;
import pleiad.codec.Workers;

/// Lucene's default codec with [PleiadDocValuesFormat] under the fields that hold multi-vectors.
///
/// It carries the default codec's own name, so segments are opened by a stock Lucene that has the
/// format on its class path; this class is needed for writing only.
public final class PleiadCodec extends FilterCodec {
  private final DocValuesFormat perField;

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

  @Override
  public DocValuesFormat docValuesFormat() {
    return perField;
  }
}

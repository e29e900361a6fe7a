package pleiad.index;

import java.util.Map;
import java.util.stream.Collectors;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.DocValuesFormat;
import org.apache.lucene.codecs.FilterCodec;
import org.apache.lucene.codecs.perfield.PerFieldDocValuesFormat;

/// Lucene's default codec with [PleiadDocValuesFormat] under the fields that hold multi-vectors.
///
/// It carries the default codec's own name, so segments are opened by a stock Lucene that has the
/// format on its class path; this class is needed for writing only.
public final class PleiadCodec extends FilterCodec {
  private final DocValuesFormat perField;

  /// @param codes the token code of each multi-vector field, by field name
  public PleiadCodec(Map<String, String> codes) {
    this(Codec.getDefault(), codes);
  }

  private PleiadCodec(Codec delegate, Map<String, String> codes) {
    super(delegate.getName(), delegate);
    Map<String, DocValuesFormat> formats =
        codes.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey, field -> new PleiadDocValuesFormat(field.getValue())));
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

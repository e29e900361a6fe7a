package pleiad.index;

import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.DocValuesFormat;
import org.apache.lucene.codecs.FilterCodec;
import org.apache.lucene.codecs.perfield.PerFieldDocValuesFormat;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SerialMergeScheduler;

/// An application's own codec, that names the format and shares no codebooks.
final class Alone extends FilterCodec {
  private final DocValuesFormat format;

  private Alone(String code) {
    super(Codec.getDefault().getName(), Codec.getDefault());
    DocValuesFormat ours =
        code.equals("int8") ? new PleiadDocValuesFormat() : new PleiadDocValuesFormat(code);
    DocValuesFormat lucene = DocValuesFormat.forName("Lucene90");
    this.format =
        new PerFieldDocValuesFormat() {
          @Override
          public DocValuesFormat getDocValuesFormatForField(String field) {
            return field.equals(SmallCollection.FIELD) ? ours : lucene;
          }
        };
  }

  static IndexWriterConfig config(String code) {
    return new IndexWriterConfig()
        .setCodec(new Alone(code))
        .setMergePolicy(new SmallCollection.MergeAll())
        .setMergeScheduler(new SerialMergeScheduler())
        .setUseCompoundFile(false);
  }

  @Override
  public DocValuesFormat docValuesFormat() {
    return format;
  }
}

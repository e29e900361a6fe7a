package pleiad.index;

import org.apache.lucene.codecs.Codec;
import org.apache.lucene.tests.index.BaseKnnVectorsFormatTestCase;
import org.apache.lucene.tests.util.TestUtil;
import pleiad.codec.Workers;

/// Lucene's own test suite for vector formats, on ours. Two vectors are enough for codes.
public class LuceneKnnVectorsSuiteTest extends BaseKnnVectorsFormatTestCase {
  @Override
  protected Codec getCodec() {
    return TestUtil.alwaysKnnVectorsFormat(new MeanVectorsFormat(new Codebooks(Workers.ONE), 2));
  }

  @Override
  protected boolean supportsFloatVectorFallback() {
    return false;
  }
}

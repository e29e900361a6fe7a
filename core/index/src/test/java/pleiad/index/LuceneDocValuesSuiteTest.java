package pleiad.index;

import org.apache.lucene.codecs.Codec;
import org.apache.lucene.tests.index.BaseDocValuesFormatTestCase;
import org.apache.lucene.tests.util.TestUtil;

/// Lucene's own test suite for doc values formats, on ours: whatever is no multi-vector must behave
/// as in Lucene's default format.
public class LuceneDocValuesSuiteTest extends BaseDocValuesFormatTestCase {
  @Override
  protected Codec getCodec() {
    return TestUtil.alwaysDocValuesFormat(new PleiadDocValuesFormat());
  }
}

package pleiad.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.lucene.util.VectorUtil;

/// Whether Lucene's own kernels are on. Lucene tells it in its log alone, when they are first used.
final class LuceneVectorization {
  private static final String LOGGER = "org.apache.lucene.internal.vectorization";

  private LuceneVectorization() {}

  /// Wakes Lucene's kernels and refuses to go on without the Vector API; to be called once in a
  /// JVM, before anything else has used them.
  static void require() {
    Listener listener = new Listener();
    Logger logger = Logger.getLogger(LOGGER);
    logger.addHandler(listener);
    VectorUtil.dotProduct(new float[] {1}, new float[] {1});
    logger.removeHandler(listener);
    if (listener.messages.stream().noneMatch(said -> said.contains("incubator API enabled"))) {
      throw new IllegalStateException(
          "Lucene's Vector API kernels are not on, a comparison would be unfair; Lucene said "
              + listener.messages);
    }
  }

  private static final class Listener extends Handler {
    private final List<String> messages = new ArrayList<>();

    @Override
    public void publish(LogRecord said) {
      messages.add(said.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}

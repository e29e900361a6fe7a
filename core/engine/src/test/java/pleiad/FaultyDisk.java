package pleiad;

import java.util.Random;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.tests.store.MockDirectoryWrapper;

/// A disk in memory that fails as often as it is told to.
final class FaultyDisk extends MockDirectoryWrapper {
  /// What the message of every failure says.
  static final String FAILURE = "a random IOException";

  FaultyDisk(Random random) {
    super(new Random(random.nextLong()), new ByteBuffersDirectory());
    setCheckIndexOnClose(false);
    setThrottling(Throttling.NEVER);
  }

  /// Lets this share of all openings, reads and writes fail from now on.
  void fail(double rate) {
    setRandomIOExceptionRate(rate);
    setRandomIOExceptionRateOnOpen(rate);
  }

  /// The same disk for a collection that closes what it was given: this one stays.
  Directory kept() {
    return new FilterDirectory(this) {
      @Override
      public void close() {}
    };
  }
}

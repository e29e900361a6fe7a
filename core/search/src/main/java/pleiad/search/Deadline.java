package pleiad.search;

import java.time.Duration;
import org.apache.lucene.index.QueryTimeout;

/// The moment at which a search gives what it has.
public final class Deadline implements QueryTimeout {
  /// A search that takes the time it takes.
  public static final Deadline NONE = new Deadline(0, false);

  private final long nanos;
  private final boolean limited;

  private Deadline(long nanos, boolean limited) {
    this.nanos = nanos;
    this.limited = limited;
  }

  /// So long from now.
  public static Deadline in(Duration limit) {
    return new Deadline(System.nanoTime() + limit.toNanos(), true);
  }

  /// Whether the moment has passed. Once true, it stays true.
  @Override
  public boolean shouldExit() {
    return limited && System.nanoTime() - nanos >= 0;
  }
}

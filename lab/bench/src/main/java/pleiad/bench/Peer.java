package pleiad.bench;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A system that searches the documents of a [PeerInput] for its queries, on one thread. Documents
/// are known by their number there.
interface Peer extends Closeable {
  /// What it is called, which version it is, and what was set.
  record Name(String system, String version, String setting) {}

  Name name();

  /// The best of each query, in the order of the queries.
  List<Ranking> answers(int wanted) throws IOException;

  /// Searches every query once, and gives what each took, in milliseconds.
  double[] round(int wanted) throws IOException;

  /// Bytes of everything that it keeps to search.
  long bytes();

  /// What building took; null where there is nothing to build.
  @Nullable Double buildSeconds();

  /// The most memory that it has had; null where it runs in this process, beside others.
  @Nullable Long peakBytes() throws IOException;
}

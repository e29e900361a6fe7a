package pleiad.cli;

import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Option;
import pleiad.Probe;
import pleiad.SampledQuery;
import pleiad.Searcher;

/// How plans are tried on a collection.
final class ProbeOptions {
  @Option(
      names = "--queries",
      paramLabel = "N",
      description = "Spans of documents taken for queries (default: ${DEFAULT-VALUE}).")
  private int queries = Probe.QUERIES;

  @Option(
      names = "--seed",
      description = "The same seed takes the same spans (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  ProbeOptions() {}

  Probe of(Searcher searcher) throws IOException {
    check();
    return Probe.of(searcher, queries, seed);
  }

  /// The spans themselves, at least one.
  List<SampledQuery> draw(Searcher searcher) throws IOException {
    check();
    List<SampledQuery> drawn = searcher.sample(queries, seed);
    if (drawn.isEmpty()) {
      throw new BadData(
          "the collection has no document with a text to draw queries from; add some first");
    }
    return drawn;
  }

  private void check() {
    if (queries < 1) {
      throw new IllegalArgumentException("--queries must be at least 1, got " + queries);
    }
  }
}

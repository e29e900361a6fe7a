package pleiad.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import pleiad.eval.Qrels;
import pleiad.eval.Query;
import pleiad.eval.TestCollection;

/// What people judged of a collection that is there.
final class JudgementOptions {
  /// Judgements are read for this where nothing else is said.
  static final String MEASURE = "nDCG@10";

  @Option(
      names = "--judgements",
      paramLabel = "QUERIES",
      description = "A folder of queries and judgements of these documents, as eval takes them.")
  private @Nullable Path folder;

  @Option(names = "--split", description = "The judgements to use (default: ${DEFAULT-VALUE}).")
  private String split = "test";

  JudgementOptions() {}

  /// Judged queries that have a text, at least one, and what was judged.
  record Judged(List<Query> queries, Qrels qrels) {}

  /// Null where none are given.
  @Nullable Judged read() throws IOException {
    if (folder == null) {
      return null;
    }
    TestCollection test = TestCollection.openQueries(folder);
    Judged judged = new Judged(test.queries(split), test.qrels(split));
    if (judged.queries().isEmpty()) {
      throw new BadData(
          "none of the %d judged queries of split '%s' has a text in %s"
              .formatted(judged.qrels().queries().size(), split, folder));
    }
    return judged;
  }

  boolean given() {
    return folder != null;
  }
}

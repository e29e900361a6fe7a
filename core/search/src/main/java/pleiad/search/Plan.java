package pleiad.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.lucene.search.IndexSearcher;

/// How a search is done: a source of candidates, then rankers that give fewer, better ones, as in
/// `bm25(1000) | maxsim(100)`.
///
/// Stages are `bm25`, `dense` and `tokens` as sources and `maxsim` as ranker; `@field` behind a
/// name takes another field than the usual one, the number in parentheses says how many candidates
/// a stage gives. `tokens(10, recall=0.99)` aims at that recall, see [MaxSimOptions].
public record Plan(Stage.Source source, List<Stage.Ranker> rankers) {
  /// The multi-vector field of a collection that says nothing else.
  public static final String TOKENS_FIELD = "tokens";

  /// The text field that BM25 looks at.
  public static final String TEXT_FIELD = "text";

  public Plan {
    rankers = List.copyOf(rankers);
  }

  /// Reads the plan language.
  ///
  /// @throws IllegalArgumentException that points at the character and lists what is possible there
  public static Plan parse(String text) {
    return new PlanParser(text).plan();
  }

  /// The stages in the order in which they run.
  public List<Stage> stages() {
    List<Stage> stages = new ArrayList<>();
    stages.add(source);
    stages.addAll(rankers);
    return stages;
  }

  /// What one stage did.
  ///
  /// @param stage its name
  /// @param millis the time it took
  /// @param in candidates before it; for a source the documents of the index
  /// @param candidates what it gave
  public record StageReport(String stage, double millis, int in, Candidates candidates) {
    /// Number of candidates it gave.
    public int out() {
      return candidates.count();
    }
  }

  /// What a plan found, stage by stage.
  public record Result(List<StageReport> stages) {
    public Result {
      stages = List.copyOf(stages);
    }

    /// The last stage's candidates: the result proper.
    public Candidates candidates() {
      return stages.getLast().candidates();
    }
  }

  /// Runs all stages. When the time runs out, the last stage's candidates so far are the result,
  /// and say that they are not complete.
  public Result run(IndexSearcher searcher, Request request) throws IOException {
    List<StageReport> reports = new ArrayList<>();
    long start = System.nanoTime();
    Candidates candidates = source.find(searcher, request);
    reports.add(report(source, start, searcher.getIndexReader().numDocs(), candidates));
    for (Stage.Ranker ranker : rankers) {
      start = System.nanoTime();
      int before = candidates.count();
      candidates = ranker.narrow(searcher, request, candidates);
      reports.add(report(ranker, start, before, candidates));
    }
    return new Result(reports);
  }

  private static StageReport report(Stage stage, long start, int in, Candidates candidates) {
    return new StageReport(stage.name(), (System.nanoTime() - start) / 1e6, in, candidates);
  }

  /// The plan in its own language, every field named that is not the usual one.
  @Override
  public String toString() {
    return stages().stream().map(PlanParser::text).collect(Collectors.joining(" | "));
  }
}

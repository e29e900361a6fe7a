package pleiad.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.lucene.search.IndexSearcher;
import org.jspecify.annotations.Nullable;

/// How a search is done: sources of candidates, a fusion of what several of them found, then
/// rankers that give fewer, better ones, as in `bm25(1000) + tokens(1000) | minmax(0.2, 0.8) |
/// maxsim(100)`.
///
/// The language is described in `docs/reference/plans.md`.
///
/// @param sources at least one
/// @param fusion what makes one list of what several sources found; null with one source
/// @param rankers in the order in which they run
public record Plan(
    List<Stage.Source> sources, @Nullable Fusion fusion, List<Stage.Ranker> rankers) {
  /// The multi-vector field of a collection that says nothing else.
  public static final String TOKENS_FIELD = "tokens";

  /// The text field that BM25 looks at.
  public static final String TEXT_FIELD = "text";

  /// The text field that has titles alone.
  public static final String TITLE_FIELD = "title";

  private static final int AGREEMENT_DEPTH = 10;

  /// @throws IllegalArgumentException when there is no source, or not a fusion exactly when there
  ///   are several
  public Plan {
    sources = List.copyOf(sources);
    rankers = List.copyOf(rankers);
    int fused = fusion == null ? 1 : fusion.weights().size();
    if (sources.size() != fused) {
      throw new IllegalArgumentException(
          "a plan of %d sources has a fusion of %d".formatted(sources.size(), fused));
    }
  }

  /// Reads the plan language.
  ///
  /// @throws IllegalArgumentException that points at the character and lists what is possible there
  public static Plan parse(String text) {
    return new PlanParser(text).plan();
  }

  /// The stages in the order in which they run.
  public List<Stage> stages() {
    List<Stage> stages = new ArrayList<>(sources);
    if (fusion != null) {
      stages.add(fusion);
    }
    stages.addAll(rankers);
    return stages;
  }

  /// Whether a stage gives as many candidates as hits are asked for, as in `tokens(k)`. Such a plan
  /// is run after [#asked].
  public boolean givesAsAsked() {
    return !asked(1).equals(this);
  }

  /// The same plan where every `k` is so many.
  public Plan asked(int hits) {
    return new Plan(
        sources.stream().map(source -> source.asked(hits)).toList(),
        fusion,
        rankers.stream().map(ranker -> ranker.asked(hits)).toList());
  }

  /// Whether its hits' scores are MaxSim of the query as it was given.
  public boolean givesMaxSim() {
    MaxSimScore score = stages().getLast().maxSim();
    return score != null && score.isPlain();
  }

  /// In what forms the query must be given.
  public Set<Need> needs() {
    Set<Need> needs = new LinkedHashSet<>();
    stages().forEach(stage -> needs.addAll(stage.needs()));
    return needs;
  }

  /// What of the index its stages go through.
  public Set<Stored> reads() {
    return stages().stream()
        .flatMap(stage -> stage.reads().stream())
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Stored.class)));
  }

  /// What one stage did.
  ///
  /// @param stage its name
  /// @param millis the time it took
  /// @param in candidates before it, for a fusion those of all sources; for a source the documents
  ///   of the index
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

  /// Runs all stages, of which none gives as many as hits are asked for. When the time runs out,
  /// the last stage's candidates so far are the result, and say that they are not complete.
  public Result run(IndexSearcher searcher, Request request) throws IOException {
    List<StageReport> reports = new ArrayList<>();
    List<Candidates> found = new ArrayList<>();
    for (Stage.Source source : sources) {
      long start = System.nanoTime();
      found.add(source.find(searcher, request));
      reports.add(report(source, start, searcher.getIndexReader().numDocs(), found.getLast()));
    }
    Candidates candidates = found.getFirst();
    if (fusion != null) {
      long start = System.nanoTime();
      candidates = fusion.fuse(found);
      int in = found.stream().mapToInt(Candidates::count).sum();
      reports.add(report(fusion, start, in, candidates));
    }
    for (Stage.Ranker ranker : rankers) {
      long start = System.nanoTime();
      int before = candidates.count();
      candidates = ranker.narrow(searcher, request, candidates);
      reports.add(report(ranker, start, before, candidates));
    }
    return new Result(reports);
  }

  /// What the sources found, as one list: the candidates before the first ranker.
  ///
  /// @param result of this plan
  public Candidates found(Result result) {
    return result.stages().get(stages().size() - rankers.size() - 1).candidates();
  }

  /// How far the sources agree: the share of their ten best documents that two of them have in
  /// common, on average over all pairs; of fewer documents where a source found fewer. Empty with
  /// one source. Near 0, what a fusion puts first is hardly more than a draw between them.
  ///
  /// @param result of this plan
  public OptionalDouble agreement(Result result) {
    double shares = 0;
    int pairs = 0;
    for (int a = 0; a < sources.size(); a++) {
      for (int b = a + 1; b < sources.size(); b++) {
        shares += shared(result.stages().get(a).candidates(), result.stages().get(b).candidates());
        pairs++;
      }
    }
    return pairs == 0 ? OptionalDouble.empty() : OptionalDouble.of(shares / pairs);
  }

  private static double shared(Candidates one, Candidates other) {
    Candidates few = one.first(AGREEMENT_DEPTH);
    Candidates others = other.first(AGREEMENT_DEPTH);
    if (few.count() == 0 || others.count() == 0) {
      return few.count() == others.count() ? 1 : 0;
    }
    Set<Integer> documents = new HashSet<>();
    for (int place = 0; place < few.count(); place++) {
      documents.add(few.document(place));
    }
    int both = 0;
    for (int place = 0; place < others.count(); place++) {
      both += documents.contains(others.document(place)) ? 1 : 0;
    }
    return (double) both / Math.min(few.count(), others.count());
  }

  private static StageReport report(Stage stage, long start, int in, Candidates candidates) {
    return new StageReport(stage.name(), (System.nanoTime() - start) / 1e6, in, candidates);
  }

  /// The plan in its own language, every field named that is not the usual one.
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(sources.stream().map(Stage::text).collect(Collectors.joining(" + ")));
    stages().stream().skip(sources.size()).forEach(each -> text.append(" | ").append(each.text()));
    return text.toString();
  }
}

package pleiad.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import pleiad.search.CandidateRoute;
import pleiad.vector.TokenVectors;

/// How fast and how well the engine finds documents by late interaction, beside an exact scan of
/// the uncompressed vectors on one thread.
///
/// What is timed is the plan `tokens(k)` on encoded queries: no encoding, no stored fields. Every
/// setting's index is built by the engine itself and searched in turn with the exact scan, round by
/// round, so that a slow minute of the machine is everybody's.
public final class SearchBench {
  /// With more tokens, all of the stored codes are scored for the first queries alone.
  private static final long MANY_TOKENS = 2_000_000;

  private static final int RECALL_QUERIES = 100;

  private final Options options;
  private final Consumer<String> progress;
  private final int cores = Runtime.getRuntime().availableProcessors();

  private SearchBench(Options options, Consumer<String> progress) {
    this.options = options;
    this.progress = progress;
  }

  /// What is measured.
  ///
  /// @param source the collection
  /// @param work an empty folder for the indexes
  /// @param k documents asked for where time is taken
  /// @param codes token codes that are measured beside the default one, as in `int8` or
  ///   `pool-2+residual`
  /// @param merged whether an index is made one segment before it is searched
  /// @param route how searches find candidates; a code that does not keep what it goes by gives
  ///   every document
  /// @param effort for how long
  /// @param extras what is measured besides
  public record Options(
      VectorSource source,
      Path work,
      int k,
      List<String> codes,
      boolean merged,
      CandidateRoute route,
      Effort effort,
      Extras extras) {

    /// @throws IllegalArgumentException when no document is asked for
    public Options {
      codes = List.copyOf(codes);
      if (k < 1) {
        throw new IllegalArgumentException("a search gives at least one document, got k = " + k);
      }
    }

    /// The usual route, and nothing besides.
    public Options(
        VectorSource source, Path work, int k, List<String> codes, boolean merged, Effort effort) {
      this(source, work, k, codes, merged, CandidateRoute.AUTOMATIC, effort, Extras.NONE);
    }
  }

  /// What every setting is measured for besides.
  ///
  /// @param filterShare the share of documents that a filter keeps, with which it is searched once
  ///   more; 0: none
  /// @param liveAdd whether one more document is added to its index at the end
  /// @param ranked candidates that the ranker `maxsim` is given, timed beside the exact query over
  ///   all documents; 0: neither
  public record Extras(double filterShare, boolean liveAdd, int ranked) {
    public static final Extras NONE = new Extras(0, false, 0);

    /// @throws IllegalArgumentException when the share is none, or there are fewer candidates than
    ///   none
    public Extras {
      DrawnDocuments.check(filterShare);
      if (ranked < 0) {
        throw new IllegalArgumentException(
            "a ranker is given at least one candidate, or 0 for not to time it; got " + ranked);
      }
    }
  }

  /// For how long something is measured.
  ///
  /// @param warmUps rounds over all queries that nobody looks at
  /// @param rounds over all queries, the searches of which are looked at together
  /// @param exact what the exact scan may take in all; at least twenty queries are scanned
  /// @param ranked what the ranker, and what the exact query may take in all; at least three
  ///   queries are timed
  public record Effort(int warmUps, int rounds, Duration exact, Duration ranked) {
    public static final Effort FULL =
        new Effort(8, 5, Duration.ofMinutes(2), Duration.ofSeconds(30));

    /// To see that it runs.
    public static final Effort QUICK = new Effort(0, 1, Duration.ZERO, Duration.ofSeconds(5));

    /// @throws IllegalArgumentException when nothing would be measured
    public Effort {
      if (warmUps < 0 || rounds < 1) {
        throw new IllegalArgumentException(
            "at least one round is measured, got %d after %d warm-ups".formatted(rounds, warmUps));
      }
    }
  }

  /// What was measured.
  ///
  /// @param tokens of all documents
  /// @param exactMillis median time of an exact scan for one query, on one thread
  /// @param exactQueries that were scanned for it
  /// @param recallQueries whose answers were compared with exact answers over the stored codes
  public record Result(
      String data,
      int dim,
      int k,
      int documents,
      long tokens,
      int queries,
      double exactMillis,
      int exactQueries,
      int recallQueries,
      List<SearchRow> rows) {
    public Result {
      rows = List.copyOf(rows);
    }
  }

  /// Runs the benchmark; encodes the collection first where its vectors are not in the cache.
  ///
  /// @param progress is told what is being done
  public static Result run(Options options, Consumer<String> progress) throws IOException {
    try (EncodedCollection collection = EncodedCollection.open(options.source(), progress)) {
      return new SearchBench(options, progress).measure(collection);
    }
  }

  private Result measure(EncodedCollection collection) throws IOException {
    List<TokenVectors> queries = collection.queryVectors();
    VectorBlocks vectors = VectorBlocks.of(collection.documents());
    List<Ranking> exact = ExactAnswers.of(collection, vectors, cores, progress);
    SearchQuality quality = new SearchQuality(collection, queries, vectors, exact, cores);
    ExactClock clock = ExactClock.of(vectors, queries, options.k(), options.effort().exact());
    int recallQueries = recallQueries(collection);
    List<SearchContender> contenders = new ArrayList<>();
    try {
      for (IndexBuild each : builds()) {
        contenders.add(contender(each, collection, vectors.searchable()));
      }
      time(contenders, clock);
      List<SearchRow> rows = new ArrayList<>();
      for (SearchContender each : contenders) {
        progress.accept("%s: what it finds".formatted(each.setting()));
        rows.addAll(rows(each, quality.of(each.index(), recallQueries), queries));
      }
      return new Result(
          String.valueOf(options.source().data().getFileName()),
          options.source().dimension(),
          options.k(),
          collection.documents().count(),
          collection.documents().tokens(),
          queries.size(),
          clock.timings().percentile(50),
          clock.timings().count(),
          recallQueries,
          rows);
    } finally {
      for (SearchContender each : contenders) {
        each.close();
      }
    }
  }

  private static int recallQueries(EncodedCollection collection) {
    int all = collection.queries().count();
    return collection.documents().tokens() > MANY_TOKENS ? Math.min(RECALL_QUERIES, all) : all;
  }

  /// The default code, then the others that are asked for; a wrong one is refused before any is
  /// built.
  private List<IndexBuild> builds() {
    Set<String> codes = new LinkedHashSet<>();
    codes.add(IndexBuild.DEFAULT);
    codes.addAll(options.codes());
    List<IndexBuild> builds = new ArrayList<>();
    for (String code : codes) {
      Path folder = options.work().resolve("index-" + builds.size());
      builds.add(
          IndexBuild.named(
              code,
              folder,
              options.source().dimension(),
              new DrawnDocuments(options.extras().filterShare())));
    }
    return builds;
  }

  private SearchContender contender(IndexBuild build, EncodedCollection collection, int searchable)
      throws IOException {
    progress.accept("%s: building".formatted(build.setting()));
    BuildTimes times = build.run(collection.documents(), options.merged());
    progress.accept("%s: warming up".formatted(build.setting()));
    SearchContender.Searches searches =
        new SearchContender.Searches(
            collection.queryVectors(), options.k(), options.route(), options.effort().warmUps());
    return SearchContender.open(
        build, times, collection.documents(), searches, Math.min(options.k(), searchable));
  }

  private void time(List<SearchContender> contenders, ExactClock clock) throws IOException {
    int rounds = options.effort().rounds();
    for (int round = 0; round < rounds; round++) {
      progress.accept("round %d of %d".formatted(round + 1, rounds));
      for (SearchContender each : contenders) {
        each.round();
      }
      clock.round(round, rounds);
    }
  }

  /// One thread, and for the default as many as there are cores.
  private List<SearchRow> rows(
      SearchContender contender, SearchQuality.Figures figures, List<TokenVectors> queries)
      throws IOException {
    int rounds = options.effort().rounds();
    List<SearchRow> rows = new ArrayList<>();
    rows.add(contender.row(figures));
    if (contender.isDefault()) {
      rows.add(contender.row(figures, cores, rounds));
    }
    Extras extras = options.extras();
    FilteredRow filtered = extras.filterShare() > 0 ? contender.filtered(queries, rounds) : null;
    RankedRow ranked =
        extras.ranked() > 0
            ? contender.ranked(extras.ranked(), options.k(), queries, options.effort().ranked())
            : null;
    LiveAdd added = extras.liveAdd() ? contender.add(longest(queries)) : null;
    rows.set(0, rows.getFirst().with(filtered, added, ranked));
    return rows;
  }

  /// The one that the fewest documents are as near to as a document of its own vectors is.
  private static TokenVectors longest(List<TokenVectors> queries) {
    return Collections.max(queries, Comparator.comparingInt(TokenVectors::count));
  }
}

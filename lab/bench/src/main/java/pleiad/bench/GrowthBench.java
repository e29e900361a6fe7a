package pleiad.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import pleiad.search.CandidateRoute;
import pleiad.vector.TokenVectors;

/// How time, bytes, memory and building grow with a collection: the same queries on samples of it
/// and, beyond what there is, on documents [spliced][SplicedTexts] of its own. A larger sample has
/// all that a smaller one has.
///
/// Every index is built by the engine with its defaults, made one segment, and searched in turn
/// with the others, round by round.
public final class GrowthBench {
  private static final long SEED = 1;
  private static final int RECALL_QUERIES = 100;
  private static final int TOP = 10;

  private final Options options;
  private final Consumer<String> progress;
  private final int cores = Runtime.getRuntime().availableProcessors();

  private GrowthBench(Options options, Consumer<String> progress) {
    this.options = options;
    this.progress = progress;
  }

  /// What is measured.
  ///
  /// @param source the collection
  /// @param work an empty folder for the indexes
  /// @param sizes numbers of documents, rising; what is more than there are is made
  /// @param k documents asked for where time is taken
  /// @param effort rounds over all queries, and before these
  public record Options(
      VectorSource source, Path work, List<Integer> sizes, int k, SearchBench.Effort effort) {

    /// @throws IllegalArgumentException when there are fewer than two sizes, or they do not rise
    public Options {
      sizes = List.copyOf(sizes);
      for (int i = 0; i < sizes.size(); i++) {
        if (sizes.get(i) <= (i == 0 ? 0 : sizes.get(i - 1))) {
          throw new IllegalArgumentException(
              "sizes are numbers of documents that rise, got " + sizes);
        }
      }
      if (sizes.size() < 2) {
        throw new IllegalArgumentException(
            "how something grows needs two sizes at least, got " + sizes);
      }
      if (k < 1) {
        throw new IllegalArgumentException("a search gives at least one document, got k = " + k);
      }
    }
  }

  /// What was measured.
  ///
  /// @param real how many documents the collection has
  /// @param recallQueries so many queries are compared with exact answers
  public record Result(
      String data, int dim, int k, int real, int queries, int recallQueries, List<GrowthRow> rows) {
    public Result {
      rows = List.copyOf(rows);
    }

    /// How a figure grows: the `e` of `documents ^ e` that fits all rows best, by least squares of
    /// logarithms. 1: as fast as the collection.
    public double exponent(ToDoubleFunction<GrowthRow> figure) {
      double[] x = rows.stream().mapToDouble(row -> Math.log(row.documents())).toArray();
      double[] y = rows.stream().mapToDouble(row -> Math.log(figure.applyAsDouble(row))).toArray();
      double meanX = IntStream.range(0, x.length).mapToDouble(i -> x[i]).average().orElseThrow();
      double meanY = IntStream.range(0, y.length).mapToDouble(i -> y[i]).average().orElseThrow();
      double together = 0;
      double alone = 0;
      for (int i = 0; i < x.length; i++) {
        together += (x[i] - meanX) * (y[i] - meanY);
        alone += (x[i] - meanX) * (x[i] - meanX);
      }
      return together / alone;
    }
  }

  /// Runs the benchmark; encodes the collection first where its vectors are not in the cache.
  ///
  /// @param progress is told what is being done
  public static Result run(Options options, Consumer<String> progress) throws IOException {
    try (EncodedCollection collection = EncodedCollection.open(options.source(), progress)) {
      return new GrowthBench(options, progress).measure(collection);
    }
  }

  private Result measure(EncodedCollection collection) throws IOException {
    List<TokenVectors> queries = collection.queryVectors();
    List<TokenVectors> compared = queries.subList(0, Math.min(RECALL_QUERIES, queries.size()));
    List<VectorTexts> samples = samples(collection.documents());
    List<SearchContender> contenders = new ArrayList<>();
    try {
      for (VectorTexts sample : samples) {
        contenders.add(contender(sample, queries));
      }
      for (int round = 0; round < options.effort().rounds(); round++) {
        progress.accept("round %d of %d".formatted(round + 1, options.effort().rounds()));
        for (SearchContender each : contenders) {
          each.round();
        }
      }
      List<GrowthRow> rows = new ArrayList<>();
      for (int i = 0; i < samples.size(); i++) {
        progress.accept("%,d documents: what is found".formatted(samples.get(i).count()));
        rows.add(row(samples.get(i), collection.documents(), contenders.get(i), compared));
      }
      return new Result(
          String.valueOf(options.source().data().getFileName()),
          options.source().dimension(),
          options.k(),
          collection.documents().count(),
          queries.size(),
          compared.size(),
          rows);
    } finally {
      for (SearchContender each : contenders) {
        each.close();
      }
    }
  }

  private List<VectorTexts> samples(EncodedTexts all) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, all.count()).boxed().toList());
    Collections.shuffle(order, new Random(SEED));
    List<VectorTexts> samples = new ArrayList<>();
    for (int size : options.sizes()) {
      samples.add(
          size > all.count()
              ? new SplicedTexts(all, size)
              : all.only(
                  order.subList(0, size).stream().mapToInt(Integer::intValue).sorted().toArray()));
    }
    return samples;
  }

  private SearchContender contender(VectorTexts sample, List<TokenVectors> queries)
      throws IOException {
    progress.accept("%,d documents: building".formatted(sample.count()));
    IndexBuild build =
        IndexBuild.named(
            IndexBuild.DEFAULT,
            options.work().resolve("index-" + sample.count()),
            sample.dimension(),
            DrawnDocuments.NONE);
    BuildTimes times = build.run(sample, true);
    progress.accept("%,d documents: warming up".formatted(sample.count()));
    long searchable =
        IntStream.range(0, sample.count()).filter(text -> sample.tokenCount(text) > 0).count();
    return SearchContender.open(
        build,
        times,
        sample,
        new SearchContender.Searches(
            queries, options.k(), CandidateRoute.AUTOMATIC, options.effort().warmUps()),
        (int) Math.min(options.k(), searchable));
  }

  private GrowthRow row(
      VectorTexts sample, EncodedTexts all, SearchContender contender, List<TokenVectors> compared)
      throws IOException {
    Rows truth = new TextRows(sample);
    List<Ranking> exact = Scan.best(truth, compared, TOP, cores);
    double recall = 0;
    for (int query = 0; query < compared.size(); query++) {
      Ranking found = contender.index().answer(BenchIndex.plan(TOP), compared.get(query));
      recall += new Recall(truth).of(compared.get(query), found, exact.get(query), TOP);
    }
    return new GrowthRow(
        sample.count(),
        sample.tokens(),
        sample.count() > all.count(),
        contender.timings().percentile(50),
        contender.timings().percentile(95),
        recall / compared.size(),
        contender.bytesPerToken() * sample.tokens(),
        contender.heapMegabytes(),
        sample.tokens() / contender.times().tokensPerSecond());
  }
}

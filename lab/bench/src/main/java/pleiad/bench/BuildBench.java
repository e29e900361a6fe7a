package pleiad.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.lucene.util.IOUtils;
import pleiad.Pleiad;
import pleiad.Stats;
import pleiad.search.CandidateRoute;
import pleiad.search.MaxSimOptions;
import pleiad.vector.TokenVectors;

/// How much builds of one index differ: threads bring documents in another order every time, so
/// that codebooks are learned from others of them. A single build's nDCG tells what a code keeps
/// only to within that.
public final class BuildBench {
  private static final int TOP = 10;

  private final Options options;
  private final EncodedCollection collection;
  private final Consumer<String> progress;
  private final List<TokenVectors> queries;
  private final VectorBlocks vectors;
  private final List<Ranking> exact;
  private final RankingQuality quality;
  private final int cores = Runtime.getRuntime().availableProcessors();

  private BuildBench(Options options, EncodedCollection collection, Consumer<String> progress)
      throws IOException {
    this.options = options;
    this.collection = collection;
    this.progress = progress;
    this.queries = collection.queryVectors();
    this.vectors = VectorBlocks.of(collection.documents());
    this.exact = ExactAnswers.of(collection, vectors, cores, progress);
    this.quality = new RankingQuality(collection, queries);
  }

  /// What is built.
  ///
  /// @param source the collection
  /// @param work an empty folder for the indexes, one of which is there at a time
  /// @param codes settings that are built beside the default one, as in `pool-2+residual`
  /// @param builds of each setting
  public record Options(VectorSource source, Path work, List<String> codes, int builds) {
    /// @throws IllegalArgumentException when nothing is built
    public Options {
      codes = List.copyOf(codes);
      if (builds < 1) {
        throw new IllegalArgumentException("there is at least one build, got " + builds);
      }
    }
  }

  /// What was found.
  ///
  /// @param tokens of all documents
  /// @param exactNdcg nDCG@10 of exact MaxSim
  public record Result(
      String data,
      int dim,
      int documents,
      long tokens,
      int queries,
      double exactNdcg,
      List<BuildRow> rows) {
    public Result {
      rows = List.copyOf(rows);
    }
  }

  /// Runs the benchmark; encodes the collection first where its vectors are not in the cache.
  ///
  /// @param progress is told what is being done
  public static Result run(Options options, Consumer<String> progress) throws IOException {
    try (EncodedCollection collection = EncodedCollection.open(options.source(), progress)) {
      return new BuildBench(options, collection, progress).measure();
    }
  }

  /// Settings take turns. A wrong one is refused before any is built.
  private Result measure() throws IOException {
    Set<String> settings = new LinkedHashSet<>();
    settings.add(IndexBuild.DEFAULT);
    settings.addAll(options.codes());
    List<IndexBuild> builds = settings.stream().map(this::build).toList();
    List<List<BuildRow.Build>> found = builds.stream().map(_ -> newList()).toList();
    double[] bytes = new double[builds.size()];
    for (int round = 0; round < options.builds(); round++) {
      for (int i = 0; i < bytes.length; i++) {
        progress.accept(
            "%s: build %d of %d".formatted(builds.get(i).setting(), round + 1, options.builds()));
        bytes[i] += run(builds.get(i), found.get(i)) / options.builds();
      }
    }
    List<BuildRow> rows = new ArrayList<>();
    for (int i = 0; i < bytes.length; i++) {
      IndexBuild each = builds.get(i);
      rows.add(new BuildRow(each.shownAs(), each.code(), bytes[i], found.get(i)));
    }
    return new Result(
        String.valueOf(options.source().data().getFileName()),
        options.source().dimension(),
        collection.documents().count(),
        collection.documents().tokens(),
        queries.size(),
        quality.ndcg(exact, TOP),
        rows);
  }

  private static List<BuildRow.Build> newList() {
    return new ArrayList<>();
  }

  private IndexBuild build(String setting) {
    Path folder = options.work().resolve("index");
    return IndexBuild.named(setting, folder, options.source().dimension(), DrawnDocuments.NONE);
  }

  /// Builds, looks at what is found, and deletes; gives the bytes of a token.
  private double run(IndexBuild build, List<BuildRow.Build> found) throws IOException {
    build.run(collection.documents(), true);
    try (BenchIndex index =
        BenchIndex.open(build.folder(), collection.documents(), CandidateRoute.AUTOMATIC)) {
      List<Ranking> ten = index.answers(queries, TOP, MaxSimOptions.AUTOMATIC, cores);
      List<Ranking> byCodes = index.answers(queries, TOP, MaxSimOptions.ALL, cores);
      found.add(
          new BuildRow.Build(
              quality.recall(new Recall(vectors), ten, exact, TOP),
              recall(ten, byCodes),
              quality.ndcg(ten, TOP),
              quality.ndcg(byCodes, TOP)));
    }
    Stats stats = Pleiad.stats(build.folder());
    double bytes = stats.bytesPerToken() * stats.tokens() / collection.documents().tokens();
    IOUtils.rm(build.folder());
    return bytes;
  }

  /// The share of the best by codes that searches found: a document has the same score in both.
  private static double recall(List<Ranking> found, List<Ranking> best) {
    double sum = 0;
    for (int query = 0; query < best.size(); query++) {
      List<Ranking.Found> wanted = best.get(query).found();
      long right =
          found.get(query).found().stream()
              .filter(each -> each.score() >= wanted.getLast().score())
              .count();
      sum += wanted.isEmpty() ? 1 : (double) right / wanted.size();
    }
    return sum / best.size();
  }
}

package pleiad.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import pleiad.codec.CentredSample;
import pleiad.codec.Codebook;
import pleiad.codec.CodebookTraining;
import pleiad.codec.ResidualCode;
import pleiad.codec.TokenCode;
import pleiad.codec.TokenPooling;
import pleiad.codec.Workers;
import pleiad.index.CodeName;
import pleiad.vector.TokenVectors;

/// What every way of keeping tokens costs in bytes and in quality, whatever finds the candidates:
/// all documents are scored by exact MaxSim over what comes back, and the answers compared with
/// those of the vectors as they were.
///
/// Beside the engine's codes stand PLAID's, and token pooling alone and with a code. One document
/// is in memory at a time for each thread, and samples of tokens to learn from.
public final class CodeBench {
  private static final int TOP = 10;
  private static final long SEED = 1;
  private static final int PLAID_SAMPLE = 64;
  private static final UnaryOperator<TokenVectors> AS_THEY_ARE = UnaryOperator.identity();

  private final EncodedCollection collection;
  private final Consumer<String> progress;
  private final Workers workers = new Workers(Runtime.getRuntime().availableProcessors());
  private final List<TokenVectors> queries;
  private final RankingQuality quality;
  private final KeptRows truth;
  private final List<Ranking> exact;
  private final List<CodeRow> rows = new ArrayList<>();

  private CodeBench(EncodedCollection collection, Consumer<String> progress) throws IOException {
    this.collection = collection;
    this.progress = progress;
    this.queries = collection.queryVectors();
    this.quality = new RankingQuality(collection, queries);
    this.truth = new KeptRows(collection.documents(), AS_THEY_ARE, new Keeping.Whole(dimension()));
    this.exact = ExactAnswers.of(collection, truth, workers.threads(), progress);
  }

  /// What is measured.
  ///
  /// @param source the collection
  /// @param centroids of PLAID's codes; a power of two near `4 · √tokens` where none are given
  public record Options(VectorSource source, OptionalInt centroids) {
    /// @throws IllegalArgumentException when there would be no centroid
    public Options {
      if (centroids.orElse(1) < 1) {
        throw new IllegalArgumentException(
            "tokens have at least one centroid, got " + centroids.getAsInt());
      }
    }
  }

  /// What was measured.
  ///
  /// @param tokens of all documents
  /// @param centroids of PLAID's codes
  public record Result(
      String data,
      int dim,
      int documents,
      long tokens,
      int queries,
      int centroids,
      List<CodeRow> rows) {
    public Result {
      rows = List.copyOf(rows);
    }
  }

  /// Bytes that a token takes in so many bits a number of PLAID's code.
  public static int plaidTokenBytes(int dimension, int bits) {
    return PlaidCode.tokenBytes(dimension, bits);
  }

  /// Runs the benchmark; encodes the collection first where its vectors are not in the cache.
  ///
  /// @param progress is told what is being done
  public static Result run(Options options, Consumer<String> progress) throws IOException {
    try (EncodedCollection collection = EncodedCollection.open(options.source(), progress)) {
      long tokens = collection.documents().tokens();
      int centroids = options.centroids().orElse(PlaidCentroids.count(tokens));
      List<CodeRow> rows = new CodeBench(collection, progress).measure(centroids);
      return new Result(
          String.valueOf(options.source().data().getFileName()),
          options.source().dimension(),
          collection.documents().count(),
          tokens,
          collection.queries().count(),
          centroids,
          rows);
    }
  }

  private int dimension() {
    return collection.documents().dimension();
  }

  private List<CodeRow> measure(int centroids) throws IOException {
    add("float32", new Keeping.Whole(dimension()), 0);
    add("float16", new Keeping.Coded(TokenCode.named("float16", dimension())), 0);
    add("int8", new Keeping.Coded(TokenCode.named("int8", dimension())), 0);
    for (String code :
        List.of(
            "residual-80",
            "residual-64",
            "residual-80+centred",
            "residual",
            "residual+centred",
            "residual-32",
            "residual-20")) {
      addResidual(code, 1);
    }
    addPlaid(centroids);
    for (int factor : new int[] {2, 3}) {
      add("pool-" + factor, factor, new Keeping.Whole(dimension()), 0);
      for (String code : List.of("residual-80", "residual-80+centred", "residual")) {
        addResidual(code, factor);
      }
    }
    return rows;
  }

  /// As the index learns it: from as many tokens, at even distances.
  private void addResidual(String code, int factor) throws IOException {
    CodeName parsed = CodeName.parse(code);
    String name = factor == 1 ? code : "pool-%d+%s".formatted(factor, code);
    progress.accept("%s: training".formatted(name));
    EncodedTexts documents = collection.documents();
    int wanted = CodebookTraining.SAMPLE;
    long begin;
    Codebook codebook;
    if (parsed.centred()) {
      CentredSample sample = TokenSample.centred(documents, pooling(factor), wanted);
      begin = System.nanoTime();
      codebook = CodebookTraining.train(sample, parsed.codes(), documents.tokens(), SEED, workers);
    } else {
      float[] sample = TokenSample.of(documents, pooling(factor), wanted, workers);
      begin = System.nanoTime();
      codebook =
          CodebookTraining.train(
              sample, dimension(), parsed.codes(), documents.tokens(), SEED, workers);
    }
    double seconds = seconds(begin);
    add(name, factor, new Keeping.Coded(new ResidualCode(codebook)), seconds);
  }

  private void addPlaid(int count) throws IOException {
    progress.accept("plaid: training %,d centroids".formatted(count));
    float[] sample =
        TokenSample.of(
            collection.documents(), AS_THEY_ARE, Math.multiplyExact(count, PLAID_SAMPLE), workers);
    long begin = System.nanoTime();
    PlaidCentroids centroids = PlaidCentroids.train(sample, dimension(), count, workers);
    float[] residuals = centroids.residuals(sample);
    double seconds = seconds(begin);
    for (int bits : new int[] {4, 2, 1, 0}) {
      add("plaid-" + bits, new PlaidCode(centroids, bits, residuals), seconds);
    }
  }

  private static double seconds(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }

  /// One token stands for the document and stays out of the pool.
  private static UnaryOperator<TokenVectors> pooling(int factor) {
    return factor == 1 ? AS_THEY_ARE : document -> TokenPooling.pool(document, factor, 1);
  }

  private void add(String name, Keeping keeping, double trainSeconds) throws IOException {
    add(name, 1, keeping, trainSeconds);
  }

  private void add(String name, int factor, Keeping keeping, double trainSeconds)
      throws IOException {
    progress.accept("%s: scoring all documents".formatted(name));
    KeptRows kept = new KeptRows(collection.documents(), pooling(factor), keeping);
    List<Ranking> found = Scan.best(kept, queries, TOP, workers.threads());
    rows.add(
        new CodeRow(
            name,
            kept.bytesPerToken(),
            trainSeconds,
            kept.tokensPerSecond(),
            factor == 1 ? OptionalDouble.of(kept.error()) : OptionalDouble.empty(),
            quality.recall(new Recall(truth), found, exact, TOP),
            quality.ndcg(found, TOP)));
  }
}

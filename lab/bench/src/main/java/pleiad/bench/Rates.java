package pleiad.bench;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import pleiad.TokenReduction;
import pleiad.codec.CentredSample;
import pleiad.codec.CodeProducts;
import pleiad.codec.CodeScorer;
import pleiad.codec.CodeTables;
import pleiad.codec.Codebook;
import pleiad.codec.CodebookTraining;
import pleiad.codec.ResidualCode;
import pleiad.codec.TokenPooling;
import pleiad.codec.Workers;
import pleiad.encode.Encoder;
import pleiad.encode.Role;
import pleiad.index.CodeName;
import pleiad.search.MaxSimOptions;
import pleiad.vector.TokenVectors;

/// How fast this machine does what a collection needs, by short probes on generated texts and
/// vectors: enough to say hours and milliseconds before anything is built, not to compare by.
public final class Rates {
  private static final long SEED = 1;
  private static final int QUERY_TOKENS = 20;

  /// Tokens to learn from; training takes as many times longer as there are times more.
  private static final int SAMPLE = 1 << 13;

  /// Codes of a mean vector.
  private static final int MEAN_CODES = 24;

  private static final int PATIENCE = 12;
  private static final double BETTER = 0.9;

  private final Effort effort;

  private Rates(Effort effort) {
    this.effort = effort;
  }

  /// For how long something is measured.
  ///
  /// @param encodeSeconds of texts, after some for warmth
  /// @param probeSeconds of a round of anything else
  /// @param rounds at most
  public record Effort(double encodeSeconds, double probeSeconds, int rounds) {
    public static final Effort FULL = new Effort(3, 0.2, 40);

    /// To see that it runs.
    public static final Effort QUICK = new Effort(0.1, 0.01, 2);
  }

  /// How fast a model encodes.
  ///
  /// @param documentTokens of each text, no more than the model sees at a time
  /// @param tokensPerSecond on all threads
  /// @param queryMillis to encode a query of 20 tokens, on one thread
  public record Encoding(int documentTokens, double tokensPerSecond, double queryMillis) {}

  /// Encodes texts of random words.
  public static Encoding encoding(Encoder encoder, int tokens, int threads, Effort effort)
      throws IOException {
    TextDraw draw = new TextDraw(encoder, SEED);
    int length = Math.clamp(tokens, encoder.rows("", Role.DOCUMENT).size() + 1, draw.longest());
    PleiadContender all = new PleiadContender(encoder);
    EncodeTexts few = draw.exactly(length, 2 * threads, Role.DOCUMENT);
    all.encode(few, threads);
    long begin = System.nanoTime();
    all.encode(few, threads);
    int wanted = (int) Math.ceil(few.count() * effort.encodeSeconds() / seconds(begin));
    EncodeTexts many = draw.exactly(length, Math.clamp(wanted, few.count(), 4_096), Role.DOCUMENT);
    begin = System.nanoTime();
    all.encode(many, threads);
    double rate = many.tokens() / seconds(begin);
    int queryLength =
        Math.clamp(QUERY_TOKENS, encoder.rows("", Role.QUERY).size() + 1, draw.longest());
    EncodeTexts queries = draw.exactly(queryLength, 8, Role.QUERY);
    all.encode(queries.slice(0, 1), 1);
    begin = System.nanoTime();
    for (int query = 0; query < queries.count(); query++) {
      all.encode(queries.slice(query, query + 1), 1);
    }
    return new Encoding(length, rate, 1e3 * seconds(begin) / queries.count());
  }

  /// How fast codes are learnt, written and scored.
  ///
  /// @param trainSeconds of one codebook, on all threads
  /// @param poolMillis to pool a document, on one thread; 0 where nothing is pooled
  /// @param tokensPerSecond of what is left that become codes, on all threads
  /// @param tablesMillis to make a query ready
  /// @param meanNanos to look at a document's mean vector, by its codes
  /// @param scoreMicros to add up a document's codes
  public record Coding(
      double trainSeconds,
      double poolMillis,
      double tokensPerSecond,
      double tablesMillis,
      double meanNanos,
      double scoreMicros) {
    /// Milliseconds of a search for `k` of so many documents, on one thread and without encoding
    /// the query: all mean vectors are looked at, and of the documents so many scored.
    public double searchMillis(long documents, int scored) {
      return tablesMillis + (double) documents * meanNanos / 1e6 + scored * scoreMicros / 1e3;
    }
  }

  /// How many documents a search for `k` scores at most; it usually ends earlier.
  public static int candidates(int k, long documents) {
    int all = (int) Math.min(documents, Integer.MAX_VALUE);
    return MaxSimOptions.AUTOMATIC.candidates(k, all, QUERY_TOKENS);
  }

  /// How many it scores at least.
  public static int leastCandidates(int k, long documents) {
    return Math.min(candidates(k, documents), Math.max(k, MaxSimOptions.LEAST_SCORED));
  }

  /// Learns, pools, encodes and scores random vectors.
  ///
  /// @param code a residual one, by its name
  /// @param documentTokens of each document
  /// @param reduction how they are pooled
  public static Coding coding(
      int dimension,
      String code,
      int documentTokens,
      TokenReduction reduction,
      int threads,
      Effort effort) {
    return new Rates(effort).coding(dimension, code, documentTokens, reduction, threads);
  }

  private Coding coding(
      int dimension, String code, int documentTokens, TokenReduction reduction, int threads) {
    Workers workers = new Workers(threads);
    float[] rows = random(SAMPLE, dimension);
    long begin = System.nanoTime();
    Codebook codebook = train(CodeName.parse(code), rows, dimension, documentTokens, workers);
    double train = seconds(begin) * CodebookTraining.SAMPLE / SAMPLE;
    ResidualCode coder = new ResidualCode(codebook);
    begin = System.nanoTime();
    encode(coder, rows, workers);
    double tokensPerSecond = SAMPLE / seconds(begin);
    TokenVectors query = TokenVectors.of(random(QUERY_TOKENS, dimension), dimension);
    double tables = micros(() -> CodeTables.of(codebook, query).close()) / 1e3;
    TokenVectors document =
        TokenVectors.of(rows, dimension).slice(0, Math.min(documentTokens, SAMPLE));
    int kept = TokenPooling.pool(document, rows(document, reduction)).count();
    double pool =
        kept == document.count()
            ? 0
            : micros(() -> TokenPooling.pool(document, rows(document, reduction)));
    return new Coding(
        train,
        pool / 1e3,
        tokensPerSecond,
        tables,
        1e3 * means(dimension, workers) / CodeProducts.BLOCK,
        score(codebook, query, document(coder, rows, kept), kept));
  }

  private static Codebook train(
      CodeName code, float[] rows, int dimension, int documentTokens, Workers workers) {
    if (!code.centred()) {
      return CodebookTraining.train(rows, dimension, code.codes(), SAMPLE, SEED, workers);
    }
    CentredSample sample = new CentredSample(dimension, SAMPLE);
    for (int first = 0; first < SAMPLE; first += documentTokens) {
      int end = Math.min(SAMPLE, first + documentTokens);
      sample.add(
          Arrays.copyOfRange(rows, first * dimension, end * dimension),
          IntStream.range(0, end - first).toArray());
    }
    return CodebookTraining.train(sample, code.codes(), SAMPLE, SEED, workers);
  }

  private static int[] rows(TokenVectors document, TokenReduction reduction) {
    return TokenPooling.rows(
        document, reduction.pooling(), reduction.protectedTokens(), reduction.least());
  }

  /// Microseconds to take a document in, which is what a search does with most candidates. How many
  /// tokens are then looked at twice depends on what they are, and random ones say nothing of it.
  private double score(Codebook codebook, TokenVectors query, byte[] codes, int tokens) {
    try (CodeTables tables = CodeTables.of(codebook, query);
        CodeScorer scorer = tables.scorer()) {
      return micros(
          () -> {
            scorer.clear();
            scorer.add(codes, tokens, Float.NEGATIVE_INFINITY);
          });
    }
  }

  /// Microseconds to look at the mean vectors of a block.
  private double means(int dimension, Workers workers) {
    float[] rows = random(SAMPLE, dimension);
    Codebook codebook = CodebookTraining.train(rows, dimension, MEAN_CODES, SAMPLE, SEED, workers);
    ResidualCode code = new ResidualCode(codebook);
    byte[] codes = encode(code, rows, workers);
    int[] places = new int[CodeProducts.BLOCK];
    short[] products = new short[CodeProducts.BLOCK];
    try (CodeProducts query = CodeProducts.of(codebook, random(1, dimension))) {
      int[] block = {0};
      return micros(
          () -> {
            int from = block[0] * CodeProducts.BLOCK * code.tokenBytes();
            query.atLeast(codes, from, CodeProducts.BLOCK, Short.MAX_VALUE, places, products);
            block[0] = (block[0] + 1) % (SAMPLE / CodeProducts.BLOCK);
          });
    }
  }

  private static byte[] document(ResidualCode code, float[] rows, int tokens) {
    byte[] codes = new byte[code.documentBytes(tokens)];
    code.encodeDocument(Arrays.copyOf(rows, tokens * code.dimension()), tokens, codes);
    return codes;
  }

  /// Codes of all rows in blocks, and room to be read behind them.
  private static byte[] encode(ResidualCode code, float[] rows, Workers workers) {
    int block = code.blockTokens();
    byte[] codes = new byte[SAMPLE * code.tokenBytes() + CodeProducts.BEHIND];
    workers.run(
        SAMPLE / block,
        number ->
            code.encode(
                rows,
                number * block * code.dimension(),
                block,
                codes,
                number * block * code.tokenBytes()));
    return codes;
  }

  /// The mean time of an action in the best of some rounds. Vector arithmetic is a thousand times
  /// slower until it is compiled, which comes while it runs: rounds go on until none was better for
  /// a while.
  private double micros(Runnable action) {
    double best = Double.POSITIVE_INFINITY;
    for (int round = 0, since = 0; round < effort.rounds() && since < PATIENCE; round++) {
      double next = repeated(action);
      since = next < BETTER * best ? 0 : since + 1;
      best = Math.min(best, next);
    }
    return best;
  }

  private double repeated(Runnable action) {
    long begin = System.nanoTime();
    int times = 0;
    while (seconds(begin) < effort.probeSeconds()) {
      action.run();
      times++;
    }
    return 1e6 * seconds(begin) / times;
  }

  private static float[] random(int count, int dimension) {
    Random random = new Random(SEED);
    float[] rows = new float[count * dimension];
    for (int at = 0; at < rows.length; at++) {
      rows[at] = (float) random.nextGaussian();
    }
    for (int row = 0; row < count; row++) {
      Vectors.normalise(rows, row * dimension, dimension);
    }
    return rows;
  }

  private static double seconds(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }
}

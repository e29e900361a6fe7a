package pleiad.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import pleiad.encode.Encoder;
import pleiad.encode.Encoders;
import pleiad.encode.Role;

/// How many tokens an encoder makes vectors for in a second, beside the same model run as most
/// programs run it: batches of 32, session options as they come.
///
/// Each figure is the median of interleaved rounds. Texts are random common words, so many that
/// every text has exactly the stated number of tokens; that is asserted before anything is timed.
public final class EncodeBench {
  private static final String WORDS =
      "time year people way day man thing woman life child world school state family student group "
          + "country problem hand part place case week company system program question work "
          + "government number night point home water room mother area money story fact month lot "
          + "right study book eye job word business issue side kind head house service friend";

  private static final int QUERY_TOKENS = 16;
  private static final int QUERIES = 60;

  private final Options options;
  private final Random random;

  /// What is measured, and for how long.
  ///
  /// @param rounds of each row; the median counts
  /// @param roundMillis how long a round lasts at least
  /// @param tokensPerText lengths to measure
  /// @param seed of the texts
  public record Options(int rounds, int roundMillis, List<Integer> tokensPerText, long seed) {
    public static final Options DEFAULT = new Options(5, 2_000, List.of(16, 128, 256), 1);

    public Options {
      tokensPerText = List.copyOf(tokensPerText);
    }
  }

  /// One length on so many threads.
  ///
  /// @param tokensPerText without the two special tokens
  /// @param tokensPerSecond ours
  /// @param naiveTokensPerSecond the same texts in padded batches of 32, default options
  public record Row(
      int tokensPerText, int threads, double tokensPerSecond, double naiveTokensPerSecond) {}

  /// What was measured.
  ///
  /// @param model the encoder's name
  /// @param queryP50 median milliseconds for a query of 16 tokens on one thread
  /// @param queryP95 the time that 95 of 100 such queries do not exceed
  public record Result(String model, List<Row> rows, double queryP50, double queryP95) {
    public Result {
      rows = List.copyOf(rows);
    }
  }

  private EncodeBench(Options options) {
    this.options = options;
    this.random = new Random(options.seed());
  }

  /// Runs the benchmark with the embedded model; takes about two minutes with the defaults.
  ///
  /// @param progress is told what is being measured
  public static Result run(Options options, Consumer<String> progress) {
    EncodeBench bench = new EncodeBench(options);
    try (Encoder encoder = Encoders.open(Encoders.DEFAULT);
        NaiveEncoder naive = new NaiveEncoder()) {
      return bench.measure(encoder, naive, progress);
    }
  }

  private Result measure(Encoder encoder, NaiveEncoder naive, Consumer<String> progress) {
    List<Row> rows = new ArrayList<>();
    int cores = Runtime.getRuntime().availableProcessors();
    for (int tokens : options.tokensPerText()) {
      List<String> texts = texts(encoder, tokens, 32);
      for (int threads : cores == 1 ? new int[] {1} : new int[] {1, cores}) {
        progress.accept("%d tokens a text, %d threads".formatted(tokens, threads));
        rows.add(row(encoder, naive, texts, tokens, threads));
      }
    }
    progress.accept("queries of %d tokens".formatted(QUERY_TOKENS));
    double[] queries = queryMillis(encoder);
    return new Result(
        encoder.model().name(), rows, percentile(queries, 50), percentile(queries, 95));
  }

  private Row row(
      Encoder encoder, NaiveEncoder naive, List<String> texts, int tokens, int threads) {
    double[] ours = new double[options.rounds()];
    double[] theirs = new double[options.rounds()];
    for (int round = 0; round < options.rounds(); round++) {
      ours[round] = tokens * textsPerSecond(encoder, texts, threads);
      theirs[round] = tokens * naive.textsPerSecond(encoder, texts, threads, options.roundMillis());
    }
    return new Row(tokens, threads, percentile(ours, 50), percentile(theirs, 50));
  }

  private double textsPerSecond(Encoder encoder, List<String> texts, int threads) {
    long begin = System.nanoTime();
    long end = begin + options.roundMillis() * 1_000_000L;
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      List<Callable<Integer>> work =
          Collections.nCopies(threads, () -> encodeUntil(end, encoder, texts));
      int done = 0;
      for (Future<Integer> each : executor.invokeAll(work)) {
        done += each.get();
      }
      return done / ((System.nanoTime() - begin) / 1e9);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while measuring", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("encoding failed while it was measured", e.getCause());
    }
  }

  private static int encodeUntil(long end, Encoder encoder, List<String> texts) {
    int done = 0;
    do {
      encoder.encode(texts.get(done % texts.size()), Role.DOCUMENT);
      done++;
    } while (System.nanoTime() < end);
    return done;
  }

  private double[] queryMillis(Encoder encoder) {
    List<String> queries = texts(encoder, QUERY_TOKENS, QUERIES);
    double[] millis = new double[QUERIES];
    for (int i = 0; i < QUERIES; i++) {
      long begin = System.nanoTime();
      encoder.encode(queries.get(i), Role.QUERY);
      millis[i] = (System.nanoTime() - begin) / 1e6;
    }
    return millis;
  }

  /// Random texts of exactly so many tokens.
  private List<String> texts(Encoder encoder, int tokens, int count) {
    String[] words = WORDS.split(" ", -1);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      StringBuilder text = new StringBuilder();
      for (int word = 0; word < tokens; word++) {
        text.append(words[random.nextInt(words.length)]).append(' ');
      }
      int found = encoder.encode(text.toString(), Role.DOCUMENT).vectors().count();
      if (found != tokens) {
        throw new IllegalStateException(
            "a text of %d words has %d vectors; nothing is timed".formatted(tokens, found));
      }
      texts.add(text.toString());
    }
    return texts;
  }

  /// The smallest value that so many percent do not exceed.
  static double percentile(double[] values, int percent) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[Math.max(0, Math.ceilDiv(sorted.length * percent, 100) - 1)];
  }
}

package pleiad.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// One contender scoring one document after the other; public because JMH asks for it. Run by
/// [MaxSimBench], which gives the parameters.
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH sets the parameters and calls the setup
public class MaxSimBenchmark {
  /// Name of a [MaxSimContender].
  @Param("")
  public String contender;

  /// Numbers per token.
  @Param("0")
  public int dimension;

  /// Tokens of the query.
  @Param("0")
  public int queryTokens;

  /// Tokens of each document.
  @Param("0")
  public int documentTokens;

  /// Number of documents.
  @Param("0")
  public int documents;

  /// Of the random vectors.
  @Param("0")
  public long seed;

  private MaxSimContender.Scorer scorer;
  private int next;

  /// Makes the texts and sees that the contender scores them right.
  @Setup
  public void check() {
    scorer =
        MaxSimContender.valueOf(contender)
            .prepareAndCheck(
                MaxSimTexts.random(dimension, queryTokens, documentTokens, documents, seed));
  }

  /// The score of the next document.
  @Benchmark
  public float score() {
    int document = next;
    next = document + 1 == documents ? 0 : document + 1;
    return scorer.score(document);
  }
}

package pleiad.index;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import pleiad.codec.Codebook;
import pleiad.codec.Workers;

/// The codebooks that an index is being written with: of each field the one that flushes and merges
/// use from now on. Shared by all formats of one index writer, safe for any number of threads.
///
/// Segments carry their codebooks themselves; this only makes many segments share one, so that
/// merges copy codes.
///
/// | a segment of a `residual` field                             | is kept as                    |
/// |--------------------------------------------------------------|-------------------------------|
/// | a flush without a mature codebook                            | `int8`                        |
/// | too small, and no codes to copy: fewer than [#LEAST_TOKENS], with a mature codebook fewer than [#LEAST_FLUSH_TOKENS] | `int8` |
/// | tokens that nothing can be learnt from: all zero or not finite | `int8`                      |
/// | merged with a codebook that is not mature                    | codes, and `int8` beside them |
/// | with a mature codebook: trained with [#MATURE_TOKENS] there  | codes                         |
///
/// A codebook is centred when the field's name says so as it is trained, and stays what it is.
///
/// A merge trains a codebook when there is none; where there is one that is not mature, when it
/// holds enough for a mature one, or [#OUTGROWN] times the tokens that one was trained with.
/// Because `int8` is kept until then, nothing is encoded from codes that lost something already;
/// where only such codes are left (segments with different mature codebooks, an update in place),
/// the segment's entry counts it.
public final class Codebooks {
  /// A merged segment with fewer tokens has no codebook.
  public static final long LEAST_TOKENS = 50_000;

  /// With fewer tokens a flush, or a merge without codes to copy, stays without codebook even when
  /// there is a mature one.
  static final long LEAST_FLUSH_TOKENS = 10_000;

  /// A codebook trained with so many tokens there stands for the collection.
  public static final long MATURE_TOKENS = 500_000;

  /// A codebook that is not mature is replaced when a merge holds so many times its tokens.
  static final int OUTGROWN = 4;

  private static final long SEED = 1;

  private final Map<String, Codebook> current = new ConcurrentHashMap<>();
  private final Map<String, MuveraVectors.Fit> muvera = new ConcurrentHashMap<>();
  private final Map<String, Object> deciding = new ConcurrentHashMap<>();
  private final Workers workers;
  private final Thresholds thresholds;
  private final AtomicLong trainingNanos = new AtomicLong();
  private final AtomicLong encodingNanos = new AtomicLong();

  /// The numbers of tokens that the rules above go by.
  ///
  /// @param least what a merge needs to have a codebook
  /// @param leastFlush what a flush, or a merge without codes, needs to use a mature codebook
  /// @param mature what a codebook needs to stay
  record Thresholds(long least, long leastFlush, long mature) {
    static final Thresholds STANDARD =
        new Thresholds(LEAST_TOKENS, LEAST_FLUSH_TOKENS, MATURE_TOKENS);
  }

  /// @param workers the threads that train and encode
  public Codebooks(Workers workers) {
    this(workers, Thresholds.STANDARD);
  }

  Codebooks(Workers workers, Thresholds thresholds) {
    this.workers = workers;
    this.thresholds = thresholds;
  }

  /// The field's codebook, or null while there is none.
  public @Nullable Codebook current(String field) {
    return current.get(field);
  }

  /// Uses this codebook for the field from now on, unless the one in use saw more tokens.
  public void offer(String field, Codebook codebook) {
    current.merge(
        field, codebook, (old, offered) -> offered.trainedOn() > old.trainedOn() ? offered : old);
  }

  /// What the field's fixed-dimensional encodings are made with, or null while there are none.
  MuveraVectors.@Nullable Fit muvera(String field) {
    return muvera.get(field);
  }

  /// Uses this for the field's encodings from now on, unless what is in use saw more documents.
  void offer(String field, MuveraVectors.Fit fit) {
    muvera.merge(
        field,
        fit,
        (old, offered) ->
            offered.documents() > old.documents()
                    || !offered.encoder().parameters().equals(old.encoder().parameters())
                ? offered
                : old);
  }

  /// Decides on a codebook for a merge.
  @FunctionalInterface
  interface Decision {
    @Nullable Codebook codebook() throws IOException;
  }

  /// Makes one decision on a field after the other: of merges that run side by side the second
  /// takes the codebook that the first one trained, and does not train one of its own.
  @Nullable Codebook decide(String field, Decision decision) throws IOException {
    synchronized (deciding.computeIfAbsent(field, _ -> new Object())) {
      return decision.codebook();
    }
  }

  /// Whether a codebook stands for a collection, and stays.
  boolean mature(Codebook codebook) {
    return codebook.trainedOn() >= thresholds.mature();
  }

  Thresholds thresholds() {
    return thresholds;
  }

  Workers workers() {
    return workers;
  }

  long seed() {
    return SEED;
  }

  void trained(long nanos) {
    trainingNanos.addAndGet(nanos);
  }

  void encoded(long nanos) {
    encodingNanos.addAndGet(nanos);
  }

  /// Nanoseconds spent on training codebooks since this was made.
  public long trainingNanos() {
    return trainingNanos.get();
  }

  /// Nanoseconds spent on turning tokens into codes since this was made.
  public long encodingNanos() {
    return encodingNanos.get();
  }
}

package pleiad.codec;

import java.util.Arrays;
import java.util.SplittableRandom;
import pleiad.codec.Codebook.Ratios;
import pleiad.codec.Codebook.Shape;

/// Learns a [Codebook] from sample tokens: level by level k-means on what the levels before leave,
/// then a [Rotation] of that, then k-means in every subspace.
///
/// The same sample and seed give the same codebook, bit by bit, on any number of threads.
public final class CodebookTraining {
  /// More sample tokens than this make the codes hardly better.
  public static final int SAMPLE = 1 << 16;

  /// With more dimensions than this there is no codebook.
  public static final int MOST_DIMENSIONS = Codebook.LARGEST_DIMENSION;

  private static final int LEVELS = 4;
  private static final int LEVEL_ITERATIONS = 6;
  private static final int SUBSPACE_ITERATIONS = 8;

  /// More rows than this make 64 vectors of a few dimensions hardly better.
  private static final int SUBSPACE_SAMPLE = 1 << 15;

  /// Rows that a thread works on at a time.
  private static final int CHUNK = 2_048;

  /// What a token's factor is given above and below what the sample needed.
  private static final float SPARE = 0.02f;

  /// How many times the smallest factor the largest can be, in the coarsest steps.
  private static final float REACH =
      (1 + Math.scalb(254f, -Codebook.LEAST_EXPONENT)) * (1 - SPARE) / (1 + SPARE);

  /// In place of a share: the rows are the tokens themselves.
  private static final double WHOLE = -1;

  private final Workers workers;
  private final SplittableRandom random;
  private final Shape shape;
  private final int count;

  /// Sample tokens as directions, then what the levels leave of them.
  private final float[] rows;

  private final float[] lengths;

  /// The part of tokens' squared lengths that these rows are; [#WHOLE]: these are the tokens.
  private final double share;

  private CodebookTraining(
      float[] rows, float[] lengths, double share, Shape shape, long seed, Workers workers) {
    this.rows = rows;
    this.lengths = lengths;
    this.share = share;
    this.count = lengths.length;
    this.shape = shape;
    this.random = new SplittableRandom(seed);
    this.workers = workers;
  }

  /// Trains on `sample`, row-major, about [#SAMPLE] tokens.
  ///
  /// @param codes per token, six bits each; few dimensions need fewer
  /// @param trainedOn the tokens that the sample stands for
  /// @throws IllegalArgumentException when there is nothing to learn from, see [#canLearn]
  public static Codebook train(
      float[] sample, int dimension, int codes, long trainedOn, long seed, Workers workers) {
    return train(sample, WHOLE, dimension, codes, trainedOn, seed, workers);
  }

  /// Trains a [centred][Codebook#centred] codebook.
  ///
  /// @param sample about [#SAMPLE] tokens, without what their documents' centres have of them
  /// @param codes per token, six bits each; few dimensions need fewer
  /// @param trainedOn the tokens that the sample stands for
  /// @throws IllegalArgumentException when there is nothing to learn from, see [#canLearn]
  public static Codebook train(
      CentredSample sample, int codes, long trainedOn, long seed, Workers workers) {
    return train(
        sample.rows(), sample.share(), sample.dimension(), codes, trainedOn, seed, workers);
  }

  private static Codebook train(
      float[] sample,
      double share,
      int dimension,
      int codes,
      long trainedOn,
      long seed,
      Workers workers) {
    if (!canLearn(sample, dimension)) {
      throw new IllegalArgumentException(
          "a codebook needs a finite token that is not zero to learn from, of 1 to %d dimensions; got %d tokens of %d"
              .formatted(MOST_DIMENSIONS, sample.length / dimension, dimension));
    }
    float[] rows = sample.clone();
    float[] lengths = directions(rows, dimension);
    if (lengths.length < rows.length / dimension) {
      rows = Arrays.copyOf(rows, lengths.length * dimension);
    }
    CodebookTraining training =
        new CodebookTraining(rows, lengths, share, shape(dimension, codes), seed, workers);
    return training.train(trainedOn);
  }

  /// Whether there is a token to learn from, one that has a direction.
  public static boolean canLearn(float[] sample, int dimension) {
    if (dimension < 1 || dimension > MOST_DIMENSIONS) {
      return false;
    }
    for (int row = 0; row < sample.length; row += dimension) {
      if (hasDirection(ResidualCode.length(sample, row, dimension))) {
        return true;
      }
    }
    return false;
  }

  /// Whether there is a token to learn from, one that is not its document's centre.
  public static boolean canLearn(CentredSample sample) {
    return canLearn(sample.rows(), sample.dimension());
  }

  private static boolean hasDirection(float length) {
    return length > 0 && length < Float.POSITIVE_INFINITY;
  }

  /// Four levels or up to six, and as many subspaces as remain or as there are dimensions: an even
  /// number of each, in fours together. One dimension has no subspace.
  static Shape shape(int dimension, int codes) {
    int subspaces = Math.min(codes - LEVELS, dimension) / 2 * 2;
    int all = Math.ceilDiv(subspaces + LEVELS, 4) * 4;
    return new Shape(dimension, all - subspaces, subspaces);
  }

  /// Moves rows that have a direction to the front, each of length one; their lengths before.
  private static float[] directions(float[] rows, int dimension) {
    float[] lengths = new float[rows.length / dimension];
    int kept = 0;
    for (int row = 0; row < lengths.length; row++) {
      float length = ResidualCode.length(rows, row * dimension, dimension);
      if (hasDirection(length)) {
        for (int k = 0; k < dimension; k++) {
          rows[kept * dimension + k] = rows[row * dimension + k] / length;
        }
        lengths[kept++] = length;
      }
    }
    return Arrays.copyOf(lengths, kept);
  }

  private Codebook train(long trainedOn) {
    int dimension = shape.dimension();
    float[] sums = new float[rows.length];
    float[] levels = new float[shape.levels() * SixBits.VALUES * dimension];
    for (int level = 0; level < shape.levels(); level++) {
      float[] means = level(0, dimension, count, LEVEL_ITERATIONS, sums);
      System.arraycopy(means, 0, levels, level * means.length, means.length);
    }
    Rotation rotation = RotationTraining.of(rows, shape, workers);
    turn(levels, rotation);
    turn(rows, rotation);
    turn(sums, rotation);
    float[] subspaces = new float[SixBits.VALUES * shape.covered()];
    for (int s = 0; s < shape.subspaces(); s++) {
      float[] means =
          level(shape.start(s), shape.width(s), SUBSPACE_SAMPLE, SUBSPACE_ITERATIONS, sums);
      System.arraycopy(means, 0, subspaces, SixBits.VALUES * shape.start(s), means.length);
    }
    return new Codebook(
        shape,
        ratios(sums),
        (float) error(),
        trainedOn,
        share != WHOLE,
        rotation,
        levels,
        subspaces);
  }

  /// The mean squared distance of tokens of length one and what comes back of them: of the rows'
  /// own, or of what rows are of tokens.
  private double error() {
    double missed = 0;
    double whole = 0;
    for (int row = 0; row < count; row++) {
      double weight = share == WHOLE ? 1 : (double) lengths[row] * lengths[row];
      double squares = 0;
      for (int k = row * shape.dimension(); k < (row + 1) * shape.dimension(); k++) {
        squares += (double) rows[k] * rows[k];
      }
      missed += weight * squares;
      whole += weight;
    }
    return missed / whole * (share == WHOLE ? 1 : share);
  }

  /// Turns all rows, each to where it lies.
  private void turn(float[] values, Rotation rotation) {
    int dimension = shape.dimension();
    int all = values.length / dimension;
    workers.run(
        Math.ceilDiv(all, CHUNK),
        chunk -> {
          int first = chunk * CHUNK;
          int n = Math.min(CHUNK, all - first);
          float[] turned = new float[n * dimension];
          rotation.turn(values, first * dimension, n, turned, 0);
          System.arraycopy(turned, 0, values, first * dimension, turned.length);
        });
  }

  /// Finds the vectors of a run of places, takes them from the rows and adds them to the sums.
  ///
  /// @param sample rows to find them with, at even distances
  private float[] level(int start, int width, int sample, int iterations, float[] sums) {
    int dimension = shape.dimension();
    int step = Math.ceilDiv(count, sample);
    RowView some = new RowView(rows, start, step * dimension, Math.ceilDiv(count, step));
    float[] means = KMeans.train(some, width, SixBits.VALUES, iterations, random.split(), workers);
    RowView view = new RowView(rows, start, dimension, count);
    KMeans.Nearest nearest = new KMeans.Nearest(means, width);
    workers.run(
        Math.ceilDiv(count, CHUNK),
        chunk -> {
          int first = chunk * CHUNK;
          int n = Math.min(CHUNK, count - first);
          int[] codes = new int[n];
          nearest.find(rows, view.at(first), dimension, n, codes, 0);
          for (int i = 0; i < n; i++) {
            int row = view.at(first + i);
            for (int k = 0; k < width; k++) {
              float value = means[codes[i] * width + k];
              rows[row + k] -= value;
              sums[row + k] += value;
            }
          }
        });
    return means;
  }

  /// The finest steps that reach from the smallest factor of the sample to the largest. Where the
  /// coarsest do not reach so far, they reach as many of the sample as they can.
  private Ratios ratios(float[] sums) {
    float[] factors = factors(sums);
    if (factors.length == 0) {
      return new Ratios(1, Codebook.LEAST_EXPONENT);
    }
    int first = 0;
    int end = 0;
    for (int i = 0, j = 0; i < factors.length; i++) {
      while (j < factors.length && factors[j] <= factors[i] * REACH) {
        j++;
      }
      if (j - i > end - first) {
        first = i;
        end = j;
      }
    }
    float shortest = Math.min(factors[first] * (1 - SPARE), Ratios.LONGEST);
    float span = factors[end - 1] * (1 + SPARE) / shortest - 1;
    int exponent = (int) Math.floor(Math.log(254 / span) / Math.log(2));
    return new Ratios(shortest, Math.clamp(exponent, Codebook.LEAST_EXPONENT, 12));
  }

  /// What the sample's tokens need, ascending.
  private float[] factors(float[] sums) {
    float[] factors = new float[count];
    int kept = 0;
    for (int row = 0; row < count; row++) {
      int at = row * shape.dimension();
      float stretch = ResidualCode.stretch(rows, sums, at, shape.dimension(), share != WHOLE);
      if (stretch > 0) {
        factors[kept++] = lengths[row] * stretch;
      }
    }
    float[] sorted = Arrays.copyOf(factors, kept);
    Arrays.sort(sorted);
    return sorted;
  }
}

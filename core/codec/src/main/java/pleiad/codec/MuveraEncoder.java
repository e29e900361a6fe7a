package pleiad.codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import pleiad.vector.DotProducts;
import pleiad.vector.TokenVectors;

/// Makes one long vector of a multi-vector, so that the dot product of a query's and a document's
/// comes near MaxSim: a fixed-dimensional encoding (MUVERA, Dhulipala, Hadian, Jayaram, Lee and
/// Mirrokni 2024).
///
/// Random planes cut space into partitions. A query has the sum of its tokens in each partition, a
/// document the mean of its tokens there; a partition without tokens of the document has the token
/// that lies the fewest planes away, the first of equals. So every query token meets document
/// tokens that are likely to be near to it. That is done again and again with other planes, and all
/// partitions of all repetitions stand one behind the other.
///
/// Tokens of most models lie on one side of space, where few planes cut between them, so planes
/// here go through a *centre*, the mean of a collection's tokens, and a document has what its
/// tokens differ from that. What the centre itself adds to MaxSim, [#offset], needs no vector:
///
/// `MaxSim ≈ (query vector · document vector) / repetitions + offset(query)`
///
/// Encodings made with different centres are therefore comparable. Immutable, safe to share.
public final class MuveraEncoder {
  private final MuveraParameters parameters;
  private final float[] centre;
  private final DotProducts planes;

  /// For each plane the product with the centre.
  private final float[] thresholds;

  private final List<CountSketch> inner = new ArrayList<>();
  private final @Nullable CountSketch outer;

  /// @param centre where planes go through, as many numbers as a token has; zeros for none
  /// @throws IllegalArgumentException when vectors would be too long
  public MuveraEncoder(MuveraParameters parameters, float[] centre) {
    int dimension = centre.length;
    int planeCount = parameters.repetitions() * parameters.bits();
    this.parameters = parameters;
    this.centre = centre.clone();
    int all = parameters.numbers(dimension);
    float[] normals = new float[planeCount * dimension];
    for (int repetition = 0; repetition < parameters.repetitions(); repetition++) {
      SplittableRandom random = new SplittableRandom(parameters.seed() + repetition);
      int from = repetition * parameters.bits() * dimension;
      for (int k = from; k < from + parameters.bits() * dimension; k++) {
        normals[k] = gaussian(random);
      }
      if (parameters.inner() > 0) {
        inner.add(new CountSketch(dimension, parameters.inner(), random));
      }
    }
    this.planes = DotProducts.with(normals, dimension);
    this.thresholds = new float[planes.width()];
    planes.multiply(this.centre, 0, dimension, 1, thresholds, 0);
    this.outer =
        parameters.outer() == 0
            ? null
            : new CountSketch(
                all,
                parameters.outer(),
                new SplittableRandom(parameters.seed() + parameters.repetitions()));
  }

  /// By Box and Muller, in arithmetic that is the same everywhere.
  private static float gaussian(SplittableRandom random) {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
    return (float) (radius * StrictMath.cos(2 * Math.PI * random.nextDouble()));
  }

  /// How encodings are made.
  public MuveraParameters parameters() {
    return parameters;
  }

  /// Numbers of an encoding.
  public int width() {
    return parameters.width(centre.length);
  }

  /// Numbers per token.
  public int dimension() {
    return centre.length;
  }

  /// Where planes go through; a copy.
  public float[] centre() {
    return centre.clone();
  }

  /// Two are equal when they give the same vectors.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MuveraEncoder that
        && parameters.equals(that.parameters)
        && Arrays.equals(centre, that.centre);
  }

  @Override
  public int hashCode() {
    return 31 * parameters.hashCode() + Arrays.hashCode(centre);
  }

  private int partNumbers() {
    return parameters.inner() == 0 ? centre.length : parameters.inner();
  }

  /// The vector of a query.
  ///
  /// @throws IllegalArgumentException when its tokens have another dimension
  public float[] ofQuery(TokenVectors query) {
    return encode(query, false);
  }

  /// The vector of a document; zeros when it has no tokens.
  ///
  /// @throws IllegalArgumentException when its tokens have another dimension
  public float[] ofDocument(TokenVectors document) {
    return encode(document, true);
  }

  /// What the centre adds to the score of every document: the sum of its products with the query's
  /// tokens.
  public float offset(TokenVectors query) {
    double sum = 0;
    float[] rows = rows(query);
    for (int at = 0; at < rows.length; at++) {
      sum += (double) rows[at] * centre[at % centre.length];
    }
    return (float) sum;
  }

  private float[] rows(TokenVectors vectors) {
    if (vectors.dimension() != centre.length) {
      throw new IllegalArgumentException(
          "tokens have %d dimensions, the centre of encodings has %d; were they made by another model?"
              .formatted(vectors.dimension(), centre.length));
    }
    return vectors.toArray();
  }

  private float[] encode(TokenVectors vectors, boolean document) {
    float[] rows = rows(vectors);
    int[] sides = sides(rows, vectors.count());
    int part = partNumbers();
    float[] all = new float[parameters.numbers(centre.length)];
    Partitions partitions = new Partitions(rows, vectors.count(), sides, document);
    for (int repetition = 0; repetition < parameters.repetitions(); repetition++) {
      partitions.fill(repetition);
      for (int p = 0; p < parameters.partitions(); p++) {
        int at = (repetition * parameters.partitions() + p) * part;
        if (parameters.inner() > 0) {
          inner.get(repetition).add(partitions.vectors, p * centre.length, all, at);
        } else {
          System.arraycopy(partitions.vectors, p * centre.length, all, at, part);
        }
      }
    }
    if (outer == null) {
      return all;
    }
    float[] sketch = new float[parameters.outer()];
    outer.add(all, 0, sketch, 0);
    return sketch;
  }

  /// For each token and repetition on which sides of its planes the token lies, a bit each, the
  /// first plane's the highest.
  private int[] sides(float[] rows, int count) {
    float[] products = new float[count * planes.width()];
    planes.multiply(rows, 0, centre.length, count, products, 0);
    int[] sides = new int[count * parameters.repetitions()];
    for (int token = 0; token < count; token++) {
      for (int plane = 0; plane < parameters.repetitions() * parameters.bits(); plane++) {
        boolean beyond = products[token * planes.width() + plane] > thresholds[plane];
        int at = token * parameters.repetitions() + plane / parameters.bits();
        sides[at] = (sides[at] << 1) | (beyond ? 1 : 0);
      }
    }
    return sides;
  }

  /// The partition of a token: its sides read as a Gray code, so that partitions next to each other
  /// are one plane apart.
  static int partition(int sides, int bits) {
    int partition = 0;
    for (int bit = bits - 1; bit >= 0; bit--) {
      partition = (partition << 1) + (((sides >>> bit) & 1) ^ (partition & 1));
    }
    return partition;
  }

  /// The vectors of a repetition's partitions, before they are sketched.
  private final class Partitions {
    private final float[] rows;
    private final int count;
    private final int[] sides;
    private final boolean document;
    private final int[] tokens = new int[parameters.partitions()];
    final float[] vectors = new float[parameters.partitions() * centre.length];

    Partitions(float[] rows, int count, int[] sides, boolean document) {
      this.rows = rows;
      this.count = count;
      this.sides = sides;
      this.document = document;
    }

    void fill(int repetition) {
      Arrays.fill(vectors, 0);
      Arrays.fill(tokens, 0);
      for (int token = 0; token < count; token++) {
        int p = partition(sidesOf(token, repetition), parameters.bits());
        tokens[p]++;
        add(token, p);
      }
      for (int p = 0; document && count > 0 && p < tokens.length; p++) {
        if (tokens[p] == 0) {
          tokens[p] = 1;
          add(nearest(p, repetition), p);
        }
        average(p);
      }
    }

    private int sidesOf(int token, int repetition) {
      return sides[token * parameters.repetitions() + repetition];
    }

    private void add(int token, int p) {
      int from = token * centre.length;
      int at = p * centre.length;
      for (int k = 0; k < centre.length; k++) {
        vectors[at + k] += rows[from + k];
      }
    }

    /// The token that the fewest planes part from a partition.
    private int nearest(int p, int repetition) {
      int wanted = p ^ (p >>> 1);
      int nearest = 0;
      int fewest = Integer.MAX_VALUE;
      for (int token = 0; token < count; token++) {
        int between = Integer.bitCount(sidesOf(token, repetition) ^ wanted);
        if (between < fewest) {
          nearest = token;
          fewest = between;
        }
      }
      return nearest;
    }

    private void average(int p) {
      int at = p * centre.length;
      for (int k = 0; k < centre.length; k++) {
        vectors[at + k] = vectors[at + k] / tokens[p] - centre[k];
      }
    }
  }
}

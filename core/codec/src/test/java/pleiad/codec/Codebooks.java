package pleiad.codec;

import java.util.Random;
import java.util.stream.IntStream;
import pleiad.codec.Codebook.Ratios;
import pleiad.codec.Codebook.Shape;

/// Codebooks and tokens for tests.
final class Codebooks {
  private Codebooks() {}

  /// A codebook of random vectors, whose sums are about as long as a direction, and random axes.
  static Codebook random(Random random, Shape shape, int exponent) {
    return random(random, shape, exponent, false);
  }

  static Codebook random(Random random, Shape shape, int exponent, boolean centred) {
    float share = (float) (0.7 / Math.sqrt(shape.codes()));
    int dimension = shape.dimension();
    float[] levels =
        scaled(
            Rows.gaussian(random, shape.levels() * SixBits.VALUES * dimension),
            share / (float) Math.sqrt(dimension));
    float[] subspaces = new float[SixBits.VALUES * shape.covered()];
    for (int s = 0; s < shape.subspaces(); s++) {
      int width = shape.width(s);
      float[] vectors =
          scaled(Rows.gaussian(random, SixBits.VALUES * width), share / (float) Math.sqrt(width));
      System.arraycopy(vectors, 0, subspaces, SixBits.VALUES * shape.start(s), vectors.length);
    }
    float shortest = 0.5f + random.nextFloat();
    return new Codebook(
        shape,
        new Ratios(shortest, exponent),
        0.1f,
        1_000,
        centred,
        Rotations.random(random, dimension),
        levels,
        subspaces);
  }

  private static float[] scaled(float[] values, float factor) {
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
    return values;
  }

  /// A codebook that was trained on tokens such as [#tokens] gives.
  static Codebook trained(Random random, int dimension, int codes) {
    float[] sample = tokens(random, 600, dimension);
    return CodebookTraining.train(sample, dimension, codes, 600, random.nextLong(), Workers.ONE);
  }

  /// A centred codebook that was trained on documents such as [#document] gives.
  static Codebook centred(Random random, int dimension, int codes) {
    CentredSample sample = new CentredSample(dimension, 600);
    for (int each = 0; each < 30; each++) {
      int[] all = IntStream.range(0, 20).toArray();
      sample.add(document(random, all.length, dimension), all);
    }
    return CodebookTraining.train(sample, codes, 600, random.nextLong(), Workers.ONE);
  }

  /// Tokens of one document: as [#tokens] has them, about as long as they are nearer to each other.
  static float[] document(Random random, int count, int dimension) {
    float[] theme = Rows.unit(random, 1, dimension);
    float[] tokens = tokens(random, count, dimension);
    for (int at = 0; at < tokens.length; at++) {
      tokens[at] = 0.5f * tokens[at] + theme[at % dimension];
    }
    return tokens;
  }

  /// Tokens as models make them: a part that all share, some dimensions that vary more than others,
  /// lengths from a half to two.
  static float[] tokens(Random random, int count, int dimension) {
    float[] tokens = Rows.unit(random, count, dimension);
    for (int token = 0; token < count; token++) {
      float length = 0.5f + 1.5f * random.nextFloat();
      int at = token * dimension;
      tokens[at] += 0.6f;
      for (int k = 0; k < dimension; k++) {
        tokens[at + k] *= 1 + k % 3;
      }
      float scale = (float) (length / Rows.length(tokens, at, dimension));
      for (int k = 0; k < dimension; k++) {
        tokens[at + k] *= scale;
      }
    }
    return tokens;
  }

  static byte[] encoded(Codebook codebook, float[] tokens) {
    ResidualCode code = new ResidualCode(codebook);
    int count = tokens.length / codebook.dimension();
    byte[] codes = new byte[code.documentBytes(count)];
    code.encodeDocument(tokens.clone(), count, codes);
    return codes;
  }

  static float[] decoded(Codebook codebook, byte[] codes, int count) {
    float[] rows = new float[count * codebook.dimension()];
    ResidualCode code = new ResidualCode(codebook);
    code.decode(codes, 0, count, rows, 0);
    code.complete(codes, count * code.tokenBytes(), count, rows, 0);
    return rows;
  }
}

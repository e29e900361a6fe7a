package pleiad.codec;

import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.MAX;

import java.util.Arrays;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorSpecies;
import pleiad.codec.Codebook.Shape;

/// Scores 64 document tokens at a time by permutations of bytes, in steps of [ByteTables]. What a
/// document comes to in steps tells whether it may be good enough. If so, each query token's best
/// document tokens, all that lie within what steps can hide, are added up in float32: the same bits
/// that [LaneScorer] gives.
final class PermuteScorer implements CodeScorer {
  private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_512;

  /// Blocks whose codes stay in the first cache while the tables pass by.
  private static final int CHUNK = 4;

  /// Rounding errors are independent of each other; a sum of them is within so many of its standard
  /// deviations but for one case in a hundred thousand.
  private static final double LIKELY = 4.5;

  private final CodeTables tables;
  private final ByteTables bytes;
  private final Shape shape;
  private final PermuteTiles.Work work;
  private final int tokenBytes;
  private final int blockBytes;

  /// What a query token's step stands for.
  private final float[] worth;

  /// Steps by which two tokens may seem to be in the other order.
  private final int spread;

  /// How much better than its steps a document may be.
  private final float tolerance;

  private byte[] blocks;
  private short[] sums = new short[0];
  private final int[] maxima;
  private float estimate = Float.NEGATIVE_INFINITY;

  PermuteScorer(CodeTables tables, ByteTables bytes) {
    this.tables = tables;
    this.bytes = bytes;
    this.shape = tables.codebook().shape();
    int pre = bytes.factorShift();
    this.work =
        new PermuteTiles.Work(
            shape.codes(),
            bytes.zero(),
            pre,
            (short) ((1 << pre) / 2),
            tables.codebook().ratios().exponent() - pre);
    this.tokenBytes = SixBits.tokenBytes(shape.codes());
    this.blockBytes = (shape.codes() + 2) * SixBits.BLOCK;
    this.blocks = new byte[CHUNK * blockBytes];
    this.maxima = new int[tables.queryTokens()];
    double deviation = deviation();
    this.spread = (int) Math.ceil(LIKELY * Math.sqrt(2) * deviation);
    double squares = 0;
    this.worth = new float[tables.queryTokens()];
    for (int token = 0; token < worth.length; token++) {
      worth[token] = bytes.step(token) * tables.codebook().ratios().shortest();
      squares += worth[token] * (double) worth[token];
    }
    this.tolerance = (float) (LIKELY * deviation * Math.sqrt(squares));
  }

  /// Standard deviation of a token's similarity, in steps. Each code's steps are rounded, to a
  /// uniform error with a variance of a twelfth; so is what the factor multiplies, to whole
  /// multiples of what its shift takes away.
  private double deviation() {
    double factor = Math.scalb(254.0, -tables.codebook().ratios().exponent());
    double codes = shape.codes() * (1 + factor) * (1 + factor);
    double product = Math.scalb(factor, bytes.factorShift());
    return Math.sqrt((codes + product * product + 1) / 12);
  }

  @Override
  public float score(byte[] codes, int count, float least) {
    estimate = Float.NEGATIVE_INFINITY;
    if (count == 0) {
      return estimate;
    }
    if (sum(padded(codes, count), count)) {
      estimate = scoreEach(count);
      return estimate;
    }
    estimate = 0;
    for (int token = 0; token < maxima.length; token++) {
      estimate += maxima[token] * worth[token];
    }
    // The largest of sums with errors is rather too large than too small.
    if (estimate + tolerance < least) {
      return Float.NEGATIVE_INFINITY;
    }
    float score = 0;
    for (int token = 0; token < maxima.length; token++) {
      score += best(token, count);
    }
    return score;
  }

  @Override
  public float estimate() {
    return estimate;
  }

  /// Scores all tokens in float32: steps know no factor of zero, the one of a token that is zero.
  private float scoreEach(int count) {
    float score = 0;
    for (int queryToken = 0; queryToken < maxima.length; queryToken++) {
      float best = Float.NEGATIVE_INFINITY;
      for (int token = 0; token < count; token++) {
        best = Math.max(best, similarity(queryToken, token));
      }
      score += best;
    }
    return score;
  }

  /// Codes with so much behind them that a whole register can be read anywhere.
  private byte[] padded(byte[] codes, int count) {
    int length = Math.addExact(count * tokenBytes, SixBits.BLOCK);
    return codes.length >= length ? codes : Arrays.copyOf(codes, length);
  }

  /// Fills the sums of all tokens, and each query token's largest.
  ///
  /// @return whether a token is zero, so that its sums mean nothing
  private boolean sum(byte[] codes, int count) {
    boolean zeros = false;
    int blockCount = Math.ceilDiv(count, SixBits.BLOCK);
    int stride = blockCount * SixBits.BLOCK;
    reserve(blockCount, stride);
    for (int first = 0; first < blockCount; first += CHUNK) {
      int end = Math.min(blockCount, first + CHUNK);
      for (int block = first; block < end; block++) {
        zeros |= unpack(codes, count, block);
      }
      chunk(first, end, count, stride);
    }
    for (int token = 0; token < maxima.length; token++) {
      maxima[token] = largest(sums, token * stride, stride);
    }
    return zeros;
  }

  private void reserve(int blockCount, int stride) {
    if (blocks.length < blockCount * blockBytes) {
      blocks = new byte[Math.multiplyExact(blockCount, blockBytes)];
    }
    if (sums.length < stride * maxima.length) {
      sums = new short[Math.multiplyExact(stride, maxima.length)];
    }
  }

  /// Lays a block out for [PermuteTiles].
  ///
  /// @return whether one of its tokens is zero
  private boolean unpack(byte[] source, int count, int block) {
    int n = Math.min(SixBits.BLOCK, count - block * SixBits.BLOCK);
    int from = block * SixBits.BLOCK * tokenBytes;
    int to = block * blockBytes;
    for (int code = 0; code < shape.codes(); code += 4, from += 3 * n, to += 4 * SixBits.BLOCK) {
      PermuteTiles.unpackQuad(source, from, n, blocks, to);
    }
    long zeros = PermuteTiles.unpackFactors(source, from, blocks, to);
    return zeros << (SixBits.BLOCK - n) != 0;
  }

  private void chunk(int first, int end, int count, int stride) {
    int queryTokens = maxima.length;
    int whole = queryTokens / ByteTables.GROUP * ByteTables.GROUP;
    for (int token = 0; token < queryTokens; token += token < whole ? ByteTables.GROUP : 1) {
      int table = token * bytes.rows() * SixBits.VALUES;
      for (int block = first; block < end; block++) {
        int n = Math.min(SixBits.BLOCK, count - block * SixBits.BLOCK);
        int at = block * blockBytes;
        int to = token * stride + block * SixBits.BLOCK;
        if (token < whole) {
          PermuteTiles.fourTokens(
              blocks, at, work, bytes.wide(), bytes.steps(), table, n, sums, to, stride);
        } else {
          PermuteTiles.oneToken(
              blocks, at, work, bytes.wide(), bytes.steps(), table, n, sums, to, stride);
        }
      }
    }
  }

  private static int largest(short[] sums, int from, int length) {
    ShortVector even = ShortVector.fromArray(SHORTS, sums, from);
    ShortVector odd = ShortVector.fromArray(SHORTS, sums, from + 32);
    for (int i = from + SixBits.BLOCK; i < from + length; i += SixBits.BLOCK) {
      even = even.max(ShortVector.fromArray(SHORTS, sums, i));
      odd = odd.max(ShortVector.fromArray(SHORTS, sums, i + 32));
    }
    return even.max(odd).reduceLanes(MAX);
  }

  /// The largest similarity of a query token in float32.
  private float best(int queryToken, int count) {
    int stride = Math.ceilDiv(count, SixBits.BLOCK) * SixBits.BLOCK;
    short least = (short) Math.max(Short.MIN_VALUE + 1, maxima[queryToken] - spread);
    float best = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < stride; i += 32) {
      for (long near = near(sums, queryToken * stride + i, least); near != 0; near &= near - 1) {
        int lane = Long.numberOfTrailingZeros(near);
        int token = i / SixBits.BLOCK * SixBits.BLOCK + 2 * lane + (i / 32) % 2;
        best = Math.max(best, similarity(queryToken, token));
      }
    }
    return best;
  }

  private static long near(short[] sums, int at, short least) {
    return ShortVector.fromArray(SHORTS, sums, at).compare(GE, least).toLong();
  }

  private float similarity(int queryToken, int token) {
    int at = token / SixBits.BLOCK * blockBytes + token % SixBits.BLOCK;
    float sum = sum(blocks, at, shape.codes(), tables.dots(), tables.at(0, queryToken));
    byte factor = blocks[at + (shape.codes() + 1) * SixBits.BLOCK];
    return sum * tables.codebook().ratios().of(factor);
  }

  /// Adds up one number of each code's tables, four sums side by side as [LaneScorer] has them.
  private static float sum(byte[] values, int value, int codes, float[] dots, int table) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    for (int code = 0; code < codes; code += 4) {
      a += dots[table + values[value]];
      b += dots[table + SixBits.VALUES + values[value + SixBits.BLOCK]];
      c += dots[table + 2 * SixBits.VALUES + values[value + 2 * SixBits.BLOCK]];
      d += dots[table + 3 * SixBits.VALUES + values[value + 3 * SixBits.BLOCK]];
      value += 4 * SixBits.BLOCK;
      table += 4 * SixBits.VALUES;
    }
    return (a + b) + (c + d);
  }
}

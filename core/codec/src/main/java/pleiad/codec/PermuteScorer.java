package pleiad.codec;

import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.MAX;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorSpecies;
import pleiad.codec.Codebook.Shape;

/// Scores 64 document tokens at a time by permutations of bytes, in steps of [ByteTables]. An
/// estimate stays in steps. A score then takes each query token's best document tokens, all that
/// lie within what steps can hide, and adds up their float32 numbers: the same bits that
/// [LaneScorer] gives.
final class PermuteScorer implements CodeScorer {
  private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_512;
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.nativeOrder());

  /// Blocks whose codes stay in the first cache while the tables pass by.
  private static final int CHUNK = 4;

  /// Rounding errors are independent of each other; their sum is within six of its standard
  /// deviations but for one case in a billion.
  private static final double DEVIATIONS = 6;

  private final CodeTables tables;
  private final ByteTables bytes;
  private final Shape shape;
  private final int tokenBytes;
  private final int blockBytes;
  private final int exponent;

  /// Steps by which two tokens may seem to be in the other order.
  private final int spread;

  private byte[] blocks;
  private short[] sums = new short[0];
  private final int[] maxima;

  PermuteScorer(CodeTables tables, ByteTables bytes) {
    this.tables = tables;
    this.bytes = bytes;
    this.shape = tables.codebook().shape();
    this.tokenBytes = SixBits.tokenBytes(shape.codes());
    this.blockBytes = (shape.codes() + 4) * SixBits.BLOCK;
    this.exponent = tables.codebook().ratios().exponent();
    this.spread = (int) Math.ceil(DEVIATIONS * Math.sqrt(2) * deviation());
    this.blocks = new byte[CHUNK * blockBytes];
    this.maxima = new int[tables.queryTokens()];
  }

  /// Standard deviation of a token's similarity, in steps. Each code's steps are rounded, to a
  /// uniform error with a variance of a twelfth; so is the similarity before the factor multiplies
  /// it, to 32 steps.
  private double deviation() {
    double factor = Math.scalb(254.0, -exponent);
    double codes = (shape.codes() + 1) * (1 + factor) * (1 + factor);
    double product = 32 * factor * (32 * factor);
    return Math.sqrt((codes + product + 2) / 12);
  }

  /// The sum of the query tokens' errors; a largest similarity is more often one that seems too
  /// large, by about a standard deviation.
  @Override
  public float tolerance() {
    int tokens = tables.queryTokens();
    return (float) (scale() * deviation() * (DEVIATIONS * Math.sqrt(tokens) + tokens));
  }

  private float scale() {
    return bytes.step() * tables.codebook().ratios().shortest();
  }

  @Override
  public float estimate(byte[] codes, int count) {
    if (count == 0) {
      return Float.NEGATIVE_INFINITY;
    }
    sum(padded(codes, count), count);
    long total = 0;
    for (int token = 0; token < maxima.length; token++) {
      total += maxima[token];
    }
    return total * scale();
  }

  @Override
  public float score(byte[] codes, int count) {
    if (count == 0) {
      return Float.NEGATIVE_INFINITY;
    }
    sum(padded(codes, count), count);
    float score = 0;
    for (int token = 0; token < maxima.length; token++) {
      score += best(token, count);
    }
    return score;
  }

  /// Codes with so much behind them that a whole register can be read anywhere.
  private byte[] padded(byte[] codes, int count) {
    int length = Math.addExact(count * tokenBytes, SixBits.BLOCK);
    return codes.length >= length ? codes : Arrays.copyOf(codes, length);
  }

  /// Fills the sums of all tokens, and each query token's largest.
  private void sum(byte[] codes, int count) {
    int blockCount = Math.ceilDiv(count, SixBits.BLOCK);
    int stride = blockCount * SixBits.BLOCK;
    reserve(blockCount, stride);
    for (int first = 0; first < blockCount; first += CHUNK) {
      int end = Math.min(blockCount, first + CHUNK);
      for (int block = first; block < end; block++) {
        unpack(codes, count, block);
      }
      chunk(first, end, stride);
    }
    for (int token = 0; token < maxima.length; token++) {
      maxima[token] = largest(sums, token * stride, stride);
    }
  }

  private void reserve(int blockCount, int stride) {
    if (blocks.length < blockCount * blockBytes) {
      blocks = new byte[Math.multiplyExact(blockCount, blockBytes)];
    }
    if (sums.length < stride * maxima.length) {
      sums = new short[stride * maxima.length];
    }
  }

  private void chunk(int first, int end, int stride) {
    int tokens = maxima.length;
    int whole = tokens / ByteTables.GROUP * ByteTables.GROUP;
    int shift = exponent - Codebook.LEAST_EXPONENT;
    int token = 0;
    while (token < tokens) {
      boolean group = token < whole;
      int table = token * bytes.rows() * SixBits.VALUES;
      for (int block = first; block < end; block++) {
        int at = block * blockBytes;
        int to = token * stride + block * SixBits.BLOCK;
        if (group) {
          PermuteTiles.fourTokens(
              blocks,
              at,
              shape.levels(),
              shape.codes(),
              shift,
              bytes.steps(),
              table,
              bytes.zero(),
              sums,
              to,
              stride);
        } else {
          PermuteTiles.oneToken(
              blocks,
              at,
              shape.levels(),
              shape.codes(),
              shift,
              bytes.steps(),
              table,
              bytes.zero(),
              sums,
              to,
              stride);
        }
      }
      token += group ? ByteTables.GROUP : 1;
    }
  }

  /// Lays a block out for [PermuteTiles].
  private void unpack(byte[] source, int count, int block) {
    int n = Math.min(SixBits.BLOCK, count - block * SixBits.BLOCK);
    int from = block * SixBits.BLOCK * tokenBytes;
    int to = block * blockBytes;
    for (int code = 0; code < shape.codes(); code += 4, from += 3 * n, to += 4 * SixBits.BLOCK) {
      PermuteTiles.unpackQuad(source, from, n, blocks, to);
    }
    for (int token = 0; token < SixBits.BLOCK; token++) {
      int at = to + token % 2 * SixBits.BLOCK + token / 2 * Short.BYTES;
      int steps = token < n ? Math.max(0, (source[from + token] & 0xff) - 1) : 0;
      SHORT.set(blocks, at, (short) steps);
      SHORT.set(blocks, at + 2 * SixBits.BLOCK, token < n ? Short.MAX_VALUE : Short.MIN_VALUE);
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

  /// Adds up one number of each code's tables.
  private static float sum(
      byte[] values, int value, int codes, float[] dots, int table, int tableStride) {
    float sum = 0;
    for (int code = 0; code < codes; code++, value += SixBits.BLOCK, table += tableStride) {
      sum += dots[table + values[value]];
    }
    return sum;
  }

  /// The largest similarity of a query token in float32.
  private float best(int queryToken, int count) {
    int stride = Math.ceilDiv(count, SixBits.BLOCK) * SixBits.BLOCK;
    short least = (short) Math.max(Short.MIN_VALUE + 1, maxima[queryToken] - spread);
    float best = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < stride; i += 32) {
      long near =
          ShortVector.fromArray(SHORTS, sums, queryToken * stride + i).compare(GE, least).toLong();
      for (; near != 0; near &= near - 1) {
        int lane = Long.numberOfTrailingZeros(near);
        int token = i / SixBits.BLOCK * SixBits.BLOCK + 2 * lane + (i / 32) % 2;
        best = Math.max(best, similarity(queryToken, token));
      }
    }
    return best;
  }

  private float similarity(int queryToken, int token) {
    int block = token / SixBits.BLOCK * blockBytes;
    int lane = token % SixBits.BLOCK;
    float sum =
        sum(
            blocks,
            block + lane,
            shape.codes(),
            tables.dots(),
            tables.at(0, queryToken),
            tables.at(1, 0));
    int extra = block + shape.codes() * SixBits.BLOCK + lane % 2 * SixBits.BLOCK;
    short steps = (short) SHORT.get(blocks, extra + lane / 2 * Short.BYTES);
    return sum * tables.codebook().ratios().ofSteps(steps);
  }
}

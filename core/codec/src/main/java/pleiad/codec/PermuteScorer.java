package pleiad.codec;

import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.MAX;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;
import pleiad.codec.Codebook.Shape;

/// Scores 64 document tokens at a time by permutations of bytes, in steps of [ByteTables]. An
/// estimate stays in steps. A score then takes each query token's best document tokens, all that
/// lie within what steps can hide, and adds up their float32 numbers: the same bits that
/// [LaneScorer] gives.
final class PermuteScorer implements CodeScorer {
  private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_512;
  private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_512;
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();
  private static final ShortVector EVEN = ShortVector.zero(SHORTS).addIndex(2);

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

  private MemorySegment blocks;
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
    this.blocks = Arena.ofAuto().allocate((long) CHUNK * blockBytes, 64);
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
    sum(codes, count);
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
    sum(codes, count);
    float score = 0;
    for (int token = 0; token < maxima.length; token++) {
      score += best(token, count);
    }
    return score;
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
    if (blocks.byteSize() < (long) blockCount * blockBytes) {
      blocks = Arena.ofAuto().allocate((long) blockCount * blockBytes, 64);
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
      long table = (long) token * bytes.rows() * SixBits.VALUES;
      for (int block = first; block < end; block++) {
        long at = (long) block * blockBytes;
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
              bytes.zeros(),
              token,
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
              bytes.zeros(),
              token,
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
    long to = (long) block * blockBytes;
    VectorMask<Byte> there = BYTES.indexInRange(0, n);
    for (int code = 0; code < shape.codes(); code += 4, from += 3 * n) {
      unpackQuad(source, from, n, there, blocks, to + (long) code * SixBits.BLOCK);
    }
    ShortVector ratios = ByteVector.fromArray(BYTES, source, from, there).reinterpretAsShorts();
    long extra = to + (long) shape.codes() * SixBits.BLOCK;
    ratios.and((short) 0xff).sub((short) 1).max((short) 0).intoMemorySegment(blocks, extra, ORDER);
    ratios
        .lanewise(LSHR, 8)
        .sub((short) 1)
        .max((short) 0)
        .intoMemorySegment(blocks, extra + 64, ORDER);
    limit(n).intoMemorySegment(blocks, extra + 128, ORDER);
    limit(n - 1).intoMemorySegment(blocks, extra + 192, ORDER);
  }

  private static ShortVector limit(int count) {
    return ShortVector.broadcast(SHORTS, Short.MIN_VALUE)
        .blend(Short.MAX_VALUE, EVEN.compare(LT, (short) count));
  }

  private static void unpackQuad(
      byte[] source, int from, int n, VectorMask<Byte> there, MemorySegment target, long to) {
    ByteVector a = ByteVector.fromArray(BYTES, source, from, there);
    ByteVector b = ByteVector.fromArray(BYTES, source, from + n, there);
    ByteVector c = ByteVector.fromArray(BYTES, source, from + 2 * n, there);
    a.and((byte) 63).intoMemorySegment(target, to, ORDER);
    b.and((byte) 63).intoMemorySegment(target, to + 64, ORDER);
    c.and((byte) 63).intoMemorySegment(target, to + 128, ORDER);
    ShortVector low = a.and((byte) 0xc0).reinterpretAsShorts().lanewise(LSHR, 6);
    ShortVector middle = b.and((byte) 0xc0).reinterpretAsShorts().lanewise(LSHR, 4);
    ShortVector high = c.and((byte) 0xc0).reinterpretAsShorts().lanewise(LSHR, 2);
    low.or(middle).or(high).reinterpretAsBytes().intoMemorySegment(target, to + 192, ORDER);
  }

  private static int largest(short[] sums, int from, int length) {
    ShortVector largest = ShortVector.fromArray(SHORTS, sums, from);
    for (int i = from + 32; i < from + length; i += 32) {
      largest = largest.max(ShortVector.fromArray(SHORTS, sums, i));
    }
    return largest.reduceLanes(MAX);
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
    long at = (long) (token / SixBits.BLOCK) * blockBytes + token % SixBits.BLOCK;
    float sum = 0;
    for (int code = 0; code < shape.codes(); code++) {
      int value = blocks.get(ValueLayout.JAVA_BYTE, at + (long) code * SixBits.BLOCK);
      sum += tables.dots()[tables.at(code, queryToken) + value];
    }
    long extra = at - token % SixBits.BLOCK + (long) shape.codes() * SixBits.BLOCK;
    int lane = token % SixBits.BLOCK;
    short steps =
        blocks.get(
            ValueLayout.JAVA_SHORT, extra + (lane % 2) * 64L + (long) lane / 2 * Short.BYTES);
    return sum * tables.codebook().ratios().ofSteps(steps);
  }
}

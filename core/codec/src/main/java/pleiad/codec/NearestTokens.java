package pleiad.codec;

import static jdk.incubator.vector.VectorOperators.GE;

import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorSpecies;

/// Similarities in float32 of the tokens of a [PermuteBatch] that come first by their steps, the
/// same bits that [LaneScorer] gives. For one thread.
final class NearestTokens {
  private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_512;

  private final CodeTables tables;
  private final StepErrors errors;
  private final PermuteBatch batch;
  private final int codes;
  private final int blockBytes;
  private int[] near = {};

  NearestTokens(CodeTables tables, StepErrors errors, PermuteBatch batch, int blockBytes) {
    this.tables = tables;
    this.errors = errors;
    this.batch = batch;
    this.codes = tables.codebook().shape().codes();
    this.blockBytes = blockBytes;
  }

  /// MaxSim of all tokens, without their steps: those know no factor of zero, the one of a token
  /// that is zero.
  float scoreEach(int document) {
    int tokens = batch.tokens(document);
    float score = 0;
    for (int queryToken = 0; queryToken < tables.queryTokens(); queryToken++) {
      float best = Float.NEGATIVE_INFINITY;
      for (int token = 0; token < tokens; token++) {
        int place = token / SixBits.BLOCK * SixBits.BLOCK + token % 2 * 32 + token % 64 / 2;
        best = Math.max(best, similarity(queryToken, document, place));
      }
      score += best;
    }
    return score;
  }

  /// The largest similarity of a query token in float32: of the token with the largest sum, unless
  /// another one's is larger, which can only have a sum within what steps hide.
  float best(int queryToken, int document) {
    int stride = batch.stride(document);
    int sums = batch.sumsAt(document) + queryToken * stride;
    int largest = batch.maxima()[document * tables.queryTokens() + queryToken];
    int count = findNear(sums, stride, largest - errors.spread());
    int first = 0;
    while (batch.sums()[sums + near[first]] != largest) {
      first++;
    }
    float best = similarity(queryToken, document, near[first]);
    float least = best / errors.worth(queryToken) - errors.likely();
    for (int i = 0; i < count; i++) {
      if (i != first && batch.sums()[sums + near[i]] >= least) {
        best = Math.max(best, similarity(queryToken, document, near[i]));
      }
    }
    return best;
  }

  /// Where sums are at least so large, as many as is returned.
  private int findNear(int sums, int stride, int least) {
    if (near.length < stride) {
      near = new int[stride];
    }
    short bound = (short) Math.max(Short.MIN_VALUE + 1, least);
    int count = 0;
    for (int i = 0; i < stride; i += 32) {
      for (long lanes = atLeast(batch.sums(), sums + i, bound); lanes != 0; lanes &= lanes - 1) {
        near[count++] = i + Long.numberOfTrailingZeros(lanes);
      }
    }
    return count;
  }

  private static long atLeast(short[] sums, int at, short least) {
    return ShortVector.fromArray(SHORTS, sums, at).compare(GE, least).toLong();
  }

  /// @param place of the document token's sum among the others: even tokens of a block, then odd
  private float similarity(int queryToken, int document, int place) {
    int block = place / SixBits.BLOCK;
    int token = place % 32 * 2 + place / 32 % 2;
    byte[] blocks = batch.blocks();
    int at = batch.blocksAt(document) + block * blockBytes + token;
    float sum = sum(blocks, at, codes, tables.dots(), tables.at(0, queryToken));
    byte factor = blocks[at + (codes + 1) * SixBits.BLOCK];
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

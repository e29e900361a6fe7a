package pleiad.codec;

import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.MAX;

import java.util.Arrays;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorSpecies;
import pleiad.codec.Codebook.Shape;

/// Scores 64 document tokens at a time by permutations of bytes, in steps of [ByteTables]. What a
/// document comes to in steps is its estimate. Of the documents that are scored, each query token's
/// best document tokens, all that lie within what steps can hide, are added up in float32: the same
/// bits that [LaneScorer] gives. One query token's tables serve all documents before the next one's
/// are fetched.
final class PermuteScorer implements CodeScorer {
  private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_512;

  /// Rounding errors are independent of each other; a sum of them is within so many of its standard
  /// deviations but for one case in a hundred thousand.
  private static final double LIKELY = 4.5;

  /// What a product of whole steps lacks at most, in steps.
  private static final float CUT_OFF = 1.5f;

  private final CodeTables tables;
  private final ByteTables bytes;
  private final Shape shape;
  private final int queryTokens;
  private final PermuteTiles.Work work;
  private final int tokenBytes;
  private final int blockBytes;

  /// What a query token's step stands for.
  private final float[] worth;

  /// Steps by which two tokens may seem to be in the other order.
  private final int spread;

  /// Steps by which a similarity may be larger than its sum says.
  private final float likelySteps;

  private final float tolerance;
  private final PermuteBatch batch;
  private int[] near = {};
  private final int[] first = {0};
  private final float[] score = new float[1];
  private boolean closed;
  private final Prognosis prognosis;

  /// What each part of the query comes to in a document: four query tokens each, then those that
  /// remain.
  private final float[] parts;

  PermuteScorer(CodeTables tables, ByteTables bytes) {
    this.tables = tables;
    this.bytes = bytes;
    this.shape = tables.codebook().shape();
    this.queryTokens = tables.queryTokens();
    this.work = PermuteTiles.Work.of(tables.codebook(), bytes);
    this.tokenBytes = SixBits.tokenBytes(shape.codes());
    this.blockBytes = (shape.codes() + 2) * SixBits.BLOCK;
    double deviation = deviation();
    this.likelySteps = (float) (LIKELY * deviation) + CUT_OFF;
    this.spread = (int) Math.ceil(LIKELY * Math.sqrt(2) * deviation + CUT_OFF);
    double squares = 0;
    double cutOff = 0;
    this.worth = new float[queryTokens];
    for (int token = 0; token < queryTokens; token++) {
      worth[token] = bytes.step(token) * tables.codebook().ratios().shortest();
      squares += worth[token] * (double) worth[token];
      cutOff += CUT_OFF * worth[token];
    }
    this.tolerance = (float) (LIKELY * deviation * Math.sqrt(squares) + cutOff);
    this.batch = tables.rooms().batches().take();
    batch.clear();
    int remaining = queryTokens % ByteTables.GROUP;
    this.parts = new float[queryTokens / ByteTables.GROUP + remaining];
    this.prognosis = new Prognosis(parts.length);
  }

  /// Standard deviation of a token's similarity, in steps. Each code's steps are rounded, to a
  /// uniform error with a variance of a twelfth, and the factor multiplies that; its own product is
  /// cut off twice.
  private double deviation() {
    double factor = 1 + Math.scalb(254.0, -tables.codebook().ratios().exponent());
    return Math.sqrt((shape.codes() * factor * factor + 2) / 12);
  }

  /// The largest of sums with errors is rather too large than too small.
  @Override
  public float tolerance() {
    return tolerance;
  }

  @Override
  public boolean full() {
    return batch.full();
  }

  @Override
  public void clear() {
    batch.clear();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      tables.rooms().batches().give(batch);
    }
  }

  @Override
  public float add(byte[] codes, int count, float least) {
    int document = batch.add(count, blockBytes, queryTokens);
    if (count == 0) {
      return Float.NEGATIVE_INFINITY;
    }
    unpack(padded(codes, count), document);
    if (batch.state(document) == PermuteBatch.State.ZEROS) {
      return scoreEach(document);
    }
    float sum = 0;
    for (int place = 0; place < parts.length; place++) {
      int part = prognosis.part(place);
      parts[part] = sum(part, document);
      sum += parts[part];
      if (prognosis.ready() && place < parts.length - 1) {
        float expected = prognosis.expected(place, sum);
        if (expected + prognosis.slack(place) + tolerance < least) {
          batch.set(document, PermuteBatch.State.HOPELESS);
          return expected;
        }
      }
    }
    if (!prognosis.ready()) {
      prognosis.learn(parts);
    }
    return sum;
  }

  @Override
  public void score(int[] documents, int count, float[] scores) {
    for (int i = 0; i < count; i++) {
      scores[i] =
          switch (batch.state(documents[i])) {
            case SUMMED -> 0;
            case ZEROS -> scoreEach(documents[i]);
            case EMPTY, HOPELESS -> Float.NEGATIVE_INFINITY;
          };
    }
    for (int token = 0; token < queryTokens; token++) {
      for (int i = 0; i < count; i++) {
        if (batch.state(documents[i]) == PermuteBatch.State.SUMMED) {
          scores[i] += best(token, documents[i]);
        }
      }
    }
  }

  @Override
  public float score(byte[] codes, int count) {
    clear();
    add(codes, count, Float.NEGATIVE_INFINITY);
    score(first, 1, score);
    return score[0];
  }

  /// Scores all tokens in float32: steps know no factor of zero, the one of a token that is zero.
  private float scoreEach(int document) {
    int tokens = batch.tokens(document);
    float score = 0;
    for (int queryToken = 0; queryToken < queryTokens; queryToken++) {
      float best = Float.NEGATIVE_INFINITY;
      for (int token = 0; token < tokens; token++) {
        int place = token / SixBits.BLOCK * SixBits.BLOCK + token % 2 * 32 + token % 64 / 2;
        best = Math.max(best, similarity(queryToken, document, place));
      }
      score += best;
    }
    return score;
  }

  /// Codes are loaded a register at a time, also at the end.
  private byte[] padded(byte[] codes, int count) {
    int length = Math.addExact(count * tokenBytes, SixBits.BLOCK);
    return codes.length >= length ? codes : Arrays.copyOf(codes, length);
  }

  /// Lays a document's codes out for [PermuteTiles].
  private void unpack(byte[] codes, int document) {
    int count = batch.tokens(document);
    for (int block = 0; block * SixBits.BLOCK < count; block++) {
      if (unpack(codes, count, block, batch.blocksAt(document) + block * blockBytes)) {
        batch.set(document, PermuteBatch.State.ZEROS);
      }
    }
  }

  /// @return whether one of the block's tokens is zero
  private boolean unpack(byte[] source, int count, int block, int at) {
    int n = Math.min(SixBits.BLOCK, count - block * SixBits.BLOCK);
    int from = block * SixBits.BLOCK * tokenBytes;
    int to = at;
    for (int code = 0; code < shape.codes(); code += 4, from += 3 * n, to += 4 * SixBits.BLOCK) {
      PermuteTiles.unpackQuad(source, from, n, batch.blocks(), to);
    }
    long zeros = PermuteTiles.unpackFactors(source, from, batch.blocks(), to);
    return zeros << (SixBits.BLOCK - n) != 0;
  }

  /// Fills the sums of a part of the query tokens, four or one; gives what their largest come to.
  private float sum(int part, int document) {
    int groups = queryTokens / ByteTables.GROUP;
    int first = part < groups ? part * ByteTables.GROUP : part + groups * (ByteTables.GROUP - 1);
    int end = part < groups ? first + ByteTables.GROUP : first + 1;
    int stride = batch.stride(document);
    int table = first * bytes.rows() * SixBits.VALUES;
    for (int block = 0; block * SixBits.BLOCK < stride; block++) {
      int n = Math.min(SixBits.BLOCK, batch.tokens(document) - block * SixBits.BLOCK);
      int at = batch.blocksAt(document) + block * blockBytes;
      int to = batch.sumsAt(document) + first * stride + block * SixBits.BLOCK;
      byte[] blocks = batch.blocks();
      if (part < groups) {
        PermuteTiles.fourTokens(
            blocks, at, work, bytes.wide(), bytes.steps(), table, n, batch.sums(), to, stride);
      } else {
        PermuteTiles.oneToken(
            blocks, at, work, bytes.wide(), bytes.steps(), table, n, batch.sums(), to, stride);
      }
    }
    float sum = 0;
    for (int token = first; token < end; token++) {
      int largest = largest(batch.sums(), batch.sumsAt(document) + token * stride, stride);
      batch.maxima()[document * queryTokens + token] = largest;
      sum += largest * worth[token];
    }
    return sum;
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

  /// The largest similarity of a query token in float32: of the token with the largest sum, unless
  /// another one's is larger, which can only have a sum within what steps hide.
  private float best(int queryToken, int document) {
    int stride = batch.stride(document);
    int sums = batch.sumsAt(document) + queryToken * stride;
    int largest = batch.maxima()[document * queryTokens + queryToken];
    int count = findNear(sums, stride, largest - spread);
    int first = 0;
    while (batch.sums()[sums + near[first]] != largest) {
      first++;
    }
    float best = similarity(queryToken, document, near[first]);
    float least = best / worth[queryToken] - likelySteps;
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

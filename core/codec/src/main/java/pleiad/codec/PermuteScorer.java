package pleiad.codec;

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

  private final CodeTables tables;
  private final ByteTables bytes;
  private final Shape shape;
  private final int queryTokens;
  private final PermuteTiles.Work work;
  private final int tokenBytes;
  private final int blockBytes;
  private final StepErrors errors;
  private final CentreProducts centres;
  private final PermuteBatch batch;
  private final NearestTokens nearest;
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
    this.errors = new StepErrors(tables, bytes);
    this.centres = tables.centres();
    this.batch = tables.rooms().batches().take();
    batch.clear();
    this.nearest = new NearestTokens(tables, errors, batch, blockBytes);
    int remaining = queryTokens % ByteTables.GROUP;
    this.parts = new float[queryTokens / ByteTables.GROUP + remaining];
    this.prognosis = new Prognosis(parts.length);
  }

  /// The largest of sums with errors is rather too large than too small.
  @Override
  public float tolerance() {
    return errors.tolerance();
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
    float centre = count == 0 ? 0 : centres.of(codes, count);
    int document = batch.add(count, centre, blockBytes, queryTokens);
    if (count == 0) {
      return Float.NEGATIVE_INFINITY;
    }
    unpack(padded(codes, count), document);
    if (batch.state(document) == PermuteBatch.State.ZEROS) {
      return nearest.scoreEach(document) + centre;
    }
    float sum = 0;
    for (int place = 0; place < parts.length; place++) {
      int part = prognosis.part(place);
      parts[part] = sum(part, document);
      sum += parts[part];
      if (prognosis.ready() && place < parts.length - 1) {
        float expected = prognosis.expected(place, sum);
        if (expected + prognosis.slack(place) + errors.tolerance() < least) {
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
            case ZEROS -> nearest.scoreEach(documents[i]) + batch.centre(documents[i]);
            case EMPTY, HOPELESS -> Float.NEGATIVE_INFINITY;
          };
    }
    for (int token = 0; token < queryTokens; token++) {
      for (int i = 0; i < count; i++) {
        if (batch.state(documents[i]) == PermuteBatch.State.SUMMED) {
          scores[i] += nearest.best(token, documents[i]);
        }
      }
    }
    for (int i = 0; i < count; i++) {
      if (batch.state(documents[i]) == PermuteBatch.State.SUMMED) {
        scores[i] += batch.centre(documents[i]);
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

  /// Fills the sums of a part of the query tokens, four or one; gives what their largest come to,
  /// with what the document's centre adds to these.
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
    float sum = centres.ofTokens(first, end);
    for (int token = first; token < end; token++) {
      int largest = largest(batch.sums(), batch.sumsAt(document) + token * stride, stride);
      batch.maxima()[document * queryTokens + token] = largest;
      sum += largest * errors.worth(token);
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
}

package pleiad.codec;

import java.util.Arrays;

/// Adds up rows of the tables, whose lanes are query tokens: each code of a document token selects
/// a row. Plain loops, which the JVM turns into vector instructions; the definition of what
/// [PermuteScorer] computes.
final class LaneScorer implements CodeScorer {
  /// Codes are added up in four sums in turn, which a processor does side by side.
  private static final int FOLD = 4;

  private final CodeTables tables;
  private final LaneTables lanes;
  private final int codes;
  private final int tokenBytes;
  private final CentreProducts centres;
  private final byte[] values;
  private final float[] sums;
  private final float[] maxima;
  private float[] scores = new float[16];
  private int size;

  LaneScorer(CodeTables tables, LaneTables lanes) {
    this.tables = tables;
    this.lanes = lanes;
    this.codes = tables.codebook().shape().codes();
    this.tokenBytes = SixBits.tokenBytes(codes);
    this.centres = tables.centres();
    this.values = new byte[(codes + 1) * SixBits.BLOCK];
    this.sums = new float[FOLD * lanes.width()];
    this.maxima = new float[lanes.width()];
  }

  @Override
  public float add(byte[] source, int count, float least) {
    if (size == scores.length) {
      scores = Arrays.copyOf(scores, 2 * size);
    }
    scores[size] = maxSim(source, count);
    return scores[size++];
  }

  private float maxSim(byte[] source, int count) {
    Arrays.fill(maxima, Float.NEGATIVE_INFINITY);
    for (int first = 0; first < count; first += SixBits.BLOCK) {
      int n = Math.min(SixBits.BLOCK, count - first);
      SixBits.unpack(source, first * tokenBytes, codes, n, values, 0);
      for (int token = 0; token < n; token++) {
        accumulate(token);
      }
    }
    if (count == 0) {
      return Float.NEGATIVE_INFINITY;
    }
    float score = 0;
    for (int i = 0; i < tables.queryTokens(); i++) {
      score += maxima[i];
    }
    return score + centres.of(source, count);
  }

  @Override
  public float score(byte[] source, int count) {
    clear();
    return maxSim(source, count);
  }

  /// An estimate is the score.
  @Override
  public float tolerance() {
    return 0;
  }

  @Override
  public boolean full() {
    return false;
  }

  @Override
  public void score(int[] documents, int count, float[] theirs) {
    for (int i = 0; i < count; i++) {
      theirs[i] = scores[documents[i]];
    }
  }

  @Override
  public void clear() {
    size = 0;
  }

  @Override
  public void close() {
    clear();
  }

  private void accumulate(int token) {
    Arrays.fill(sums, 0);
    int width = lanes.width();
    for (int code = 0; code < codes; code++) {
      int row = (code * SixBits.VALUES + (values[code * SixBits.BLOCK + token] & 63)) * width;
      add(lanes.dots(), row, sums, code % FOLD * width, width);
    }
    float ratio = tables.codebook().ratios().of(values[codes * SixBits.BLOCK + token]);
    raise(maxima, sums, ratio, width);
  }

  private static void add(float[] table, int row, float[] sums, int at, int width) {
    for (int i = 0; i < width; i++) {
      sums[at + i] += table[row + i];
    }
  }

  private static void raise(float[] maxima, float[] sums, float ratio, int width) {
    for (int i = 0; i < width; i++) {
      float sum = (sums[i] + sums[width + i]) + (sums[2 * width + i] + sums[3 * width + i]);
      maxima[i] = Math.max(maxima[i], sum * ratio);
    }
  }
}

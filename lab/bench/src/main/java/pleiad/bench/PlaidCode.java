package pleiad.bench;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// PLAID's code: a token's centroid, and in few bits what is left of each dimension. What is left
/// falls into one of `2ᵇⁱᵗˢ` buckets, the same for all dimensions, whose bounds and weights are
/// quantiles: the bounds at `i / 2ᵇⁱᵗˢ`, the weights half way between. A token comes back as the
/// direction of centroid plus weights.
///
/// | bytes               | one token                                         |
/// |---------------------|---------------------------------------------------|
/// | 4                   | centroid, little-endian                           |
/// | ⌈dimension·bits/8⌉  | buckets, dimension 0 in the lowest bits           |
final class PlaidCode implements Keeping {
  private final PlaidCentroids centroids;
  private final int bits;
  private final float[] bounds;
  private final float[] weights;

  /// @param bits 0, 1, 2, 4 or 8; 0 keeps the centroid alone
  /// @param residuals ascending, see [PlaidCentroids#residuals]
  PlaidCode(PlaidCentroids centroids, int bits, float[] residuals) {
    int buckets = 1 << bits;
    this.centroids = centroids;
    this.bits = bits;
    this.bounds = new float[buckets - 1];
    this.weights = new float[buckets];
    for (int i = 1; i < buckets; i++) {
      bounds[i - 1] = quantile(residuals, (double) i / buckets);
    }
    for (int i = 0; i < buckets; i++) {
      weights[i] = bits == 0 ? 0 : quantile(residuals, (i + 0.5) / buckets);
    }
  }

  /// Between two of the numbers, as far as the share says.
  static float quantile(float[] ascending, double share) {
    double place = share * (ascending.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, ascending.length - 1);
    return (float)
        (ascending[below] + (place - below) * ((double) ascending[above] - ascending[below]));
  }

  @Override
  public int tokenBytes() {
    return tokenBytes(centroids.dimension(), bits);
  }

  static int tokenBytes(int dimension, int bits) {
    return Integer.BYTES + Math.ceilDiv(dimension * bits, Byte.SIZE);
  }

  @Override
  public void encode(float[] rows, int count, byte[] codes) {
    int dimension = centroids.dimension();
    float[] directions = rows.clone();
    for (int token = 0; token < count; token++) {
      Vectors.normalise(directions, token * dimension, dimension);
    }
    int[] nearest = new int[count];
    centroids.nearest(directions, 0, count, nearest);
    ByteBuffer out = ByteBuffer.wrap(codes).order(ByteOrder.LITTLE_ENDIAN);
    float[] centroid = new float[dimension];
    for (int token = 0; token < count; token++) {
      int at = token * tokenBytes();
      out.putInt(at, nearest[token]);
      centroids.copy(nearest[token], centroid, 0);
      for (int k = 0; k < dimension && bits > 0; k++) {
        int bucket = bucket(directions[token * dimension + k] - centroid[k]);
        int bit = k * bits;
        codes[at + Integer.BYTES + bit / Byte.SIZE] |= (byte) (bucket << (bit % Byte.SIZE));
      }
    }
  }

  /// How many bounds lie below.
  private int bucket(float residual) {
    int low = 0;
    int high = bounds.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (bounds[middle] < residual) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  @Override
  public void decode(byte[] codes, int count, float[] rows) {
    int dimension = centroids.dimension();
    ByteBuffer in = ByteBuffer.wrap(codes).order(ByteOrder.LITTLE_ENDIAN);
    int mask = weights.length - 1;
    for (int token = 0; token < count; token++) {
      int at = token * tokenBytes();
      int row = token * dimension;
      centroids.copy(in.getInt(at), rows, row);
      for (int k = 0; k < dimension && bits > 0; k++) {
        int bit = k * bits;
        int bucket = (codes[at + Integer.BYTES + bit / Byte.SIZE] >>> (bit % Byte.SIZE)) & mask;
        rows[row + k] += weights[bucket];
      }
      Vectors.normalise(rows, row, dimension);
    }
  }
}

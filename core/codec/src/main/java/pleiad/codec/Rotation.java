package pleiad.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;
import pleiad.vector.DotProducts;

/// Turns vectors so that what subspaces have to keep is spread evenly over them: onto the principal
/// axes of what is to be kept, dealt out so that each subspace has large and small ones ("Optimized
/// Product Quantization", Ge, He, Ke and Sun 2013, the parametric solution). Dot products stay what
/// they are, as far as half precision holds the axes.
///
/// More than [#MOST_TOGETHER] dimensions are turned in [Blocks].
///
/// | type      | in bytes, little-endian                                      |
/// |-----------|--------------------------------------------------------------|
/// | int16     | for each place the number of the axis that stands there      |
/// | float16   | the axes, block by block: each as many numbers as its block  |
final class Rotation {
  static final int MOST_TOGETHER = 512;

  /// Rows that are turned before they are put in order.
  private static final int ROWS = 24;

  private final int dimension;
  private final Blocks blocks;
  private final short[] order;

  /// For each axis the place where it stands.
  private final short[] places;

  private final float[][] axes;
  private final DotProducts[] products;

  /// How dimensions are parted into runs that are turned by themselves, all about as wide.
  record Blocks(int dimension) {
    int count() {
      return Math.ceilDiv(dimension, MOST_TOGETHER);
    }

    /// The dimension where a block begins, which is the number of its first axis.
    int start(int block) {
      return (int) ((long) block * dimension / count());
    }

    int width(int block) {
      return start(block + 1) - start(block);
    }
  }

  /// @param order for each place the number of its axis
  /// @param axes each as many numbers as its block has dimensions
  Rotation(short[] order, float[][] axes) {
    this.dimension = order.length;
    this.blocks = new Blocks(dimension);
    this.order = order.clone();
    this.places = new short[dimension];
    for (short place = 0; place < dimension; place++) {
      places[order[place]] = place;
    }
    this.axes = Arrays.stream(axes).map(Codebook::halved).toArray(float[][]::new);
    this.products = new DotProducts[blocks.count()];
    for (int block = 0; block < products.length; block++) {
      products[block] = products(block);
    }
  }

  private DotProducts products(int block) {
    int start = blocks.start(block);
    int width = blocks.width(block);
    float[] together = new float[width * width];
    for (int i = 0; i < width; i++) {
      System.arraycopy(axes[start + i], 0, together, i * width, width);
    }
    return DotProducts.with(together, width);
  }

  /// Bytes that [#write] writes.
  static long bytes(int dimension) {
    Blocks blocks = new Blocks(dimension);
    long numbers = dimension;
    for (int block = 0; block < blocks.count(); block++) {
      numbers += (long) blocks.width(block) * blocks.width(block);
    }
    return Short.BYTES * numbers;
  }

  void write(ByteBuffer out) {
    for (short axis : order) {
      out.putShort(axis);
    }
    for (float[] axis : axes) {
      for (float value : axis) {
        out.putShort(Float.floatToFloat16(value));
      }
    }
  }

  /// Reads what [#write] wrote.
  ///
  /// @throws IllegalArgumentException when an axis stands nowhere or is not finite
  static Rotation read(ByteBuffer in, int dimension) {
    short[] order = new short[dimension];
    boolean[] seen = new boolean[dimension];
    for (int place = 0; place < dimension; place++) {
      short axis = in.getShort();
      if (axis < 0 || axis >= dimension || seen[axis]) {
        throw new IllegalArgumentException(
            "a codebook of %d dimensions whose order of axes does not add up: %d at place %d"
                .formatted(dimension, axis, place));
      }
      order[place] = axis;
      seen[axis] = true;
    }
    Blocks blocks = new Blocks(dimension);
    float[][] axes = new float[dimension][];
    for (int block = 0; block < blocks.count(); block++) {
      for (int axis = blocks.start(block); axis < blocks.start(block + 1); axis++) {
        axes[axis] = CodebookBytes.floats(in, blocks.width(block));
      }
    }
    return new Rotation(order, axes);
  }

  /// Turns rows that lie one behind the other: `turned[place] = axes[order[place]] · row`.
  void turn(float[] rows, int from, int count, float[] turned, int to) {
    for (int first = 0; first < count; first += ROWS) {
      int n = Math.min(ROWS, count - first);
      int moved = first * dimension;
      for (int block = 0; block < products.length; block++) {
        turn(block, rows, from + moved, n, turned, to + moved);
      }
    }
  }

  private void turn(int block, float[] rows, int from, int count, float[] turned, int to) {
    int start = blocks.start(block);
    int end = blocks.start(block + 1);
    int width = products[block].width();
    float[] found = new float[count * width];
    products[block].multiply(rows, from + start, dimension, count, found, 0);
    for (int row = 0; row < count; row++) {
      for (int axis = start; axis < end; axis++) {
        turned[to + row * dimension + places[axis]] = found[row * width + axis - start];
      }
    }
  }

  /// Turns rows back that lie one behind the other: `row = Σ turned[place] · axes[order[place]]`,
  /// added up in the order of axes, each product and each sum rounded: what codes stand for is then
  /// the same on every machine, bit by bit.
  void turnBack(float[] turned, int from, int count, float[] rows, int to) {
    for (int block = 0; block < products.length; block++) {
      int start = blocks.start(block);
      float[] sum = new float[blocks.width(block)];
      for (int row = 0; row < count; row++) {
        Arrays.fill(sum, 0);
        for (int i = 0; i < sum.length; i++) {
          int place = from + row * dimension + places[start + i];
          addScaled(turned[place], axes[start + i], sum);
        }
        System.arraycopy(sum, 0, rows, to + row * dimension + start, sum.length);
      }
    }
  }

  /// Both at the same index: compilers take registers for that.
  private static void addScaled(float factor, float[] axis, float[] sum) {
    for (int k = 0; k < sum.length; k++) {
      sum[k] += factor * axis[k];
    }
  }
}

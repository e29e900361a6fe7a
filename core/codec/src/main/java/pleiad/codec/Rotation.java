package pleiad.codec;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
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
  private final float[] axes;
  private final DotProducts[] forth;

  /// Made when it is needed first: searching turns queries alone.
  private volatile DotProducts @Nullable [] back;

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

    /// Where a block's axes begin among the numbers of all axes.
    int axesAt(int block) {
      int at = 0;
      for (int before = 0; before < block; before++) {
        at += width(before) * width(before);
      }
      return at;
    }

    /// Numbers of all axes.
    int axesLength() {
      return axesAt(count());
    }
  }

  /// @param order for each place the number of its axis
  /// @param axes block by block
  Rotation(short[] order, float[] axes) {
    this.dimension = order.length;
    this.blocks = new Blocks(dimension);
    this.order = order.clone();
    this.axes = Codebook.halved(axes);
    this.forth = new DotProducts[blocks.count()];
    for (int block = 0; block < forth.length; block++) {
      int width = blocks.width(block);
      forth[block] = DotProducts.with(this.axes, blocks.axesAt(block), width, width, width);
    }
  }

  /// Bytes that [#write] writes.
  static long bytes(int dimension) {
    return Short.BYTES * ((long) dimension + new Blocks(dimension).axesLength());
  }

  void write(ByteBuffer out) {
    for (short axis : order) {
      out.putShort(axis);
    }
    for (float value : axes) {
      out.putShort(Float.floatToFloat16(value));
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
    return new Rotation(order, Codebook.floats(in, new Blocks(dimension).axesLength()));
  }

  /// Turns rows that lie one behind the other: `turned[place] = axes[order[place]] · row`.
  void turn(float[] rows, int from, int count, float[] turned, int to) {
    float[] byAxis = new float[Math.min(ROWS, count) * dimension];
    for (int first = 0; first < count; first += ROWS) {
      int n = Math.min(ROWS, count - first);
      multiply(forth, rows, from + first * dimension, n, byAxis, 0);
      for (int row = 0; row < n; row++) {
        int at = to + (first + row) * dimension;
        for (int place = 0; place < dimension; place++) {
          turned[at + place] = byAxis[row * dimension + order[place]];
        }
      }
    }
  }

  /// Turns rows back that lie one behind the other: `row = Σ turned[place] · axes[order[place]]`.
  void turnBack(float[] turned, int from, int count, float[] rows, int to) {
    float[] byAxis = new float[Math.min(ROWS, count) * dimension];
    for (int first = 0; first < count; first += ROWS) {
      int n = Math.min(ROWS, count - first);
      for (int row = 0; row < n; row++) {
        int at = from + (first + row) * dimension;
        for (int place = 0; place < dimension; place++) {
          byAxis[row * dimension + order[place]] = turned[at + place];
        }
      }
      multiply(back(), byAxis, 0, n, rows, to + first * dimension);
    }
  }

  /// Multiplies each row's blocks, and writes what comes out of a row where the row is in `out`.
  private void multiply(DotProducts[] by, float[] rows, int from, int count, float[] out, int to) {
    for (int block = 0; block < by.length; block++) {
      int start = blocks.start(block);
      int width = by[block].width();
      float[] products = new float[count * width];
      by[block].multiply(rows, from + start, dimension, count, products, 0);
      for (int row = 0; row < count; row++) {
        System.arraycopy(
            products, row * width, out, to + row * dimension + start, blocks.width(block));
      }
    }
  }

  private DotProducts[] back() {
    DotProducts[] made = back;
    if (made == null) {
      made = new DotProducts[blocks.count()];
      for (int block = 0; block < made.length; block++) {
        made[block] = DotProducts.with(flipped(block), blocks.width(block));
      }
      back = made;
    }
    return made;
  }

  /// A block's axes, columns for rows.
  private float[] flipped(int block) {
    int at = blocks.axesAt(block);
    int width = blocks.width(block);
    float[] flipped = new float[width * width];
    for (int axis = 0; axis < width; axis++) {
      for (int k = 0; k < width; k++) {
        flipped[k * width + axis] = axes[at + axis * width + k];
      }
    }
    return flipped;
  }
}

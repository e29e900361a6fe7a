package pleiad.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// A rotation, the slow obvious way: bytes as the table of [Rotation] has them, numbers in double
/// precision, zeros where an axis is outside its block.
final class ObviousRotation {
  private final int[] order;

  /// For each place its axis.
  private final double[][] axes;

  private ObviousRotation(int[] order, double[][] axes) {
    this.order = order;
    this.axes = axes;
  }

  static ObviousRotation of(Rotation rotation, int dimension) {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(Rotation.bytes(dimension)));
    rotation.write(bytes.order(ByteOrder.LITTLE_ENDIAN));
    return read(bytes.flip(), dimension);
  }

  /// The rotation of a codebook, behind a header of 29 bytes.
  static ObviousRotation of(Codebook codebook) {
    ByteBuffer bytes = ByteBuffer.wrap(codebook.toBytes()).order(ByteOrder.LITTLE_ENDIAN);
    return read(bytes.position(29), codebook.dimension());
  }

  private static ObviousRotation read(ByteBuffer in, int dimension) {
    int[] order = new int[dimension];
    Arrays.setAll(order, _ -> in.getShort());
    double[][] byNumber = new double[dimension][dimension];
    int blocks = (dimension + 511) / 512;
    for (int block = 0; block < blocks; block++) {
      int start = block * dimension / blocks;
      int end = (block + 1) * dimension / blocks;
      for (int axis = start; axis < end; axis++) {
        for (int k = start; k < end; k++) {
          byNumber[axis][k] = Float.float16ToFloat(in.getShort());
        }
      }
    }
    double[][] axes = new double[dimension][];
    Arrays.setAll(axes, place -> byNumber[order[place]]);
    return new ObviousRotation(order, axes);
  }

  /// For each place the number of its axis.
  int[] order() {
    return order;
  }

  /// For each place its axis.
  double[][] axes() {
    return axes;
  }

  double[] turn(double[] row) {
    double[] turned = new double[row.length];
    Arrays.setAll(turned, place -> Rotations.dot(axes[place], row));
    return turned;
  }

  double[] turnBack(double[] turned) {
    double[] row = new double[turned.length];
    for (int place = 0; place < row.length; place++) {
      for (int k = 0; k < row.length; k++) {
        row[k] += axes[place][k] * turned[place];
      }
    }
    return row;
  }

  /// The same with the magnitudes of all numbers: what rounding errors are relative to.
  ObviousRotation magnitudes() {
    double[][] magnitudes = new double[axes.length][];
    Arrays.setAll(magnitudes, place -> magnitudes(axes[place]));
    return new ObviousRotation(order, magnitudes);
  }

  static double[] magnitudes(double[] row) {
    return Arrays.stream(row).map(Math::abs).toArray();
  }
}

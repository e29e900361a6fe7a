package pleiad.encode.onnx;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.List;
import pleiad.encode.weights.Tensor;

/// Tensors of a checkpoint as initializers of a graph.
final class Weights {
  /// Numbers that are read at a time where a tensor need not be seen whole.
  private static final int CHUNK = 1 << 16;

  private Weights() {}

  /// A tensor as it is.
  static Initializer same(Tensor tensor) {
    return new Initializer(
        tensor.name(),
        NumberType.FLOAT,
        tensor.shape(),
        numbers -> {
          float[] chunk = new float[(int) Math.min(tensor.count(), CHUNK)];
          for (long from = 0; from < tensor.count(); from += chunk.length) {
            int count = (int) Math.min(tensor.count() - from, chunk.length);
            tensor.read(from, chunk, count);
            numbers.floats(chunk, count);
          }
        });
  }

  /// A matrix `[outputs, inputs]`, as checkpoints keep it, as `[inputs, outputs]`, as it
  /// multiplies.
  static Initializer transposed(Tensor matrix) {
    return new Initializer(
        matrix.name() + " transposed",
        NumberType.FLOAT,
        matrix.shape().reversed(),
        numbers -> columns(matrix, column -> numbers.floats(column, column.length)));
  }

  /// What is done with a row or a column of a matrix.
  private interface Line {
    void write(float[] numbers) throws IOException;
  }

  /// Goes through the columns of a matrix, some read at a time.
  private static void columns(Tensor matrix, Line each) throws IOException {
    int rows = size(matrix, 0);
    int size = size(matrix, 1);
    int atATime = Math.clamp(CHUNK / rows, 1, size);
    float[] piece = new float[atATime];
    float[][] columns = new float[atATime][rows];
    for (int from = 0; from < size; from += atATime) {
      int count = Math.min(size - from, atATime);
      for (int row = 0; row < rows; row++) {
        matrix.read((long) row * size + from, piece, count);
        for (int i = 0; i < count; i++) {
          columns[i][row] = piece[i];
        }
      }
      for (int i = 0; i < count; i++) {
        each.write(columns[i]);
      }
    }
  }

  /// The rows of a matrix as integers of at most `largest`, in the same layout.
  static Initializer rows(Tensor matrix, int largest) {
    return new Initializer(
        matrix.name() + " int8",
        NumberType.INT8,
        matrix.shape(),
        numbers ->
            rows(
                matrix,
                row -> {
                  float scale = scale(matrix, row, largest);
                  for (float value : row) {
                    numbers.whole8((byte) Math.rint(value / scale));
                  }
                }));
  }

  /// The rows of a matrix as integers of at most `largest`, transposed.
  static Initializer rowsTransposed(Tensor matrix, int largest) {
    return new Initializer(
        matrix.name() + " transposed int8",
        NumberType.INT8,
        matrix.shape().reversed(),
        numbers -> {
          FloatBuffer scales = FloatBuffer.allocate(size(matrix, 0));
          rows(matrix, row -> scales.put(scale(matrix, row, largest)));
          columns(
              matrix,
              column -> {
                for (int i = 0; i < column.length; i++) {
                  numbers.whole8((byte) Math.rint(column[i] / scales.get(i)));
                }
              });
        });
  }

  /// What the integers of each row are to be multiplied with.
  ///
  /// @param shape that of the scales, whose sizes multiply to the matrix's rows
  static Initializer scales(Tensor matrix, int largest, List<Long> shape) {
    return new Initializer(
        matrix.name() + " scale",
        NumberType.FLOAT,
        shape,
        numbers -> rows(matrix, row -> numbers.real(scale(matrix, row, largest))));
  }

  private static void rows(Tensor matrix, Line each) throws IOException {
    float[] row = new float[size(matrix, 1)];
    for (int i = 0; i < size(matrix, 0); i++) {
      matrix.read((long) i * row.length, row, row.length);
      each.write(row);
    }
  }

  private static float scale(Tensor matrix, float[] row, int largest) throws IOException {
    float furthest = 0;
    for (float value : row) {
      if (!Float.isFinite(value)) {
        throw new IOException(
            "the tensor '%s' in '%s' has a number that is %s; expected finite ones"
                .formatted(matrix.name(), matrix.file(), value));
      }
      furthest = Math.max(furthest, Math.abs(value));
    }
    float scale = furthest / largest;
    return scale < Float.MIN_NORMAL ? 1 : scale;
  }

  private static int size(Tensor matrix, int axis) {
    return Math.toIntExact(matrix.shape().get(axis));
  }
}

package pleiad.encode.onnx;

import java.io.IOException;
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
    int outputs = size(matrix, 0);
    int inputs = size(matrix, 1);
    return new Initializer(
        matrix.name() + " transposed",
        NumberType.FLOAT,
        List.of((long) inputs, (long) outputs),
        numbers -> {
          float[] values = matrix.floats();
          for (int input = 0; input < inputs; input++) {
            for (int output = 0; output < outputs; output++) {
              numbers.real(values[output * inputs + input]);
            }
          }
        });
  }

  /// The rows of a matrix as integers of at most `largest`, in the same layout.
  static Initializer rows(Tensor matrix, int largest) {
    int size = size(matrix, 1);
    return new Initializer(
        matrix.name() + " int8",
        NumberType.INT8,
        matrix.shape(),
        numbers -> {
          float[] row = new float[size];
          for (int i = 0; i < size(matrix, 0); i++) {
            matrix.read((long) i * size, row, size);
            float scale = scale(matrix, row, 0, size, largest);
            for (float value : row) {
              numbers.whole8((byte) Math.rint(value / scale));
            }
          }
        });
  }

  /// The rows of a matrix as integers of at most `largest`, transposed.
  static Initializer rowsTransposed(Tensor matrix, int largest) {
    int outputs = size(matrix, 0);
    int inputs = size(matrix, 1);
    return new Initializer(
        matrix.name() + " transposed int8",
        NumberType.INT8,
        List.of((long) inputs, (long) outputs),
        numbers -> {
          float[] values = matrix.floats();
          float[] scales = new float[outputs];
          for (int output = 0; output < outputs; output++) {
            scales[output] = scale(matrix, values, output * inputs, inputs, largest);
          }
          for (int input = 0; input < inputs; input++) {
            for (int output = 0; output < outputs; output++) {
              numbers.whole8((byte) Math.rint(values[output * inputs + input] / scales[output]));
            }
          }
        });
  }

  /// What the integers of each row are to be multiplied with.
  ///
  /// @param shape that of the scales, whose sizes multiply to the matrix's rows
  static Initializer scales(Tensor matrix, int largest, List<Long> shape) {
    int size = size(matrix, 1);
    return new Initializer(
        matrix.name() + " scale",
        NumberType.FLOAT,
        shape,
        numbers -> {
          float[] row = new float[size];
          for (int i = 0; i < size(matrix, 0); i++) {
            matrix.read((long) i * size, row, size);
            numbers.real(scale(matrix, row, 0, size, largest));
          }
        });
  }

  private static float scale(Tensor matrix, float[] values, int from, int size, int largest)
      throws IOException {
    float furthest = 0;
    for (int i = from; i < from + size; i++) {
      if (!Float.isFinite(values[i])) {
        throw new IOException(
            "the tensor '%s' in '%s' has a number that is %s; expected finite ones"
                .formatted(matrix.name(), matrix.file(), values[i]));
      }
      furthest = Math.max(furthest, Math.abs(values[i]));
    }
    float scale = furthest / largest;
    return scale == 0 ? 1 : scale;
  }

  private static int size(Tensor matrix, int axis) {
    return Math.toIntExact(matrix.shape().get(axis));
  }
}

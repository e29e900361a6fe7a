package pleiad.encode.onnx;

import java.util.List;
import pleiad.encode.weights.Tensor;

/// How a graph multiplies by a matrix and looks up rows of the table of words: what a [Precision]
/// means in operators.
sealed interface Arithmetic {
  /// The arithmetic of a precision.
  static Arithmetic of(Precision precision) {
    return switch (precision) {
      case FLOAT32 -> new Floats();
      case INT8 -> new Integers();
    };
  }

  /// `x · wᵀ`.
  ///
  /// @param matrix `[outputs, inputs]`
  String multiply(Graph graph, String x, Tensor matrix);

  /// Rows of a table.
  ///
  /// @param table `[rows, numbers]`
  String rows(Graph graph, String ids, Tensor table);

  /// Single precision.
  record Floats() implements Arithmetic {
    @Override
    public String multiply(Graph graph, String x, Tensor matrix) {
      return graph.add("MatMul", List.of(x, graph.initializer(Weights.transposed(matrix))));
    }

    @Override
    public String rows(Graph graph, String ids, Tensor table) {
      return graph.add("Gather", List.of(graph.initializer(Weights.same(table)), ids));
    }
  }

  /// Integers, in the operators that ONNX Runtime's dynamic quantization makes and its optimizer
  /// knows.
  record Integers() implements Arithmetic {
    /// See [Precision#INT8].
    private static final int MATRIX = 64;

    /// Rows are not multiplied as integers, so all of them may be used.
    private static final int TABLE = 127;

    @Override
    public String multiply(Graph graph, String x, Tensor matrix) {
      List<String> quantized = graph.addOnce("DynamicQuantizeLinear", List.of(x), 3);
      String weights = graph.initializer(Weights.rowsTransposed(matrix, MATRIX));
      String scales =
          graph.initializer(Weights.scales(matrix, MATRIX, matrix.shape().subList(0, 1)));
      String product =
          graph.add("MatMulInteger", List.of(quantized.get(0), weights, quantized.get(2)));
      String scale = graph.add("Mul", List.of(quantized.get(1), scales));
      return graph.add("Mul", List.of(floats(graph, product), scale));
    }

    @Override
    public String rows(Graph graph, String ids, Tensor table) {
      String integers = graph.initializer(Weights.rows(table, TABLE));
      String scales =
          graph.initializer(Weights.scales(table, TABLE, List.of(table.shape().getFirst(), 1L)));
      String row = graph.add("Gather", List.of(integers, ids));
      String scale = graph.add("Gather", List.of(scales, ids));
      return graph.add("Mul", List.of(floats(graph, row), scale));
    }

    private static String floats(Graph graph, String integers) {
      return graph.add(
          "Cast", List.of(integers), new Attribute.Whole("to", NumberType.FLOAT.code()));
    }
  }
}

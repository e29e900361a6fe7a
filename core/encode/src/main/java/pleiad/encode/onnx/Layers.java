package pleiad.encode.onnx;

import java.io.IOException;
import java.util.List;

/// What encoders are made of, added to a graph with a checkpoint's weights. Shapes in comments: `b`
/// texts, `n` tokens, `h` heads of `d` numbers.
record Layers(Graph graph, Checkpoint checkpoint, Arithmetic arithmetic) {
  private static final long ALONG_LAST = -1;

  /// Rows of the table of words.
  String words(String ids, String table, int rows, int size) throws IOException {
    return arithmetic.rows(graph, ids, checkpoint.tensor(table, rows, size));
  }

  /// Rows of a small table, such as that of the positions.
  String rows(String ids, String table, int rows, int size) throws IOException {
    String values = graph.initializer(Weights.same(checkpoint.tensor(table, rows, size)));
    return graph.add("Gather", List.of(values, ids));
  }

  /// `x · wᵀ + b`.
  String linear(String x, String name, int inputs, int outputs, boolean biased) throws IOException {
    String product =
        arithmetic.multiply(graph, x, checkpoint.tensor(name + ".weight", outputs, inputs));
    if (!biased) {
      return product;
    }
    String bias = graph.initializer(Weights.same(checkpoint.tensor(name + ".bias", outputs)));
    return plus(product, bias);
  }

  /// `(x - mean) / √(variance + ε) · w + b`, over the numbers of a token.
  String norm(String x, String name, int size, boolean biased, double epsilon) throws IOException {
    String weight =
        graph.initializer(Weights.same(checkpoint.either(name + ".weight", name + ".gamma", size)));
    Attribute[] attributes = {
      new Attribute.Whole("axis", ALONG_LAST), new Attribute.Real("epsilon", (float) epsilon)
    };
    if (!biased) {
      return graph.add("LayerNormalization", List.of(x, weight), attributes);
    }
    String bias =
        graph.initializer(Weights.same(checkpoint.either(name + ".bias", name + ".beta", size)));
    return graph.add("LayerNormalization", List.of(x, weight, bias), attributes);
  }

  String plus(String a, String b) {
    return graph.add("Add", List.of(a, b));
  }

  /// `[b, n, h·d]` to `[b, h, n, d]`.
  String heads(String x, int heads, int size) {
    String apart =
        graph.add("Reshape", List.of(x, graph.wholes(0L, 0L, (long) heads, (long) (size / heads))));
    return transpose(apart, 0, 2, 1, 3);
  }

  /// `softmax(q · kᵀ / √d + bias) · v`, as `[b, n, h·d]`.
  ///
  /// @param q queries, `[b, h, n, d]`
  /// @param k keys, as many
  /// @param v values, as many
  /// @param bias what is added to every score, `[b or 1, 1, n or 1, n]`
  String attention(String q, String k, String v, String bias, int heads, int size) {
    int headSize = size / heads;
    float scale = (float) (1 / Math.sqrt(headSize));
    String dots = graph.add("MatMul", List.of(q, transpose(k, 0, 1, 3, 2)));
    String scores = graph.add("Mul", List.of(dots, graph.real(scale)));
    String weights =
        graph.add("Softmax", List.of(plus(scores, bias)), new Attribute.Whole("axis", ALONG_LAST));
    String mixed = transpose(graph.add("MatMul", List.of(weights, v)), 0, 2, 1, 3);
    return graph.add("Reshape", List.of(mixed, graph.wholes(0L, 0L, (long) size)));
  }

  private String transpose(String x, long... order) {
    return graph.add(
        "Transpose",
        List.of(x),
        new Attribute.Wholes("perm", List.of(order[0], order[1], order[2], order[3])));
  }

  /// Which tokens may be seen, from an attention mask: `[b, n]` to `[b, 1, 1, n]`.
  String seen(String mask) {
    String bool = graph.add("Cast", List.of(mask), new Attribute.Whole("to", 9));
    return graph.add("Unsqueeze", List.of(bool, graph.wholes(1L, 2L)));
  }

  /// What is added to scores: 0 where a token is seen, the lowest float where not. That is what
  /// eager attention adds; a text without any token gives numbers and not NaN.
  String bias(String seen) {
    return graph.add("Where", List.of(seen, graph.real(0), graph.real(-Float.MAX_VALUE)));
  }

  /// The numbers from 0 to the length of the texts.
  String positions(String ids) {
    String shape = graph.add("Shape", List.of(ids));
    String length = graph.add("Gather", List.of(shape, graph.whole(1)));
    return graph.add("Range", List.of(graph.whole(0), length, graph.whole(1)));
  }
}

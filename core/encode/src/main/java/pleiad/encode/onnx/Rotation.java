package pleiad.encode.onnx;

import java.util.List;

/// Rotary position embedding (RoFormer): the numbers `i` and `i + d/2` of a head, as a point, are
/// turned by `position · θ^(-2i/d)`.
///
/// @param cosine of the angles, `[n, d/2]`
/// @param sine of the angles, as many
record Rotation(String cosine, String sine) {
  /// Adds the angles of all positions.
  ///
  /// @param positions `[n]`
  /// @param headSize d, even
  static Rotation of(Graph graph, String positions, double theta, int headSize) {
    String numbers =
        graph.add("Cast", List.of(positions), new Attribute.Whole("to", NumberType.FLOAT.code()));
    String column = graph.add("Unsqueeze", List.of(numbers, graph.wholes(1L)));
    String speeds = graph.initializer(speeds(theta, headSize));
    String angles = graph.add("Mul", List.of(column, speeds));
    return new Rotation(graph.add("Cos", List.of(angles)), graph.add("Sin", List.of(angles)));
  }

  /// Angles of position 1. Every step is rounded to single precision, as where models are trained:
  /// at the thousandth position a rounding shows a thousandfold.
  private static Initializer speeds(double theta, int headSize) {
    return new Initializer(
        "angles of theta %s".formatted(theta),
        NumberType.FLOAT,
        List.of((long) headSize / 2),
        numbers -> {
          for (int i = 0; i < headSize; i += 2) {
            float exponent = (float) i / headSize;
            numbers.real(1 / (float) Math.pow(theta, exponent));
          }
        });
  }

  /// Turns queries or keys.
  ///
  /// @param x `[b, h, n, d]`
  String turn(Graph graph, String x) {
    Attribute last = new Attribute.Whole("axis", -1);
    List<String> halves =
        graph.add("Split", List.of(x), 2, last, new Attribute.Whole("num_outputs", 2));
    String first = halves.get(0);
    String second = halves.get(1);
    String turnedFirst =
        graph.add("Sub", List.of(times(graph, first, cosine), times(graph, second, sine)));
    String turnedSecond =
        graph.add("Add", List.of(times(graph, second, cosine), times(graph, first, sine)));
    return graph.add("Concat", List.of(turnedFirst, turnedSecond), last);
  }

  private static String times(Graph graph, String a, String b) {
    return graph.add("Mul", List.of(a, b));
  }
}

package pleiad.encode.onnx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A graph that grows operation by operation. A value is known by its name, which is what every
/// method gives; operations stand in the order in which they were added, so whatever one needs
/// comes before it.
final class Graph {
  private static final String NAME = "encoder";

  private final List<Node> nodes = new ArrayList<>();
  private final List<Value> inputs = new ArrayList<>();
  private final List<Value> outputs = new ArrayList<>();
  private final Map<String, Initializer> initializers = new LinkedHashMap<>();

  /// Adds an input.
  ///
  /// @param sizes a number each, or a name where only the input tells
  String input(String name, NumberType type, String... sizes) {
    inputs.add(new Value(name, type, List.of(sizes)));
    return name;
  }

  /// Gives a value out, under a name of its own.
  void output(String value, String name, NumberType type, String... sizes) {
    nodes.add(new Node("Identity", name, List.of(value), List.of(name), List.of()));
    outputs.add(new Value(name, type, List.of(sizes)));
  }

  /// Adds a tensor; one that is there already is taken once.
  String initializer(Initializer initializer) {
    initializers.putIfAbsent(initializer.name(), initializer);
    return initializer.name();
  }

  /// A constant row of whole numbers, such as a shape or axes.
  String wholes(Long... values) {
    List<Long> row = List.of(values);
    return initializer(Initializer.wholes("constant " + row, row));
  }

  /// A constant whole number.
  String whole(long value) {
    return initializer(Initializer.whole("constant " + value, value));
  }

  /// A constant float.
  String real(float value) {
    return initializer(Initializer.real("constant %sf".formatted(value), value));
  }

  /// Adds an operation of one output.
  String add(String operator, List<String> inputs, Attribute... attributes) {
    return add(operator, inputs, 1, attributes).getFirst();
  }

  /// Adds an operation of several outputs.
  List<String> add(String operator, List<String> inputs, int outputs, Attribute... attributes) {
    String name = "%s_%d".formatted(operator, nodes.size());
    List<String> names = new ArrayList<>();
    for (int i = 0; i < outputs; i++) {
      names.add(outputs == 1 ? name : "%s.%d".formatted(name, i));
    }
    nodes.add(new Node(operator, name, inputs, names, List.of(attributes)));
    return names;
  }

  /// Adds an operation without attributes, or gives the outputs of the same one on the same inputs.
  List<String> addOnce(String operator, List<String> inputs, int outputs) {
    for (Node node : nodes) {
      if (node.operator().equals(operator) && node.inputs().equals(inputs)) {
        return node.outputs();
      }
    }
    return add(operator, inputs, outputs);
  }

  List<Initializer> initializers() {
    return List.copyOf(initializers.values());
  }

  List<Node> nodes() {
    return Collections.unmodifiableList(nodes);
  }

  /// The graph as `GraphProto`, but without its initializers.
  ///
  /// | field of `GraphProto` | 1     | 2    | 5            | 11     | 12      |
  /// |-----------------------|-------|------|--------------|--------|---------|
  /// | what                  | nodes | name | initializers | inputs | outputs |
  Wire wire() {
    Wire wire = new Wire();
    nodes.forEach(node -> wire.message(1, node.wire()));
    wire.text(2, NAME);
    inputs.forEach(input -> wire.message(11, input.wire()));
    outputs.forEach(output -> wire.message(12, output.wire()));
    return wire;
  }
}

package pleiad.encode;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// A transformer in ONNX Runtime: the ids of one text in, numbers out.
///
/// One text a pass and no padding. That is the fastest form on a processor, and with int8 weights
/// the only one in which a vector is a function of its text alone: activations are scaled by the
/// largest of a whole batch. A pass runs on its caller's thread and does not spin; parallelism is
/// many callers on one session.
final class Session implements AutoCloseable {
  private static final String IDS = "input_ids";
  private static final String ATTENTION = "attention_mask";
  private static final String TYPES = "token_type_ids";

  private final LoadedGraph graph;
  private final String output;
  private final int width;

  private Session(LoadedGraph graph, String output, int width) {
    this.graph = graph;
    this.output = output;
    this.width = width;
  }

  /// Loads the graph from the bytes of an `.onnx` file.
  ///
  /// @param environment as [OrtLibrary] gives it
  /// @param output the name of the output that passes give
  /// @param width numbers of its last axis
  /// @throws IllegalStateException when the graph cannot be run, or the JVM is shutting down
  static Session load(OrtEnvironment environment, byte[] onnx, String output, int width) {
    return load(
        environment,
        "the graph of %d bytes".formatted(onnx.length),
        options -> environment.createSession(onnx, options),
        output,
        width);
  }

  /// Loads the graph from an `.onnx` file, and its large tensors from the files beside it.
  ///
  /// @throws IllegalStateException as [#load(OrtEnvironment, byte\[\], String, int)]
  static Session load(OrtEnvironment environment, Path onnx, String output, int width) {
    return load(
        environment,
        "the graph '%s'".formatted(onnx),
        options -> environment.createSession(onnx.toString(), options),
        output,
        width);
  }

  private static Session load(
      OrtEnvironment environment,
      String name,
      LoadedGraph.Opening opening,
      String output,
      int width) {
    return LoadedGraph.load(
        environment,
        OrtLibrary.options(1),
        name + " is no transformer",
        opening,
        graph -> {
          check(graph.session(), output, width);
          return new Session(graph, output, width);
        });
  }

  private static void check(OrtSession session, String output, int width) throws OrtException {
    for (NodeInfo input : session.getInputInfo().values()) {
      if (!Set.of(IDS, ATTENTION, TYPES).contains(input.getName())
          || !(input.getInfo() instanceof TensorInfo tensor)
          || tensor.type != OnnxJavaType.INT64) {
        throw new OrtException(
            "its inputs should be '%s', '%s' and '%s', of int64; it has %s"
                .formatted(IDS, ATTENTION, TYPES, input));
      }
    }
    NodeInfo found = session.getOutputInfo().get(output);
    if (found == null
        || !(found.getInfo() instanceof TensorInfo tensor)
        || tensor.type != OnnxJavaType.FLOAT
        || !lastIs(tensor.getShape(), width)) {
      throw new OrtException(
          "'%s' should be floats with a last axis of %d, and is %s"
              .formatted(output, width, found == null ? "missing" : found));
    }
  }

  /// An axis of -1 is known only when the graph runs.
  private static boolean lastIs(long[] shape, int width) {
    return shape.length >= 2 && (shape[shape.length - 1] == width || shape[shape.length - 1] == -1);
  }

  /// The output of a pass, row-major: a row a token where the output has tokens.
  ///
  /// @param ids token numbers, special ones included
  /// @param attention 1 for each token that others may look at, 0 for others
  /// @param types 0 for each token of the first text, 1 for those of the second
  float[] pass(long[] ids, long[] attention, long[] types) {
    try {
      return graph.run(() -> run(ids, attention, types));
    } catch (OrtException failed) {
      throw new IllegalStateException(
          "the model failed on %d tokens: %s".formatted(ids.length, failed.getMessage()), failed);
    }
  }

  private float[] run(long[] ids, long[] attention, long[] types) throws OrtException {
    try (OnnxTensor idTensor = graph.row(ids);
        OnnxTensor attentionTensor = graph.row(attention);
        OnnxTensor typeTensor = graph.row(types)) {
      Map<String, OnnxTensor> inputs = new HashMap<>();
      for (String name : graph.session().getInputNames()) {
        inputs.put(
            name,
            switch (name) {
              case IDS -> idTensor;
              case ATTENTION -> attentionTensor;
              default -> typeTensor;
            });
      }
      try (OrtSession.Result result = graph.session().run(inputs, Set.of(output))) {
        return numbers((OnnxTensor) result.get(0));
      }
    }
  }

  private float[] numbers(OnnxTensor tensor) throws OrtException {
    long[] shape = tensor.getInfo().getShape();
    if (shape[shape.length - 1] != width) {
      throw new OrtException(
          "'%s' should have %d numbers in a row, and has %d"
              .formatted(output, width, shape[shape.length - 1]));
    }
    FloatBuffer states = tensor.getFloatBuffer();
    float[] numbers = new float[states.remaining()];
    states.get(numbers);
    return numbers;
  }

  /// Waits for passes under way.
  @Override
  public void close() {
    graph.close("the encoder is closed");
  }
}

package pleiad.encode;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import pleiad.encode.onnx.GraphOperators;

/// A transformer in ONNX Runtime: the ids of texts in, numbers out.
///
/// A pass runs on its caller's thread and does not spin; parallelism is many callers on one
/// session. A text is alone in its pass, or with others of like length where they are short and the
/// graph keeps them apart: with int8 weights it does not, as activations are scaled by the largest
/// of a whole batch.
final class Session implements AutoCloseable {
  private static final String IDS = "input_ids";
  private static final String ATTENTION = "attention_mask";
  private static final String TYPES = "token_type_ids";

  private final LoadedGraph graph;
  private final String output;
  private final int width;
  private final int batchTokens;

  private Session(LoadedGraph graph, Wanted wanted, int batchTokens) {
    this.graph = graph;
    this.output = wanted.output();
    this.width = wanted.width();
    this.batchTokens = batchTokens;
  }

  /// What passes are to give, and where they run.
  ///
  /// @param output the name of an output
  /// @param width numbers of its last axis
  record Wanted(String output, int width, Device device) {}

  /// Loads the graph from the bytes of an `.onnx` file.
  ///
  /// @param environment as [OrtLibrary] gives it
  /// @throws IllegalStateException when the graph cannot be run, there or at all, or the JVM is
  ///   shutting down
  static Session load(OrtEnvironment environment, byte[] onnx, Wanted wanted) {
    return load(
        environment,
        "the graph of %d bytes".formatted(onnx.length),
        options -> environment.createSession(onnx, options),
        () -> GraphOperators.of(onnx),
        wanted);
  }

  /// Loads the graph from an `.onnx` file, and its large tensors from the files beside it.
  ///
  /// @throws IllegalStateException as [#load(OrtEnvironment, byte\[\], Wanted)]
  static Session load(OrtEnvironment environment, Path onnx, Wanted wanted) {
    return load(
        environment,
        "the graph '%s'".formatted(onnx),
        options -> environment.createSession(onnx.toString(), options),
        () -> GraphOperators.read(onnx),
        wanted);
  }

  /// Reads what a graph is made of.
  private interface Reading {
    GraphOperators operators() throws IOException;
  }

  private static Session load(
      OrtEnvironment environment,
      String name,
      LoadedGraph.Opening opening,
      Reading reading,
      Wanted wanted) {
    return LoadedGraph.load(
        environment,
        OrtLibrary.options(1, wanted.device()),
        name + " is no transformer",
        opening,
        graph -> {
          check(graph.session(), wanted.output(), wanted.width());
          boolean together = takesBatches(graph.session(), wanted) && keepsApart(reading);
          return new Session(graph, wanted, together ? wanted.device().batchTokens() : 1);
        });
  }

  private static boolean takesBatches(OrtSession session, Wanted wanted) throws OrtException {
    boolean open = session.getInputNames().contains(ATTENTION);
    for (NodeInfo input : session.getInputInfo().values()) {
      open &= Arrays.equals(shape(input), new long[] {-1, -1});
    }
    long[] given = shape(Objects.requireNonNull(session.getOutputInfo().get(wanted.output())));
    return open && given.length == 3 && given[0] == -1;
  }

  private static boolean keepsApart(Reading reading) throws OrtException {
    try {
      return reading.operators().keepTextsApart();
    } catch (IOException unreadable) {
      OrtException refusal = new OrtException(String.valueOf(unreadable.getMessage()));
      refusal.initCause(unreadable);
      throw refusal;
    }
  }

  private static long[] shape(NodeInfo value) {
    return value.getInfo() instanceof TensorInfo tensor ? tensor.getShape() : new long[0];
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

  /// Tokens, padding included, that texts may share a pass up to; 1 where each is to be alone.
  int batchTokens() {
    return batchTokens;
  }

  /// The output of a pass over one text, row-major: a row a token where the output has tokens.
  float[] run(Pass pass) {
    return run(List.of(pass), pass.ids().length);
  }

  /// The output of one pass over several texts, for each of them as [#run(Pass)] gives it.
  List<float[]> run(List<Pass> together) {
    int longest = together.stream().mapToInt(pass -> pass.ids().length).max().orElseThrow();
    float[] numbers = run(together, longest);
    List<float[]> each = new ArrayList<>();
    for (int i = 0; i < together.size(); i++) {
      int from = i * longest * width;
      each.add(Arrays.copyOfRange(numbers, from, from + together.get(i).ids().length * width));
    }
    return each;
  }

  private float[] run(List<Pass> together, int longest) {
    try {
      return graph.run(() -> pass(together, longest));
    } catch (OrtException failed) {
      throw new IllegalStateException(
          "the model failed on %s: %s"
              .formatted(
                  together.size() == 1
                      ? longest + " tokens"
                      : "%d texts of up to %d tokens".formatted(together.size(), longest),
                  failed.getMessage()),
          failed);
    }
  }

  private float[] pass(List<Pass> together, int longest) throws OrtException {
    try (OnnxTensor ids = tensor(together, longest, Pass::ids);
        OnnxTensor attention = tensor(together, longest, Pass::attention);
        OnnxTensor types = tensor(together, longest, Pass::types)) {
      Map<String, OnnxTensor> inputs = new HashMap<>();
      for (String name : graph.session().getInputNames()) {
        inputs.put(
            name,
            switch (name) {
              case IDS -> ids;
              case ATTENTION -> attention;
              default -> types;
            });
      }
      try (OrtSession.Result result = graph.session().run(inputs, Set.of(output))) {
        return numbers((OnnxTensor) result.get(0));
      }
    }
  }

  /// A row a text; behind a shorter one stand zeros, which nobody attends to.
  private OnnxTensor tensor(List<Pass> together, int longest, Function<Pass, long[]> values)
      throws OrtException {
    LongBuffer rows = LongBuffer.allocate(together.size() * longest);
    for (int i = 0; i < together.size(); i++) {
      rows.put(i * longest, values.apply(together.get(i)));
    }
    return OnnxTensor.createTensor(
        graph.environment(), rows, new long[] {together.size(), longest});
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

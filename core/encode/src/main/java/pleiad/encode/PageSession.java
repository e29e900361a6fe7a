package pleiad.encode;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import pleiad.encode.image.PageInput;

/// A page-image model in ONNX Runtime: one page or one query in, a row for each token out.
///
/// One of them a pass and no padding, so a row is a function of its page or query alone.
final class PageSession implements AutoCloseable {
  private final Path file;
  private final LoadedGraph graph;
  private final PageContract contract;

  private PageSession(Path file, LoadedGraph graph, PageContract contract) {
    this.file = file;
    this.graph = graph;
    this.contract = contract;
  }

  /// Loads a graph; files with its large tensors lie beside it.
  ///
  /// @param threads how many one pass may use
  /// @throws IllegalStateException when the graph cannot be run or is of another kind
  static PageSession load(OrtEnvironment environment, Path onnx, int threads, Device device) {
    return LoadedGraph.load(
        environment,
        OrtLibrary.options(threads, device),
        "'%s' is no page-image model".formatted(onnx),
        options -> environment.createSession(onnx.toString(), options),
        graph -> new PageSession(onnx, graph, PageContract.of(graph.session())));
  }

  /// What the graph takes and gives.
  PageContract contract() {
    return contract;
  }

  /// Checks that a graph that takes pictures takes those of a family.
  ///
  /// @param example any of the family's inputs
  /// @throws IllegalStateException when it does not
  void check(PageInput example) {
    Set<String> names = graph.session().getInputNames();
    boolean grid = !example.imageGrid().isEmpty();
    int sizes = example.pixelShape().size();
    boolean tiles = sizes == 5;
    try {
      if (!contract.takesPixels()) {
        return;
      }
      int declared = info(PageContract.PIXELS).getShape().length;
      if (declared != sizes && !(grid && declared == sizes - 1)) {
        throw new OrtException(
            "'%s' should have %d sizes, and has %d"
                .formatted(PageContract.PIXELS, sizes, declared));
      }
      if (names.contains(PageContract.GRID) != grid) {
        throw new OrtException(
            "it should %stake '%s'".formatted(grid ? "" : "not ", PageContract.GRID));
      }
      if (names.contains(PageContract.PIXEL_MASK) && !tiles) {
        throw new OrtException("it should not take '%s'".formatted(PageContract.PIXEL_MASK));
      }
    } catch (OrtException other) {
      throw new IllegalStateException(
          "'%s' is not of the family that its config.json names: %s"
              .formatted(file, other.getMessage()),
          other);
    }
  }

  /// The output's rows, row-major, one for each of the input's tokens.
  ///
  /// @throws IllegalStateException when the model fails, gives another number of rows, is closed,
  ///   or the JVM is shutting down
  float[] rows(PageInput input) {
    try {
      return graph.run(() -> pass(input));
    } catch (OrtException failed) {
      throw new IllegalStateException(
          "'%s' failed on %s: %s".formatted(file, input, failed.getMessage()), failed);
    }
  }

  private float[] pass(PageInput input) throws OrtException {
    Map<String, OnnxTensor> tensors = new HashMap<>();
    try {
      for (String name : graph.session().getInputNames()) {
        tensors.put(name, tensor(name, input));
      }
      try (OrtSession.Result result = graph.session().run(tensors, Set.of(contract.output()))) {
        FloatBuffer numbers = ((OnnxTensor) result.get(0)).getFloatBuffer();
        int rows = input.ids().length;
        if (numbers.remaining() != (long) rows * contract.dimension()) {
          throw new OrtException(
              "it should give %d rows of %d numbers, and gave %d numbers"
                  .formatted(rows, contract.dimension(), numbers.remaining()));
        }
        float[] copy = new float[numbers.remaining()];
        numbers.get(copy);
        return copy;
      }
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
  }

  private OnnxTensor tensor(String name, PageInput input) throws OrtException {
    long[] ids = Arrays.stream(input.ids()).asLongStream().toArray();
    return switch (name) {
      case PageContract.IDS -> graph.row(ids);
      case PageContract.MASK -> graph.row(input.attentionMask());
      case PageContract.TYPES -> graph.row(new long[ids.length]);
      case PageContract.PIXELS -> pixels(input);
      case PageContract.PIXEL_MASK -> pixelMask(input);
      case PageContract.GRID ->
          graph.row(input.imageGrid().stream().mapToLong(Long::longValue).toArray());
      default -> throw new OrtException("no value is known for the input '%s'".formatted(name));
    };
  }

  /// The picture, without the batch where the graph wants all patches in one line, as Qwen2-VL's
  /// own does.
  private OnnxTensor pixels(PageInput input) throws OrtException {
    TensorInfo wanted = info(PageContract.PIXELS);
    List<Long> sizes = input.pixelShape();
    if (wanted.getShape().length == sizes.size() - 1 && !input.imageGrid().isEmpty()) {
      sizes = sizes.subList(1, sizes.size());
    }
    long[] shape = sizes.stream().mapToLong(Long::longValue).toArray();
    FloatBuffer values = input.pixelValues();
    if (wanted.type == OnnxJavaType.FLOAT) {
      return OnnxTensor.createTensor(graph.environment(), values, shape);
    }
    ByteBuffer halves =
        ByteBuffer.allocateDirect(Math.multiplyExact(values.remaining(), Short.BYTES))
            .order(ByteOrder.nativeOrder());
    while (values.hasRemaining()) {
      halves.putShort(Float.floatToFloat16(values.get()));
    }
    return OnnxTensor.createTensor(graph.environment(), halves.flip(), shape, OnnxJavaType.FLOAT16);
  }

  /// One for every pixel of every tile: a single page needs no padding.
  private OnnxTensor pixelMask(PageInput input) throws OrtException {
    List<Long> sizes = input.pixelShape();
    long[] shape = {sizes.get(0), sizes.get(1), sizes.get(3), sizes.get(4)};
    int count = Math.toIntExact(shape[1] * shape[2] * shape[3]);
    if (info(PageContract.PIXEL_MASK).type == OnnxJavaType.INT64) {
      long[] ones = new long[count];
      Arrays.fill(ones, 1);
      return OnnxTensor.createTensor(graph.environment(), LongBuffer.wrap(ones), shape);
    }
    byte[] ones = new byte[count];
    Arrays.fill(ones, (byte) 1);
    ByteBuffer direct = ByteBuffer.allocateDirect(count).put(ones).flip();
    return OnnxTensor.createTensor(graph.environment(), direct, shape, OnnxJavaType.BOOL);
  }

  private TensorInfo info(String input) throws OrtException {
    NodeInfo info = graph.session().getInputInfo().get(input);
    if (info != null && info.getInfo() instanceof TensorInfo tensor) {
      return tensor;
    }
    throw new OrtException("the input '%s' is no tensor".formatted(input));
  }

  /// Waits for passes under way.
  @Override
  public void close() {
    graph.close("the page-image model is closed");
  }
}

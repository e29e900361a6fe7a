package pleiad.encode;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a graph of a page-image model has to take and give.
///
/// | input                  | type                | shape                                       |
/// |------------------------|---------------------|---------------------------------------------|
/// | `input_ids`            | int64               | `[batch, tokens]`                           |
/// | `attention_mask`       | int64               | `[batch, tokens]`                           |
/// | `token_type_ids`       | int64, may be absent | `[batch, tokens]`, always 0                |
/// | `pixel_values`         | float, float16      | as its family has it; absent for queries only |
/// | `image_grid_thw`       | int64               | `[batch, 3]`, Qwen2-VL                      |
/// | `pixel_attention_mask` | int64, bool         | `[batch, tiles, height, width]`, Idefics3; may be absent |
///
/// The output is `embeddings`, `output`, `contextual` or the only one: floats or float16s, `[batch,
/// tokens, dimension]`, the dimension being known.
record PageContract(String output, int dimension, boolean takesPixels) {
  static final String IDS = "input_ids";
  static final String MASK = "attention_mask";
  static final String TYPES = "token_type_ids";
  static final String PIXELS = "pixel_values";
  static final String GRID = "image_grid_thw";
  static final String PIXEL_MASK = "pixel_attention_mask";

  private static final Map<String, Set<OnnxJavaType>> INPUTS =
      Map.of(
          IDS, Set.of(OnnxJavaType.INT64),
          MASK, Set.of(OnnxJavaType.INT64),
          TYPES, Set.of(OnnxJavaType.INT64),
          PIXELS, Set.of(OnnxJavaType.FLOAT, OnnxJavaType.FLOAT16),
          GRID, Set.of(OnnxJavaType.INT64),
          PIXEL_MASK, Set.of(OnnxJavaType.INT64, OnnxJavaType.BOOL));

  static final List<String> OUTPUTS = List.of("embeddings", "output", "contextual");

  /// Reads a graph's contract.
  ///
  /// @throws OrtException when the graph is of another kind; says what was expected
  static PageContract of(OrtSession session) throws OrtException {
    Map<String, NodeInfo> inputs = session.getInputInfo();
    for (Map.Entry<String, NodeInfo> input : inputs.entrySet()) {
      checkInput(input.getKey(), input.getValue());
    }
    if (!inputs.keySet().containsAll(Set.of(IDS, MASK))) {
      throw new OrtException(
          "it should take '%s' and '%s', and takes %s".formatted(IDS, MASK, inputs.keySet()));
    }
    String output = output(session.getOutputInfo());
    NodeInfo info = session.getOutputInfo().get(output);
    if (info != null
        && info.getInfo() instanceof TensorInfo tensor
        && (tensor.type == OnnxJavaType.FLOAT || tensor.type == OnnxJavaType.FLOAT16)
        && tensor.getShape().length == 3
        && tensor.getShape()[2] > 0) {
      return new PageContract(
          output, Math.toIntExact(tensor.getShape()[2]), inputs.containsKey(PIXELS));
    }
    throw new OrtException(
        "'%s' should be floats of the shape [batch, tokens, dimension] with a known dimension, and is %s"
            .formatted(output, info));
  }

  private static void checkInput(String name, NodeInfo input) throws OrtException {
    Set<OnnxJavaType> types = INPUTS.get(name);
    if (types == null) {
      throw new OrtException(
          "it takes '%s', which is not known here; known are %s"
              .formatted(name, INPUTS.keySet().stream().sorted().toList()));
    }
    if (!(input.getInfo() instanceof TensorInfo tensor) || !types.contains(tensor.type)) {
      throw new OrtException("'%s' should be one of %s, and is %s".formatted(name, types, input));
    }
  }

  private static String output(Map<String, NodeInfo> outputs) throws OrtException {
    for (String name : OUTPUTS) {
      if (outputs.containsKey(name)) {
        return name;
      }
    }
    if (outputs.size() == 1) {
      return outputs.keySet().iterator().next();
    }
    throw new OrtException(
        "it should give one of %s, or one output only, and gives %s"
            .formatted(OUTPUTS, outputs.keySet()));
  }
}

package pleiad.encode.onnx;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import pleiad.encode.weights.Safetensors;
import pleiad.encode.weights.Tensor;

/// What transformers makes of a small checkpoint, as `graphs.py` wrote it down.
final class Golden {
  /// A batch of texts.
  ///
  /// @param inputs by name, each `[texts, tokens]`
  record Case(
      String name, int texts, int tokens, Map<String, List<Long>> inputs, List<Float> states) {
    /// One text of the batch, without padding, which is expected to have these states.
    Case alone(int text, float[] ofBatch) {
      int length = 0;
      while (length < tokens && seen(text * tokens + length)) {
        length++;
      }
      int first = text * tokens;
      int end = first + length;
      Map<String, List<Long>> own = new LinkedHashMap<>();
      inputs.forEach((input, values) -> own.put(input, values.subList(first, end)));
      int dimension = states.size() / (texts * tokens);
      List<Float> expected = new ArrayList<>();
      for (int i = first * dimension; i < end * dimension; i++) {
        expected.add(ofBatch[i]);
      }
      return new Case(name, 1, length, own, expected);
    }

    /// Whether a token is text and not padding.
    boolean seen(int token) {
      return Objects.requireNonNull(inputs.get("attention_mask")).get(token) != 0;
    }
  }

  /// The checkpoints.
  static final List<String> MODELS =
      List.of(
          "bert",
          "bert-tanh",
          "distilbert",
          "roberta",
          "xlm-roberta",
          "modernbert",
          "modernbert-hub");

  /// A text of 3 tokens, one of 44, three of 5, 21 and 14, and one of 24 with holes in its mask.
  private static final List<String> CASES = List.of("short", "long", "batch", "holes");

  private Golden() {}

  /// The folder of a checkpoint.
  static Path checkpoint(String model) {
    try {
      return Path.of(
              Objects.requireNonNull(Golden.class.getResource(model + "/config.json"), model)
                  .toURI())
          .resolveSibling("");
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static List<Case> cases(String model) throws IOException {
    List<Case> cases = new ArrayList<>();
    try (Safetensors file = Safetensors.open(checkpoint(model).resolve("golden.safetensors"))) {
      for (String name : CASES) {
        cases.add(read(file, name));
      }
    }
    return cases;
  }

  /// The case of several texts.
  static Case batch(String model) throws IOException {
    return cases(model).get(CASES.indexOf("batch"));
  }

  private static Case read(Safetensors file, String name) throws IOException {
    Map<String, List<Long>> inputs = new LinkedHashMap<>();
    for (String input : List.of("input_ids", "attention_mask", "token_type_ids")) {
      if (file.names().contains(name + "." + input)) {
        inputs.put(input, floats(file, name + "." + input).stream().map(Float::longValue).toList());
      }
    }
    Tensor ids = file.tensor(name + ".input_ids");
    return new Case(
        name,
        Math.toIntExact(ids.shape().get(0)),
        Math.toIntExact(ids.shape().get(1)),
        inputs,
        floats(file, name + ".last_hidden_state"));
  }

  private static List<Float> floats(Safetensors file, String name) throws IOException {
    List<Float> floats = new ArrayList<>();
    for (float value : file.tensor(name).floats()) {
      floats.add(value);
    }
    return floats;
  }
}

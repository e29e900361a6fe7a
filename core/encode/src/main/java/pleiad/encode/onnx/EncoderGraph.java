package pleiad.encode.onnx;

import java.util.List;

/// What there is to know about a graph before running it.
///
/// @param inputs the names of its inputs, each `int64[batch, tokens]`: `input_ids`,
///   `attention_mask`, and `token_type_ids` where the family has them
/// @param output the name of its output, `float[batch, tokens, dimension]`
/// @param dimension numbers of a token's vector
/// @param window tokens, with the special ones, that a text may have
/// @param precision how it keeps its matrices
public record EncoderGraph(
    List<String> inputs, String output, int dimension, int window, Precision precision) {
  /// Keeps the names.
  public EncoderGraph {
    inputs = List.copyOf(inputs);
  }
}

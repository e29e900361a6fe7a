package pleiad.encode.onnx;

import java.io.IOException;
import java.util.List;
import pleiad.encode.weights.Config;

/// A family of encoders, with the sizes and options of one checkpoint.
sealed interface Architecture permits Bert, ModernBert {
  /// Inputs of every family: token numbers, and 1 for each that is to be seen.
  List<String> IDS_AND_MASK = List.of("input_ids", "attention_mask");

  /// Reads what `config.json` says.
  ///
  /// @throws IOException when it is no family that is written here, or has an option that is not
  static Architecture of(Config config) throws IOException {
    return switch (config.text("model_type")) {
      case "bert" -> Bert.bert(config);
      case "roberta", "xlm-roberta" -> Bert.roberta(config);
      case "distilbert" -> Bert.distilBert(config);
      case "modernbert" -> ModernBert.of(config);
      default ->
          throw config.unsupported(
              "model_type", "one of bert, distilbert, roberta, xlm-roberta, modernbert");
    };
  }

  /// A tensor that every encoder of the family has, by which the names' prefix is found.
  String anchor();

  /// The names of the graph's inputs, in this order.
  List<String> inputs();

  /// Numbers of a token's vector.
  int dimension();

  /// Tokens that a text may have.
  int window();

  /// Adds all between the inputs and the last layer's states, and gives the states.
  ///
  /// @throws IOException when a weight is not as expected
  String states(Layers layers) throws IOException;

  /// Refuses options that change what a layer computes.
  ///
  /// @throws IOException when there is one; names it
  static void checkPlain(Config config) throws IOException {
    if (config.has("quantization_config")) {
      throw config.unsupported("quantization_config", "a checkpoint without one");
    }
    for (String flag : List.of("is_decoder", "add_cross_attention")) {
      if (config.flag(flag, false)) {
        throw config.unsupported(flag, "false");
      }
    }
    if (!config.empty("pruned_heads")) {
      throw config.unsupported("pruned_heads", "none");
    }
  }
}

package pleiad.encode.onnx;

import java.util.List;

/// What the numbers are that a graph gives. Exporters tell it by the name of the output, and by
/// nothing else.
public enum GraphContent {
  /// Token vectors, projected and of unit length.
  NORMALIZED,
  /// Token vectors, projected.
  PROJECTED,
  /// The states of the encoder's last layer, a vector a token.
  STATES,
  /// Scores of a text or a pair of texts, one a label.
  LOGITS;

  /// What outputs with such content are called.
  public List<String> names() {
    return switch (this) {
      case NORMALIZED -> List.of("output");
      case PROJECTED -> List.of("contextual");
      case STATES -> List.of("last_hidden_state", "token_embeddings");
      case LOGITS -> List.of("logits");
    };
  }

  /// How many sizes such an output has: texts, tokens and numbers, or texts and labels.
  int axes() {
    return this == LOGITS ? 2 : 3;
  }
}

package pleiad.encode.onnx;

import java.io.IOException;
import pleiad.encode.weights.Config;

/// The sizes of an encoder.
///
/// @param words rows of the table of words
/// @param positions tokens that it was made for
/// @param hidden numbers of a token's vector
/// @param layers how many layers
/// @param heads attention heads of a layer
/// @param inner numbers between the two matrices of a feed-forward block
record Sizes(int words, int positions, int hidden, int layers, int heads, int inner) {
  /// What `config.json` calls the sizes that families call differently.
  record Names(String hidden, String layers, String heads, String inner) {}

  static final Names USUAL =
      new Names("hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size");

  static final Names DISTILLED = new Names("dim", "n_layers", "n_heads", "hidden_dim");

  private static final int MOST = 1 << 24;

  /// Reads the sizes.
  ///
  /// @throws IOException when one is absent or out of bounds, or the heads do not divide the
  ///   numbers
  static Sizes of(Config config, Names names) throws IOException {
    Sizes sizes =
        new Sizes(
            config.whole("vocab_size", 1, MOST),
            config.whole("max_position_embeddings", 1, MOST),
            config.whole(names.hidden(), 1, 1 << 16),
            config.whole(names.layers(), 1, 1_000),
            config.whole(names.heads(), 1, 1 << 16),
            config.whole(names.inner(), 1, 1 << 20));
    if (sizes.hidden % sizes.heads != 0) {
      throw config.unsupported(
          names.heads(),
          "a number that divides %d, the %s".formatted(sizes.hidden, names.hidden()));
    }
    return sizes;
  }
}

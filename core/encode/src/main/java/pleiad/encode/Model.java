package pleiad.encode;

import java.util.Objects;

/// What is recorded about a model, so that vectors of different models never meet.
///
/// @param name what people call it: `bge-small-en-v1.5`
/// @param fingerprint SHA-256, in hex, over all that decides the vectors: graph, vocabulary,
///   profile and dimension. Equal fingerprints mean comparable vectors.
/// @param dimension numbers of a token's vector
/// @param singleDimension numbers of a text's one vector
/// @param window tokens of text that one pass of the model sees; longer texts take several passes
public record Model(
    String name, String fingerprint, int dimension, int singleDimension, int window) {
  /// Checks that the numbers are sizes.
  public Model {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(fingerprint, "fingerprint");
    if (dimension < 1 || singleDimension < 1 || window < 1) {
      throw new IllegalArgumentException(
          "model '%s' has dimensions %d and %d and a window of %d; each must be at least 1"
              .formatted(name, dimension, singleDimension, window));
    }
  }
}

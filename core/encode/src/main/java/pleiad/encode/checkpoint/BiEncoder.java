package pleiad.encode.checkpoint;

import java.util.Locale;

/// A model that gives one vector for a text.
///
/// @param basis what every kind of model has
/// @param pooling how one vector is made of the tokens' states
/// @param projection what makes the model's vector of that one
/// @param comparison how two vectors come to a score
/// @param prompts texts to put in front of a text
/// @param length tokens of a text, with the special ones
/// @param lowerCase whether texts are put into lower case before the tokenizer sees them
public record BiEncoder(
    Basis basis,
    Pooling pooling,
    Projection projection,
    Comparison comparison,
    Prompts prompts,
    int length,
    boolean lowerCase)
    implements Checkpoint {
  /// How two vectors come to a score.
  public enum Comparison {
    /// The dot product of both, brought to unit length.
    COSINE,
    /// The dot product.
    DOT,
    /// The negative distance.
    EUCLIDEAN,
    /// The negative sum of the differences' sizes.
    MANHATTAN;

    /// As sentence-transformers writes it.
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}

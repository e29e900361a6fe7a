package pleiad.encode.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

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

  /// The encoder's states as token vectors, which it was not trained to give; a warning says so.
  public LateInteraction asLateInteraction() {
    List<String> warnings = new ArrayList<>(basis.warnings());
    warnings.add(
        "the vectors are the states of an encoder that was not trained for late interaction; a"
            + " ColBERT model finds more");
    int states = basis.backbone().dimension().orElse(projection.dimension());
    return new LateInteraction(
        new Basis(
            basis.folder(),
            basis.dialect(),
            basis.backbone(),
            basis.tokenizer(),
            basis.graph(),
            warnings),
        new TextForm(
            Markers.NONE,
            new Lengths(length, length),
            new Expansion.None(),
            Skiplist.NONE,
            lowerCase),
        new Projection(List.of(), states, OptionalInt.empty(), List.of(), true),
        Optional.empty(),
        Similarity.MAX_SIM,
        prompts);
  }
}

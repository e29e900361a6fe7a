package pleiad.encode.checkpoint;

import java.util.List;

/// A model that reads a query and a document together and gives a score for each label.
///
/// @param basis what every kind of model has
/// @param labels their names, in the order of the scores; a model that ranks has one
/// @param activation the function over each score
/// @param length tokens of both texts, with the special ones
/// @param prompts texts that the checkpoint names, to put in front of queries
public record CrossEncoder(
    Basis basis, List<String> labels, Activation activation, int length, Prompts prompts)
    implements Checkpoint {
  /// Keeps the names.
  public CrossEncoder {
    labels = List.copyOf(labels);
  }
}

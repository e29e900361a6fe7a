package pleiad.encode.checkpoint;

import java.util.List;
import java.util.OptionalInt;

/// What makes a model's vectors of an encoder's states.
///
/// @param layers applied in this order; none when the states are the vectors, or when the only
///   graph has the projection inside
/// @param dimension numbers of a vector in the end
/// @param cut how many of its first numbers the checkpoint keeps, if not all; what is kept is not
///   brought to unit length again
/// @param shorter how many of its first numbers make a vector too (Matryoshka), largest first
/// @param normalized whether vectors are brought to unit length in the end
public record Projection(
    List<Dense> layers, int dimension, OptionalInt cut, List<Integer> shorter, boolean normalized) {
  /// Keeps the lists.
  public Projection {
    layers = List.copyOf(layers);
    shorter = List.copyOf(shorter);
  }

  /// Numbers of a vector that is kept.
  public int size() {
    return cut.orElse(dimension);
  }

  /// Whether a graph of its dimension that has layers inside must have all of them. Exporters have
  /// left out activations, residuals and all layers but the first.
  boolean isTellable() {
    return layers.stream().allMatch(Dense::plain)
        && (layers.size() < 2 || layers.getFirst().linear().outputs() != dimension);
  }
}

package pleiad.encode;

import java.util.Arrays;
import java.util.List;
import pleiad.encode.checkpoint.Pooling;

/// How a text's one vector comes about.
///
/// @param modes how what is pooled is pooled; several results are put one behind the other
/// @param projected whether token vectors are pooled, those that are kept; otherwise the
///   transformer's states, those of special tokens among them
/// @param withPrompt whether what stands before the text takes part, where there is a prefix
/// @param layers that follow
/// @param dimension numbers kept of the result, the first ones (Matryoshka); then it is scaled to
///   length one
record Single(
    List<Pooling.Mode> modes,
    boolean projected,
    boolean withPrompt,
    List<DenseLayer> layers,
    int dimension) {
  Single {
    modes = List.copyOf(modes);
    layers = List.copyOf(layers);
  }

  /// The mean of the token vectors: what a model for late interaction has for one vector.
  static Single meanOfTokens(int dimension) {
    return new Single(List.of(Pooling.Mode.MEAN), true, true, List.of(), dimension);
  }

  /// Another way over the same rows, without the layers that follow. The first row is that of the
  /// first token of all, whether or not a prompt takes part in other ways.
  ///
  /// @param width numbers of a row
  Single pooledBy(Pooling.Mode mode, int width) {
    boolean all = withPrompt || mode == Pooling.Mode.CLS;
    return new Single(List.of(mode), projected, all, List.of(), width);
  }

  /// All of it but the layers' numbers, for a fingerprint.
  String text() {
    return "%s of %s%s, layers: %d, dimension: %d"
        .formatted(
            modes,
            projected ? "vectors" : "states",
            withPrompt ? "" : " without prompt",
            layers.size(),
            dimension);
  }

  /// Pools `count` rows; not yet of length one.
  float[] of(float[] rows, int count, int width) {
    float[] pooled = Pooled.of(modes, rows, count, width);
    for (DenseLayer layer : layers) {
      pooled = layer.of(pooled, 1);
    }
    return pooled.length == dimension ? pooled : Arrays.copyOf(pooled, dimension);
  }
}

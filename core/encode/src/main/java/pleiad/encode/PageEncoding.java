package pleiad.encode;

import java.util.Objects;
import pleiad.encode.checkpoint.Pooling;
import pleiad.encode.image.PatchGrid;
import pleiad.vector.TokenVectors;

/// What a page-image model makes of a page.
///
/// @param vectors one row for each token of the prompt and each patch, of length one
/// @param patches which part of the page each row stands for
public record PageEncoding(TokenVectors vectors, PatchGrid patches) {
  /// Checks that there is a place for each row.
  public PageEncoding {
    Objects.requireNonNull(patches, "patches");
    if (vectors.count() != patches.rows()) {
      throw new IllegalArgumentException(
          "%d vectors for %d rows of patches".formatted(vectors.count(), patches.rows()));
    }
  }

  /// The page's one vector: the mean of all rows, of length one.
  public float[] single() {
    return mean(vectors);
  }

  /// The mean of some rows, of length one; zeros stay.
  static float[] mean(TokenVectors vectors) {
    float[] mean =
        Pooled.of(Pooling.Mode.MEAN, vectors.toArray(), vectors.count(), vectors.dimension());
    double squares = 0;
    for (float each : mean) {
      squares += (double) each * each;
    }
    double scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
    for (int k = 0; k < mean.length; k++) {
      mean[k] = (float) (mean[k] * scale);
    }
    return mean;
  }
}

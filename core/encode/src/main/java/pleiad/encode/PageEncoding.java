package pleiad.encode;

import java.util.Objects;
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
}

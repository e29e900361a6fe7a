package pleiad.encode.image;

import java.io.IOException;
import pleiad.encode.weights.Config;

/// What a family of models does to a picture before it sees it.
sealed interface Preprocessing permits StretchedPicture, PatchedPicture, TiledPicture {
  /// Makes a picture what the model takes.
  ///
  /// @throws IllegalArgumentException when the picture has a shape that the model does not take
  Prepared prepare(Pixels picture);

  /// What a graph that wants a picture gets where there is none.
  Prepared blank();

  /// The token that a prompt has once for each patch.
  String placeholder();

  /// The filter that a file names.
  ///
  /// @param absent what it is when the file does not say
  /// @throws IOException when it is none that is here
  static Resizer resizer(Config settings, Resampling absent) throws IOException {
    if (!settings.has("resample")) {
      return new Resizer(absent);
    }
    return new Resizer(
        Resampling.numbered(settings.whole("resample", 0, 5))
            .orElseThrow(
                () ->
                    settings.unsupported("resample", "1 (Lanczos), 2 (bilinear) or 3 (bicubic)")));
  }
}

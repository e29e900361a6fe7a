package pleiad.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import pleiad.encode.Encoders;
import pleiad.encode.ModelReference;
import pleiad.encode.checkpoint.Profile;

/// The fingerprint that vectors of a model have, or why there is none.
///
/// @param value null: there is none
/// @param missing why; null where there is one
record ModelFingerprint(@Nullable String value, @Nullable String missing) {
  /// @param folder the model's
  static ModelFingerprint of(Path folder, Profile profile) {
    ModelReference model = ModelReference.of(folder.toString()).profile(profile);
    try {
      return new ModelFingerprint(Encoders.describe(model, null).fingerprint(), null);
    } catch (IOException | IllegalArgumentException | IllegalStateException unfit) {
      return new ModelFingerprint(null, String.valueOf(unfit.getMessage()));
    }
  }

  void json(ObjectNode node) {
    node.put("fingerprint", value);
    if (missing != null) {
      node.put("fingerprint_missing", missing);
    }
  }

  @Override
  public String toString() {
    return value == null ? "none: " + missing : value;
  }
}

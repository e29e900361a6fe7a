package pleiad.encode.hub;

import java.util.Optional;
import java.util.regex.Pattern;

/// A model's name on the hub: `ORG/NAME`, or `NAME` for the oldest ones.
///
/// @param value the name as it is written
record ModelName(String value) {
  static final String PREFIX = "models--";
  private static final String JOINT = "--";
  private static final Pattern PART = Pattern.compile("\\w|\\w[\\w.-]{0,94}\\w");

  ModelName {
    String[] parts = value.split("/", -1);
    boolean named = parts.length <= 2 && !value.contains(JOINT) && !value.contains("..");
    for (String part : parts) {
      named &= PART.matcher(part).matches();
    }
    if (!named) {
      throw new IllegalArgumentException(
          "'%s' is no model's name; expected ORG/NAME, such as answerdotai/answerai-colbert-small-v1"
              .formatted(Shown.text(value)));
    }
  }

  /// The model that a folder of the store belongs to; nothing for data sets and the like.
  static Optional<ModelName> ofFolder(String folder) {
    String[] parts = folder.substring(Math.min(folder.length(), PREFIX.length())).split(JOINT, -1);
    boolean named = folder.startsWith(PREFIX) && parts.length <= 2;
    for (String part : parts) {
      named &= PART.matcher(part).matches() && !part.contains("..");
    }
    return named ? Optional.of(new ModelName(String.join("/", parts))) : Optional.empty();
  }

  /// Its folder in the store.
  String folder() {
    return PREFIX + value.replace("/", JOINT);
  }
}

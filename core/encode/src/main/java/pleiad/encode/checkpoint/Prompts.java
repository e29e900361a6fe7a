package pleiad.encode.checkpoint;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Texts that may be put in front of a text, as a checkpoint names them.
///
/// @param byName `query` and `document` mostly, in the file's order
/// @param usual the name of the one to use where nobody says
public record Prompts(Map<String, String> byName, Optional<String> usual) {
  /// No prompts.
  public static final Prompts NONE = new Prompts(Map.of(), Optional.empty());

  /// Keeps the texts.
  public Prompts {
    byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
  }
}

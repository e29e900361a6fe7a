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

  /// The text to put in front: that of the first name which is there, else the usual one, else
  /// none.
  public String of(String... names) {
    for (String name : names) {
      String text = byName.get(name);
      if (text != null) {
        return text;
      }
    }
    return usual.map(name -> byName.getOrDefault(name, "")).orElse("");
  }
}

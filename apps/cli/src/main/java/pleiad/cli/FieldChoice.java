package pleiad.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import pleiad.Part;

/// A field as a person names it: `page`, `page:title`, `page=MODEL` or `page:title=MODEL`.
///
/// @param part null: none was named
/// @param model null: none was named
record FieldChoice(String name, @Nullable Part part, @Nullable String model) {
  private static final Pattern WRITTEN = Pattern.compile("([^:=]+)(?::([^:=]*))?(?:=(.*))?");

  /// @throws IllegalArgumentException when it is none
  static FieldChoice parse(String written) {
    Matcher matcher = WRITTEN.matcher(written);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'%s' is no field; expected NAME, NAME:PART, NAME=MODEL or NAME:PART=MODEL"
              .formatted(written));
    }
    String model = matcher.group(3);
    if (model != null && model.isBlank()) {
      throw new IllegalArgumentException("'%s' names no model behind '='".formatted(written));
    }
    String part = matcher.group(2);
    return new FieldChoice(matcher.group(1), part == null ? null : part(part), model);
  }

  private static Part part(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "title" -> Part.TITLE;
      case "text" -> Part.TEXT;
      case "all" -> Part.ALL;
      default ->
          throw new IllegalArgumentException(
              "a field is of a document's title, text or all, got '%s'".formatted(word));
    };
  }
}

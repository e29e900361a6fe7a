package pleiad.encode.hub;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Environment variables, read as the Hugging Face client reads them; one that is empty counts as
/// not set.
///
/// @param variables names and values
/// @param home what `~` stands for
record Environment(Map<String, String> variables, Path home) {
  private static final Set<String> YES = Set.of("1", "ON", "YES", "TRUE");
  private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{(\\w+)}|(\\w+))");

  /// The first of these variables that is set.
  @Nullable String text(String... names) {
    for (String name : names) {
      String value = variables.get(name);
      if (value != null && !value.isBlank()) {
        return value.strip();
      }
    }
    return null;
  }

  boolean flag(String... names) {
    String value = text(names);
    return value != null && YES.contains(value.toUpperCase(Locale.ROOT));
  }

  /// A path, with `~`, `$NAME` and `${NAME}` put in; a variable that is not set stays as written.
  Path path(Path otherwise, String... names) {
    String value = text(names);
    if (value == null) {
      return otherwise;
    }
    if (value.equals("~") || value.startsWith("~/")) {
      value = home + value.substring(1);
    }
    return Path.of(VARIABLE.matcher(value).replaceAll(this::value)).toAbsolutePath().normalize();
  }

  private String value(java.util.regex.MatchResult found) {
    String name = found.group(1) == null ? found.group(2) : found.group(1);
    String value = text(name);
    return Matcher.quoteReplacement(value == null ? found.group() : value);
  }
}

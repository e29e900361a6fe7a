package pleiad.search;

import java.math.BigDecimal;
import java.util.List;

/// Writes stages in the plan language.
final class PlanText {
  private PlanText() {}

  /// A stage of a field; the usual one is not named.
  static String of(String name, String field, String usual, List<String> arguments) {
    String call = arguments.isEmpty() ? "" : "(" + String.join(", ", arguments) + ")";
    return name + (field.equals(usual) ? "" : "@" + field) + call;
  }

  /// A number as a person writes it.
  static String number(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  /// Whether a character may stand in a value without quotes.
  static boolean isPlain(char c) {
    return !Character.isWhitespace(c) && "(),|+=\"".indexOf(c) < 0;
  }

  /// A value, in quotes where it needs them.
  static String quoted(String value) {
    return value.chars().allMatch(c -> isPlain((char) c)) ? value : "\"" + value + "\"";
  }
}

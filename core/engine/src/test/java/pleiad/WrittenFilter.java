package pleiad;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// A filter in Lucene's syntax, and the slow way to tell whether metadata matches it.
record WrittenFilter(String text, Predicate<Map<String, Object>> matches) {
  static final List<String> KEYS = List.of("kind", "year", "day", "open", "size", "nowhere");

  /// Words, numbers, dates and what is none of them.
  static final List<String> VALUES =
      List.of(
          "news",
          "nest",
          "two words",
          "AND",
          "true",
          "false",
          "-2",
          "-1",
          "0",
          "1",
          "2.5",
          "3",
          "1999",
          "2005",
          "2006",
          "2005-03",
          "2005-03-09",
          "2005-03-09T10:15",
          "2006-01-01",
          "2005-03-09T10:15:30Z",
          "unknown",
          "a:b",
          "\"quoted\"",
          "back\\slash",
          "n*",
          "");

  static WrittenFilter random(Random random, int depth) {
    int form = random.nextInt(depth == 0 ? 4 : 10);
    return switch (form) {
      case 0 -> value(any(KEYS, random), any(VALUES, random));
      case 1 -> beginning(any(KEYS, random), any(VALUES, random), random.nextInt(3));
      case 2, 3 -> WrittenRange.random(any(KEYS, random), random);
      case 4 -> negated(random(random, depth - 1), any(List.of("-", "NOT ", "!"), random));
      case 5 -> both(random(random, depth - 1), random(random, depth - 1), " AND ");
      case 6 -> either(random(random, depth - 1), random(random, depth - 1), " OR ");
      case 7 -> either(random(random, depth - 1), random(random, depth - 1), " ");
      case 8 -> needed(random(random, depth - 1), random(random, depth - 1));
      default -> without(random(random, depth - 1), random(random, depth - 1));
    };
  }

  static <T> T any(List<T> list, Random random) {
    return list.get(random.nextInt(list.size()));
  }

  static String quoted(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  static Stream<?> values(Map<String, Object> metadata, String key) {
    Object value = metadata.get(key);
    return value == null
        ? Stream.empty()
        : value instanceof List<?> l ? l.stream() : Stream.of(value);
  }

  static boolean isNumber(String text) {
    return text.matches("-?\\d+(\\.\\d+)?");
  }

  private static WrittenFilter value(String key, String value) {
    return new WrittenFilter(
        key + ":" + quoted(value),
        metadata ->
            values(metadata, key)
                .anyMatch(
                    each ->
                        each instanceof Number number
                            ? isNumber(value) && number.doubleValue() == Double.parseDouble(value)
                            : each.toString().equals(value)));
  }

  private static WrittenFilter beginning(String key, String value, int length) {
    String prefix = value.substring(0, Math.min(length, value.length()));
    return new WrittenFilter(
        key + ":" + prefix.replaceAll("(\\W)", "\\\\$1") + "*",
        metadata ->
            values(metadata, key)
                .anyMatch(
                    each ->
                        prefix.isEmpty()
                            || (!(each instanceof Number) && each.toString().startsWith(prefix))));
  }

  private static WrittenFilter negated(WrittenFilter one, String sign) {
    return new WrittenFilter(sign + one.inParentheses(), one.matches.negate());
  }

  private static WrittenFilter both(WrittenFilter one, WrittenFilter other, String sign) {
    return new WrittenFilter(
        one.inParentheses() + sign + other.inParentheses(), one.matches.and(other.matches));
  }

  private static WrittenFilter either(WrittenFilter one, WrittenFilter other, String sign) {
    return new WrittenFilter(
        one.inParentheses() + sign + other.inParentheses(), one.matches.or(other.matches));
  }

  private static WrittenFilter needed(WrittenFilter one, WrittenFilter other) {
    return new WrittenFilter(other.inParentheses() + " +" + one.inParentheses(), one.matches);
  }

  private static WrittenFilter without(WrittenFilter one, WrittenFilter other) {
    return new WrittenFilter(
        one.inParentheses() + " -" + other.inParentheses(),
        one.matches.and(other.matches.negate()));
  }

  private String inParentheses() {
    return "(" + text + ")";
  }
}

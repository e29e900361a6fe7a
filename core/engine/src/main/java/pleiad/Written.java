package pleiad;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import pleiad.Filter.End;

/// Filters by values that somebody wrote, where a string of digits may mean a number or itself.
final class Written {
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");

  private Written() {}

  static Filter equal(String key, String value) {
    Double number = number(value);
    return number == null
        ? Filter.equal(key, value)
        : Filter.or(Filter.equal(key, value), Filter.equal(key, number));
  }

  /// Between two strings. Where they read as numbers: between those, for strings of digits are in
  /// no useful order; but four digits are a year, too.
  static Filter range(String key, @Nullable End from, @Nullable End to) {
    Filter words = new Filter.Range(key, from, to);
    if (!isNumberIfAny(from) || !isNumberIfAny(to)) {
      return words;
    }
    Filter numbers = new Filter.Range(key, asNumber(from), asNumber(to));
    return IsoDates.areDates(from, to) ? Filter.or(words, numbers) : numbers;
  }

  private static boolean isNumberIfAny(@Nullable End end) {
    return end == null || number(end.value().toString()) != null;
  }

  private static @Nullable End asNumber(@Nullable End end) {
    Double number = end == null ? null : number(end.value().toString());
    return end == null || number == null ? null : new End(number, end.included());
  }

  /// Null: it reads as none that can be kept.
  private static @Nullable Double number(String value) {
    if (!NUMBER.matcher(value).matches()) {
      return null;
    }
    double number = Double.parseDouble(value);
    return Double.isFinite(number) ? number : null;
  }
}

package pleiad;

import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A range in Lucene's syntax, and the slow way to tell what is in it: numbers compared as numbers,
/// dates by the calendar, other strings by their characters.
record WrittenRange(
    @Nullable String from, boolean fromIncluded, @Nullable String to, boolean toIncluded) {
  static WrittenFilter random(String key, Random random) {
    WrittenRange range =
        new WrittenRange(bound(random), random.nextBoolean(), bound(random), random.nextBoolean());
    return new WrittenFilter(
        key + ":" + range.text(),
        metadata -> WrittenFilter.values(metadata, key).anyMatch(range::has));
  }

  private static @Nullable String bound(Random random) {
    return random.nextInt(4) == 0 ? null : WrittenFilter.any(WrittenFilter.VALUES, random);
  }

  private String text() {
    return "%s%s TO %s%s"
        .formatted(fromIncluded ? "[" : "{", text(from), text(to), toIncluded ? "]" : "}");
  }

  private static String text(@Nullable String bound) {
    return bound == null ? "*" : WrittenFilter.quoted(bound);
  }

  private boolean has(Object value) {
    if (from == null && to == null) {
      return true;
    }
    if (value instanceof Number number) {
      return all(WrittenFilter::isNumber) && hasNumber(number.doubleValue());
    }
    String word = value.toString();
    if (all(WrittenRange::isDate)) {
      return isDate(word) ? hasDate(word) : word.matches("\\d.*") && hasWord(word);
    }
    return !all(WrittenFilter::isNumber) && hasWord(word);
  }

  private boolean all(Predicate<String> is) {
    return Stream.of(Optional.ofNullable(from), Optional.ofNullable(to))
        .allMatch(bound -> bound.isEmpty() || is.test(bound.get()));
  }

  private boolean hasNumber(double value) {
    double least = from == null ? Double.NEGATIVE_INFINITY : Double.parseDouble(from);
    double most = to == null ? Double.POSITIVE_INFINITY : Double.parseDouble(to);
    return (fromIncluded ? value >= least : value > least)
        && (toIncluded ? value <= most : value < most);
  }

  private boolean hasWord(String word) {
    return (from == null || word.compareTo(from) >= (fromIncluded ? 0 : 1))
        && (to == null || word.compareTo(to) <= (toIncluded ? 0 : -1));
  }

  private static boolean isDate(String text) {
    return text.matches("\\d{4}(-\\d\\d.*)?");
  }

  /// A date that is less exact than the bound, and begins when it does, is before it.
  private boolean hasDate(String date) {
    Comparator<String> order =
        Comparator.comparing(WrittenRange::begin).thenComparingInt(String::length);
    boolean behind =
        from == null
            || (fromIncluded ? order.compare(date, from) >= 0 : !begin(date).isBefore(end(from)));
    boolean before =
        to == null || (toIncluded ? begin(date).isBefore(end(to)) : order.compare(date, to) < 0);
    return behind && before;
  }

  private static LocalDateTime begin(String date) {
    String exact = date.replace("Z", "");
    return LocalDateTime.parse(exact + "0000-01-01T00:00:00".substring(exact.length()));
  }

  private static LocalDateTime end(String date) {
    LocalDateTime begin = begin(date);
    return switch (date.replace("Z", "").length()) {
      case 4 -> begin.plusYears(1);
      case 7 -> begin.plusMonths(1);
      case 10 -> begin.plusDays(1);
      case 16 -> begin.plusMinutes(1);
      default -> begin.plusSeconds(1);
    };
  }
}

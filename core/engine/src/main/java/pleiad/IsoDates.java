package pleiad;

import java.util.regex.Pattern;
import org.apache.lucene.document.SortedSetDocValuesField;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;
import pleiad.Filter.End;

/// Dates and times in ISO 8601, as strings in order of time: `2026`, `2026-02`, `2026-02-14`,
/// `2026-02-14T10:15Z`. One stands for all the time that it does not tell apart.
final class IsoDates {
  private static final Pattern MONTH = Pattern.compile("\\d{4}(-\\d{2})?");
  private static final Pattern DAY =
      Pattern.compile("\\d{4}-\\d{2}-\\d{2}(T\\d{2}(:\\d{2}(:\\d{2}(\\.\\d+)?)?)?Z?)?");

  /// The last of all characters.
  private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

  private IsoDates() {}

  static boolean isDate(String text) {
    return MONTH.matcher(text).matches() || DAY.matcher(text).matches();
  }

  /// Whether there is a bound, and each one is a date.
  static boolean areDates(@Nullable End from, @Nullable End to) {
    return (from != null || to != null) && isDateIfAny(from) && isDateIfAny(to);
  }

  private static boolean isDateIfAny(@Nullable End end) {
    return end == null || (end.value() instanceof String text && isDate(text));
  }

  /// The dates of a field between two of them. Without a bound, strings that begin with a digit.
  static Query range(String field, @Nullable End from, @Nullable End to) {
    return SortedSetDocValuesField.newSlowRangeQuery(
        field,
        new BytesRef(from == null ? "0" : from.included() ? text(from) : last(text(from))),
        new BytesRef(to == null ? "9" + LAST : to.included() ? last(text(to)) : text(to)),
        from == null || from.included(),
        to == null || to.included());
  }

  /// Without the sign of its time zone, behind which are fractions of its last second.
  private static String text(End end) {
    String date = end.value().toString();
    return date.endsWith("Z") ? date.substring(0, date.length() - 1) : date;
  }

  /// What no string is behind that goes on from that date: a month behind `-`, a time behind `T` or
  /// what a time has (digits, `:`, `.`, `+`), and `Z` at its end.
  private static String last(String date) {
    return date + (MONTH.matcher(date).matches() ? "-" : "Z") + LAST;
  }
}

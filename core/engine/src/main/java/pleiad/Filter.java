package pleiad;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a document's metadata must be. Numbers compare as numbers, strings by their characters,
/// booleans are `true` or `false`; of a list one member is enough.
///
/// Strings that are dates and times in ISO 8601 are in order of time by their characters, as long
/// as all of them are of one time zone. An end of a range that is a year, a month, a day or a time
/// stands for all of it, and such a range has dates only: see [Range].
public sealed interface Filter {
  /// Reads a filter in Lucene's query syntax, as in `kind:news AND year:[2000 TO *]`.
  ///
  /// Every clause has a key. Clauses beside each other are alternatives; `+` and `-`, `AND`, `OR`
  /// and `NOT` say otherwise. Which forms there are is in `docs/how-to/filter.md`.
  ///
  /// @throws IllegalArgumentException that points at the character and says what is possible
  static Filter parse(String text) {
    return new FilterSyntax(text).filter();
  }

  /// That value, as somebody wrote it: the string and, where it reads as a number, that number, for
  /// nobody can see which of both was kept.
  static Filter written(String key, String value) {
    return Written.equal(key, value);
  }

  /// The value itself.
  record Equal(String key, Object value) implements Filter {}

  /// One of the values.
  record In(String key, List<?> values) implements Filter {
    public In {
      values = List.copyOf(values);
    }
  }

  /// Between two numbers, or between two strings; null: no bound on that side.
  ///
  /// Up to `2026-02` is up to the end of February, from behind it is from March on. Where the
  /// bounds are dates and one is missing, strings that begin with no digit are not between them.
  record Range(String key, @Nullable End from, @Nullable End to) implements Filter {}

  /// A bound of a range.
  ///
  /// @param included whether the value itself is in the range
  record End(Object value, boolean included) {}

  /// Any value at all.
  record Exists(String key) implements Filter {}

  /// A string that begins so.
  record Prefix(String key, String prefix) implements Filter {}

  /// All of the filters; no filter: every document.
  record And(List<Filter> filters) implements Filter {
    public And {
      filters = List.copyOf(filters);
    }
  }

  /// At least one of the filters; no filter: no document.
  record Or(List<Filter> filters) implements Filter {
    public Or {
      filters = List.copyOf(filters);
    }
  }

  /// Every document that the filter does not match.
  record Not(Filter filter) implements Filter {}

  static Filter equal(String key, Object value) {
    return new Equal(key, value);
  }

  static Filter in(String key, Object... values) {
    return new In(key, List.of(values));
  }

  /// Between two values, both included where they are not [#excluded]; null: no bound on that side.
  static Filter range(String key, @Nullable Object from, @Nullable Object to) {
    return new Range(key, end(from), end(to));
  }

  /// A bound of a range that is not in it.
  static End excluded(Object value) {
    return new End(value, false);
  }

  private static @Nullable End end(@Nullable Object bound) {
    return bound == null || bound instanceof End ? (End) bound : new End(bound, true);
  }

  static Filter exists(String key) {
    return new Exists(key);
  }

  static Filter prefix(String key, String prefix) {
    return new Prefix(key, prefix);
  }

  static Filter and(Filter... filters) {
    return new And(List.of(filters));
  }

  static Filter or(Filter... filters) {
    return new Or(List.of(filters));
  }

  static Filter not(Filter filter) {
    return new Not(filter);
  }
}

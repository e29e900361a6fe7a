package pleiad;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a document's metadata must be. Numbers compare as numbers, strings by their characters
/// (dates as `2026-11-21` therefore in order of time), booleans are `true` or `false`; of a list
/// one member is enough.
public sealed interface Filter {
  /// The value itself.
  record Equal(String key, Object value) implements Filter {}

  /// One of the values.
  record In(String key, List<?> values) implements Filter {
    public In {
      values = List.copyOf(values);
    }
  }

  /// Between two values, both included; null: no bound on that side.
  record Range(String key, @Nullable Object from, @Nullable Object to) implements Filter {}

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

  static Filter range(String key, @Nullable Object from, @Nullable Object to) {
    return new Range(key, from, to);
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

package pleiad.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import pleiad.Filter;

/// Reads a filter: `key=value` for short, or JSON with one member a filter.
///
/// | JSON                                     | documents                                     |
/// |------------------------------------------|-----------------------------------------------|
/// | `{"eq": {"year": 2020}}`                 | whose year is 2020                            |
/// | `{"in": {"kind": ["a", "b"]}}`           | whose kind is one of these                    |
/// | `{"range": {"year": [2000, null]}}`      | from 2000 on, both ends included              |
/// | `{"exists": "year"}`                     | with a year                                   |
/// | `{"prefix": {"kind": "ne"}}`             | whose kind begins so                          |
/// | `{"and": [...]}`, `{"or": [...]}`        | that all match, that at least one matches     |
/// | `{"not": {...}}`                         | that it does not match                        |
final class FilterText {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private FilterText() {}

  /// @throws IllegalArgumentException that says what was expected
  static Filter parse(String text) {
    if (!text.stripLeading().startsWith("{")) {
      return shorthand(text);
    }
    try {
      return filter(JSON.readTree(text));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "the filter is no JSON: %s (column %d)"
              .formatted(e.getOriginalMessage(), e.getLocation().getColumnNr()),
          e);
    }
  }

  private static Filter shorthand(String text) {
    int equals = text.indexOf('=');
    if (equals < 0 || text.substring(0, equals).isBlank()) {
      throw new IllegalArgumentException(
          "expected a filter key=value or a JSON object, found '%s'".formatted(text));
    }
    String key = text.substring(0, equals).strip();
    String value = text.substring(equals + 1).strip();
    Filter word = Filter.equal(key, value);
    // A value that reads as a number may have been kept as one or as a word.
    return value.matches("-?[0-9]+(\\.[0-9]+)?")
        ? Filter.or(word, Filter.equal(key, Double.parseDouble(value)))
        : word;
  }

  private static Filter filter(JsonNode node) {
    if (!node.isObject() || node.size() != 1) {
      throw unreadable(node);
    }
    Map.Entry<String, JsonNode> only = node.properties().iterator().next();
    JsonNode inner = only.getValue();
    return switch (only.getKey()) {
      case "eq" -> new Filter.Equal(key(inner), scalar(value(inner)));
      case "in" ->
          new Filter.In(
              key(inner), members(value(inner)).stream().map(FilterText::scalar).toList());
      case "range" -> range(inner);
      case "exists" -> new Filter.Exists(word(inner));
      case "prefix" -> new Filter.Prefix(key(inner), word(value(inner)));
      case "and" -> new Filter.And(members(inner).stream().map(FilterText::filter).toList());
      case "or" -> new Filter.Or(members(inner).stream().map(FilterText::filter).toList());
      case "not" -> new Filter.Not(filter(inner));
      default -> throw unreadable(node);
    };
  }

  private static Filter range(JsonNode inner) {
    String key = key(inner);
    List<JsonNode> ends = members(value(inner));
    if (ends.size() != 2 || ends.stream().allMatch(JsonNode::isNull)) {
      throw new IllegalArgumentException(
          "a range has two ends, at most one of them null, as in {\"range\": {\"year\": [2000, null]}}; found "
              + inner);
    }
    return new Filter.Range(key, end(ends.get(0)), end(ends.get(1)));
  }

  private static @Nullable Object end(JsonNode node) {
    return node.isNull() ? null : scalar(node);
  }

  private static String key(JsonNode object) {
    if (!object.isObject() || object.size() != 1) {
      throw unreadable(object);
    }
    return object.fieldNames().next();
  }

  private static String word(JsonNode node) {
    if (!node.isTextual()) {
      throw unreadable(node);
    }
    return node.asText();
  }

  private static JsonNode value(JsonNode object) {
    return object.elements().next();
  }

  private static List<JsonNode> members(JsonNode array) {
    if (!array.isArray()) {
      throw unreadable(array);
    }
    return new ArrayList<>(StreamSupport.stream(array.spliterator(), false).toList());
  }

  private static Object scalar(JsonNode node) {
    if (node.isNumber()) {
      return node.asDouble();
    }
    if (node.isBoolean()) {
      return node.asBoolean();
    }
    if (node.isTextual()) {
      return node.asText();
    }
    throw unreadable(node);
  }

  private static IllegalArgumentException unreadable(JsonNode node) {
    return new IllegalArgumentException(
        "cannot read the filter at %s; expected one of {\"eq\": {key: value}}, in, range, exists, prefix, and, or, not"
            .formatted(node));
  }
}

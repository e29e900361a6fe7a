package pleiad.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import pleiad.Filter;

/// Reads a filter: `key=value` for short, Lucene's syntax, or JSON with one member a filter.
///
/// | JSON                                     | documents                                     |
/// |------------------------------------------|-----------------------------------------------|
/// | `{"eq": {"year": 2020}}`                 | whose year is 2020                            |
/// | `{"in": {"kind": ["a", "b"]}}`           | whose kind is one of these                    |
/// | `{"range": {"year": [2000, null]}}`      | from 2000 on, both ends included              |
/// | `{"range": {"year": {"gt": 2000, "lte": 2010}}}` | behind 2000, up to 2010; `gte`, `lt`  |
/// | `{"exists": "year"}`                     | with a year                                   |
/// | `{"prefix": {"kind": "ne"}}`             | whose kind begins so                          |
/// | `{"and": [...]}`, `{"or": [...]}`        | that all match, that at least one matches     |
/// | `{"not": {...}}`                         | that it does not match                        |
final class FilterText {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /// What stands behind a key in Lucene's syntax and not in the short form.
  private static final Pattern LUCENE = Pattern.compile("[:<>]");

  private static final Set<String> ENDS = Set.of("gt", "gte", "lt", "lte");

  private FilterText() {}

  /// @throws IllegalArgumentException that says what was expected
  static Filter parse(String text) {
    if (text.stripLeading().startsWith("{")) {
      return json(text);
    }
    int equals = text.indexOf('=');
    Matcher sign = LUCENE.matcher(text);
    if (sign.find() && (equals < 0 || sign.start() < equals)) {
      return Filter.parse(text);
    }
    if (equals < 0 || text.substring(0, equals).isBlank()) {
      throw new IllegalArgumentException(
          "expected a filter key=value, one in Lucene's syntax as in 'kind:news AND year:[2000 TO *]', or a JSON object; found '%s'"
              .formatted(text));
    }
    return Filter.written(text.substring(0, equals).strip(), text.substring(equals + 1).strip());
  }

  private static Filter json(String text) {
    try {
      return filter(JSON.readTree(text));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "the filter is no JSON: %s (column %d)"
              .formatted(e.getOriginalMessage(), e.getLocation().getColumnNr()),
          e);
    }
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
    JsonNode range = value(inner);
    if (range.isObject()) {
      return range(key, range);
    }
    List<JsonNode> ends = members(range);
    if (ends.size() != 2 || ends.stream().allMatch(JsonNode::isNull)) {
      throw new IllegalArgumentException(
          "a range has two ends, at most one of them null, as in {\"range\": {\"year\": [2000, null]}}; found "
              + inner);
    }
    return Filter.range(key, end(ends.get(0)), end(ends.get(1)));
  }

  private static @Nullable Object end(JsonNode node) {
    return node.isNull() ? null : scalar(node);
  }

  private static Filter range(String key, JsonNode ends) {
    List<String> names = new ArrayList<>();
    ends.fieldNames().forEachRemaining(names::add);
    if (names.isEmpty()
        || !ENDS.containsAll(names)
        || (ends.has("gt") && ends.has("gte"))
        || (ends.has("lt") && ends.has("lte"))) {
      throw new IllegalArgumentException(
          "a range begins with gt (behind) or gte (from), ends with lt (before) or lte (up to), or both, as in {\"range\": {\"year\": {\"gt\": 2000, \"lte\": 2010}}}; found "
              + ends);
    }
    return new Filter.Range(key, end(ends, "gt", "gte"), end(ends, "lt", "lte"));
  }

  private static Filter.@Nullable End end(JsonNode ends, String without, String with) {
    JsonNode included = ends.get(with);
    if (included != null) {
      return new Filter.End(scalar(included), true);
    }
    return ends.has(without) ? Filter.excluded(scalar(ends.get(without))) : null;
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

package pleiad.eval;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The JSON object of one line: its fields in their order, taken out one by one. A field that is
/// null counts as absent.
final class JsonFields {
  private static final JsonFactory JSON = new JsonFactory();

  private final Line line;
  private final Map<String, Object> fields;

  private JsonFields(Line line, Map<String, Object> fields) {
    this.line = line;
    this.fields = fields;
  }

  static JsonFields of(Line line) {
    try (JsonParser parser = JSON.createParser(line.text())) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw line.wrong("expected one JSON object a line, found '" + parser.getText() + "'");
      }
      Map<String, Object> fields = object(parser);
      if (parser.nextToken() != null) {
        throw line.wrong("expected one JSON object a line, found more behind it");
      }
      return new JsonFields(line, fields);
    } catch (JacksonException e) {
      throw line.wrong(
          "malformed JSON at column %d: %s"
              .formatted(e.getLocation().getColumnNr(), e.getOriginalMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Takes `_id`, or `id` where there is no `_id`: a string, or a whole number.
  String takeId() {
    Object id = fields.containsKey("_id") ? fields.remove("_id") : fields.remove("id");
    if (id instanceof Long number) {
      return number.toString();
    }
    if (id instanceof String string && !string.isEmpty()) {
      return string;
    }
    throw line.wrong(
        id == null
            ? "no \"_id\"; the fields are " + fields.keySet()
            : "\"_id\" should be a string that is not empty, found '" + id + "'");
  }

  /// Takes a string that must be there.
  String takeText(String name) {
    if (!fields.containsKey(name)) {
      throw line.wrong("no \"%s\"; the other fields are %s".formatted(name, fields.keySet()));
    }
    return takeOptionalText(name);
  }

  /// Takes a string, empty where there is none.
  String takeOptionalText(String name) {
    Object value = fields.remove(name);
    if (value == null) {
      return "";
    }
    if (value instanceof String text) {
      return text;
    }
    throw line.wrong("\"%s\" should be a string, found %s".formatted(name, value));
  }

  /// What was not taken. The fields of BEIR's own bag, an object called `metadata`, stand beside
  /// the others; where both name one field, the record's own value stays.
  Map<String, Object> rest() {
    if (fields.get("metadata") instanceof Map<?, ?> bag) {
      fields.remove("metadata");
      bag.forEach((name, value) -> fields.putIfAbsent((String) name, value));
    }
    return fields;
  }

  /// The fields of an object whose opening brace was read, those that are null left out.
  static Map<String, Object> object(JsonParser parser) throws IOException {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      Object value = value(parser);
      if (value != null) {
        fields.put(name, value);
      }
    }
    return fields;
  }

  private static List<Object> array(JsonParser parser) throws IOException {
    List<Object> values = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      Object value = value(parser);
      if (value != null) {
        values.add(value);
      }
    }
    return Collections.unmodifiableList(values);
  }

  private static @Nullable Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> wholeNumber(parser);
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case START_OBJECT -> Collections.unmodifiableMap(object(parser));
      case START_ARRAY -> array(parser);
      case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw new AssertionError("no value begins with " + parser.currentToken());
    };
  }

  private static Number wholeNumber(JsonParser parser) throws IOException {
    return switch (parser.getNumberType()) {
      case INT, LONG -> (Number) parser.getLongValue();
      case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> (Number) parser.getDoubleValue();
    };
  }
}

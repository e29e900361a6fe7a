package pleiad.encode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An object of a `golden.json`: texts, numbers, lists of them, and objects within. What is absent
/// reads as empty.
record ParityJson(Map<String, Object> members) {
  /// Reads a file.
  static ParityJson read(Path file) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(file.toFile())) {
      parser.nextToken();
      return object(parser);
    }
  }

  String text(String name) {
    return members.get(name) instanceof String text ? text : "";
  }

  boolean has(String name) {
    return members.containsKey(name);
  }

  double number(String name) {
    return members.get(name) instanceof Double number ? number : Double.NaN;
  }

  List<ParityJson> objects(String name) {
    return list(name).stream().map(ParityJson.class::cast).toList();
  }

  List<Integer> numbers(String name) {
    return list(name).stream().map(each -> ((Double) each).intValue()).toList();
  }

  private List<?> list(String name) {
    return members.get(name) instanceof List<?> list ? list : List.of();
  }

  private static ParityJson object(JsonParser parser) throws IOException {
    Map<String, Object> members = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      members.put(name, value(parser));
    }
    return new ParityJson(members);
  }

  private static Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> list(parser);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      default -> parser.getText();
    };
  }

  private static List<Object> list(JsonParser parser) throws IOException {
    List<Object> list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      list.add(value(parser));
    }
    return list;
  }
}

package pleiad.encode.weights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A JSON value, read strictly: one value, no name twice, not deep, numbers as they are written.
sealed interface Json {
  /// An object, its members in the file's order.
  record Members(Map<String, Json> byName) implements Json {}

  /// An array.
  record Items(List<Json> values) implements Json {}

  /// A string.
  record Text(String value) implements Json {}

  /// A number.
  record Digits(String written) implements Json {}

  /// `true` or `false`.
  record Truth(boolean value) implements Json {}

  /// `null`.
  record Nothing() implements Json {}

  /// Objects and arrays within each other; real files have three.
  int DEEPEST = 16;

  /// Names, values and brackets of a file; a model of a thousand tensors has ten thousand.
  long MOST_TOKENS = 1_000_000;

  /// Reads a file.
  ///
  /// @param limit bytes it may have
  /// @throws IOException when it is larger or no such JSON; names the file
  static Json read(Path file, int limit) throws IOException {
    long size = Files.size(file);
    if (size > limit) {
      throw new IOException("'%s' has %d bytes; expected at most %d".formatted(file, size, limit));
    }
    return parse(Files.readAllBytes(file), file);
  }

  /// Reads bytes.
  ///
  /// @param file what messages name
  static Json parse(byte[] bytes, Path file) throws IOException {
    try (JsonParser parser = factory().createParser(bytes)) {
      parser.nextToken();
      Json value = value(parser);
      if (parser.nextToken() != null) {
        throw new IOException("expected one value, found another behind it");
      }
      return value;
    } catch (IOException wrong) {
      throw named(wrong, file);
    }
  }

  /// Reads the value that a parser stands on, and leaves it at the value's end.
  ///
  /// @param file what messages name
  static Json parse(JsonParser parser, Path file) throws IOException {
    try {
      return value(parser);
    } catch (IOException wrong) {
      throw named(wrong, file);
    }
  }

  private static IOException named(IOException wrong, Path file) {
    return new IOException("the JSON in '%s' is wrong: %s".formatted(file, message(wrong)), wrong);
  }

  private static String message(IOException wrong) {
    String message = String.valueOf(wrong.getMessage());
    return message.lines().findFirst().orElse(message);
  }

  private static JsonFactory factory() {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(DEEPEST)
                .maxTokenCount(MOST_TOKENS)
                .maxNameLength(4_096)
                .maxStringLength(65_536)
                .maxNumberLength(64)
                .build())
        .build();
  }

  private static Json value(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw new IOException("expected a value, found the end");
    }
    return switch (token) {
      case START_OBJECT -> members(parser);
      case START_ARRAY -> items(parser);
      case VALUE_STRING -> new Text(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Digits(parser.getText());
      case VALUE_TRUE -> new Truth(true);
      case VALUE_FALSE -> new Truth(false);
      case VALUE_NULL -> new Nothing();
      default -> throw new IOException("expected a value, found " + token);
    };
  }

  private static Json members(JsonParser parser) throws IOException {
    Map<String, Json> byName = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      if (byName.put(name, value(parser)) != null) {
        throw new IOException("the name '%s' stands twice in one object".formatted(name));
      }
    }
    return new Members(byName);
  }

  private static Json items(JsonParser parser) throws IOException {
    List<Json> values = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      values.add(value(parser));
    }
    return new Items(values);
  }

  /// What a message calls the value.
  default String described() {
    return switch (this) {
      case Members members -> "an object of " + members.byName().size();
      case Items items -> "an array of " + items.values().size();
      case Text text -> "'%s'".formatted(cut(text.value()));
      case Digits digits -> digits.written();
      case Truth truth -> String.valueOf(truth.value());
      case Nothing _ -> "null";
    };
  }

  private static String cut(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }
}

package pleiad.cli.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import pleiad.Document;

/// One JSON object a line: `_id` or `id`, `text`, perhaps `title`; every other field is metadata,
/// the members of an object under `outer.inner`. For a page-image model `image` names a picture of
/// the page.
final class JsonLines {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private JsonLines() {}

  /// @param folder where pictures are that lines name
  static Stream<Entry> read(String name, Path folder, BufferedReader lines, Reading reading) {
    return Numbered.lines(name, lines)
        .filter(line -> !line.text().isBlank())
        .map(line -> entry(line.where(), line.text()))
        .map(entry -> reading.pictures() ? pictured(entry, folder) : entry);
  }

  /// With its picture, where the line names one.
  private static Entry pictured(Entry entry, Path folder) {
    if (entry instanceof Entry.Good(String where, Document document)
        && document.metadata().get(PageFiles.FIELD) instanceof String picture) {
      try {
        return PageFiles.entry(where, folder.resolve(picture), document);
      } catch (InvalidPathException noPath) {
        return new Entry.Bad(where, "'%s' is no file's name".formatted(picture));
      }
    }
    return entry;
  }

  private static Entry entry(String where, String line) {
    JsonNode object;
    try {
      object = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      return new Entry.Bad(
          where,
          "no JSON: %s (column %d)"
              .formatted(e.getOriginalMessage(), e.getLocation().getColumnNr()));
    }
    if (!object.isObject()) {
      return new Entry.Bad(where, "expected a JSON object, found " + object.getNodeType());
    }
    String id = scalar(object.has("_id") ? object.get("_id") : object.get("id"));
    if (id == null || id.isBlank()) {
      return new Entry.Bad(where, "expected a string or number '_id' or 'id', found none");
    }
    JsonNode text = object.get("text");
    if (text == null || !text.isTextual()) {
      return new Entry.Bad(
          where, "expected a string 'text', found " + (text == null ? "none" : text.getNodeType()));
    }
    JsonNode title = object.get("title");
    if (title != null && title.isContainerNode()) {
      return new Entry.Bad(where, "expected a string 'title', found " + title.getNodeType());
    }
    String titleText = scalar(title);
    Map<String, Object> metadata = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (!List.of("_id", "id", "title", "text").contains(field.getKey())) {
        addMetadata(field.getKey(), field.getValue(), metadata);
      }
    }
    return new Entry.Good(
        where,
        new Document(id, titleText == null ? "" : titleText, text.asText(), metadata, Map.of()));
  }

  private static @Nullable String scalar(@Nullable JsonNode node) {
    return node != null && (node.isTextual() || node.isNumber()) ? node.asText() : null;
  }

  private static void addMetadata(String key, JsonNode node, Map<String, Object> metadata) {
    if (node.isObject()) {
      // BEIR keeps metadata in an object of that name; its members are metadata themselves.
      String prefix = key.equals("metadata") ? "" : key + ".";
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        addMetadata(prefix + field.getKey(), field.getValue(), metadata);
      }
    } else if (node.isArray()) {
      List<Object> list = new ArrayList<>();
      for (JsonNode member : node) {
        Object value = value(member);
        if (value != null) {
          list.add(value);
        }
      }
      if (!list.isEmpty()) {
        metadata.put(key, list);
      }
    } else {
      Object value = value(node);
      if (value != null) {
        metadata.put(key, value);
      }
    }
  }

  /// The value in Java's types; a nested container as its JSON; null for null.
  private static @Nullable Object value(JsonNode node) {
    return switch (node.getNodeType()) {
      case NUMBER ->
          node.isIntegralNumber() && node.canConvertToLong()
              ? node.asLong()
              : (Object) node.asDouble();
      case BOOLEAN -> node.asBoolean();
      case STRING -> node.asText();
      case ARRAY, OBJECT, BINARY, POJO -> node.toString();
      case NULL, MISSING -> null;
    };
  }
}

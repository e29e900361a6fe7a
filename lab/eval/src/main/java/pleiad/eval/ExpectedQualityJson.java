package pleiad.eval;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An expectation as JSON:
///
/// ```json
/// {
///   "collection": "cranfield",
///   "settings": {"split": "test", "model": "…"},
///   "plans": [{"plan": "bm25(100)", "tolerance": 0.001, "measures": {"nDCG@10": 0.4}}]
/// }
/// ```
final class ExpectedQualityJson {
  private static final int DECIMALS = 6;

  private final String where;

  private ExpectedQualityJson(String where) {
    this.where = where;
  }

  /// @param where names the source in messages
  static ExpectedQuality read(InputStream in, String where) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(in)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("'%s' should hold one JSON object".formatted(where));
      }
      return new ExpectedQualityJson(where).quality(JsonFields.object(parser));
    } catch (JacksonException e) {
      throw new IOException(
          "'%s' is no JSON, line %d: %s"
              .formatted(where, e.getLocation().getLineNr(), e.getOriginalMessage()),
          e);
    }
  }

  private ExpectedQuality quality(Map<String, Object> fields) throws IOException {
    Map<String, String> settings = new LinkedHashMap<>();
    for (var each : object(fields, "settings").entrySet()) {
      settings.put(String.valueOf(each.getKey()), String.valueOf(each.getValue()));
    }
    List<ExpectedQuality.Row> rows = new ArrayList<>();
    if (!(fields.get("plans") instanceof List<?> plans) || plans.isEmpty()) {
      throw wrong("a list \"plans\" with one plan at least", fields.get("plans"));
    }
    for (Object plan : plans) {
      if (!(plan instanceof Map<?, ?> row)) {
        throw wrong("objects in \"plans\"", plan);
      }
      rows.add(row(row));
    }
    return new ExpectedQuality(text(fields, "collection"), settings, rows);
  }

  private ExpectedQuality.Row row(Map<?, ?> fields) throws IOException {
    Map<Measure, Double> measures = new LinkedHashMap<>();
    for (var each : object(fields, "measures").entrySet()) {
      measures.put(
          Measure.parse(String.valueOf(each.getKey())),
          number(each.getValue(), String.valueOf(each.getKey())));
    }
    if (measures.isEmpty()) {
      throw wrong("a measure at least in \"measures\"", null);
    }
    return new ExpectedQuality.Row(
        text(fields, "plan"), number(fields.get("tolerance"), "tolerance"), measures);
  }

  private Map<?, ?> object(Map<?, ?> fields, String name) throws IOException {
    if (fields.get(name) instanceof Map<?, ?> object) {
      return object;
    }
    throw wrong("an object \"%s\"".formatted(name), fields.get(name));
  }

  private String text(Map<?, ?> fields, String name) throws IOException {
    if (fields.get(name) instanceof String text) {
      return text;
    }
    throw wrong("a string \"%s\"".formatted(name), fields.get(name));
  }

  private double number(@Nullable Object value, String name) throws IOException {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw wrong("a number \"%s\"".formatted(name), value);
  }

  private IOException wrong(String expected, @Nullable Object found) {
    return new IOException(
        "'%s' should have %s, found %s".formatted(where, expected, found == null ? "none" : found));
  }

  static void write(ExpectedQuality quality, Path file) throws IOException {
    DefaultPrettyPrinter lines = new DefaultPrettyPrinter();
    lines.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
    try (JsonGenerator json =
        new JsonFactory().createGenerator(Files.newOutputStream(file), JsonEncoding.UTF8)) {
      json.setPrettyPrinter(lines);
      json.writeStartObject();
      json.writeStringField("collection", quality.collection());
      json.writeObjectFieldStart("settings");
      for (var setting : quality.settings().entrySet()) {
        json.writeStringField(setting.getKey(), setting.getValue());
      }
      json.writeEndObject();
      json.writeArrayFieldStart("plans");
      for (ExpectedQuality.Row row : quality.rows()) {
        write(row, json);
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  private static void write(ExpectedQuality.Row row, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("plan", row.plan());
    json.writeNumberField("tolerance", row.tolerance());
    json.writeObjectFieldStart("measures");
    for (var measure : row.measures().entrySet()) {
      BigDecimal rounded =
          BigDecimal.valueOf(measure.getValue()).setScale(DECIMALS, RoundingMode.HALF_EVEN);
      json.writeNumberField(measure.getKey().toString(), rounded);
    }
    json.writeEndObject();
    json.writeEndObject();
  }
}

package pleiad.encode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import pleiad.vector.TokenVectors;

/// What the reference implementations say, as `golden.py` wrote it down.
final class Golden {
  /// A text, and its rows: `[CLS]`, tokens, `[SEP]`.
  record Rows(String text, TokenVectors rows) {}

  private Golden() {}

  static List<Rows> vectors() {
    return lines("golden-vectors.jsonl").stream()
        .map(line -> new Rows(string(line, "text"), rows(string(line, "vectors"), 384)))
        .toList();
  }

  private static TokenVectors rows(String base64, int dimension) {
    ByteBuffer halves =
        ByteBuffer.wrap(Base64.getDecoder().decode(base64)).order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[halves.remaining() / Short.BYTES];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.float16ToFloat(halves.getShort());
    }
    return TokenVectors.of(values, dimension);
  }

  private static List<String> lines(String resource) {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(Golden.class.getResourceAsStream(resource), resource),
                StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /// A top-level string of a JSON object; empty when the object lacks it.
  static String string(String json, String field) {
    try (JsonParser parser = at(json, field)) {
      return parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : "";
    } catch (IOException broken) {
      throw new UncheckedIOException(json, broken);
    }
  }

  /// A parser that stands on the field's value, or at the end.
  private static JsonParser at(String json, String field) throws IOException {
    JsonParser parser = new JsonFactory().createParser(json);
    parser.nextToken();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean found = parser.currentName().equals(field);
      parser.nextToken();
      if (found) {
        break;
      }
      parser.skipChildren();
    }
    return parser;
  }
}

package pleiad.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.function.Function;

/// A column of a table of results.
///
/// @param cell what a row has there
record ResultColumn(String header, Function<JsonNode, String> cell) {
  private static final String NOTHING = "–";

  /// A field of rows, by its JSON pointer.
  static ResultColumn text(String header, String pointer) {
    return new ResultColumn(
        header, row -> row.at(pointer).isTextual() ? row.at(pointer).asText() : NOTHING);
  }

  /// A number of rows, by its JSON pointer.
  static ResultColumn number(String header, String pointer, int decimals) {
    return number(header, pointer, decimals, 1);
  }

  /// A number that is shown so many times as large.
  static ResultColumn number(String header, String pointer, int decimals, double scale) {
    return new ResultColumn(
        header,
        row ->
            row.at(pointer).isNumber()
                ? format(row.at(pointer).asDouble() * scale, decimals)
                : NOTHING);
  }

  static String format(double value, int decimals) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }
}

package pleiad.cli.source;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;
import pleiad.Document;

/// A table with a header: columns `_id` or `id`, `text`, perhaps `title`; every other column is
/// metadata, a number where it reads as one. CSV as RFC 4180 has it, TSV likewise.
final class Table {
  private Table() {}

  static Stream<Entry> read(String name, char separator, BufferedReader lines) throws IOException {
    CSVParser parser =
        CSVFormat.RFC4180
            .builder()
            .setDelimiter(separator)
            .setHeader()
            .setSkipHeaderRecord(true)
            .setIgnoreEmptyLines(true)
            .get()
            .parse(lines);
    List<String> header = parser.getHeaderNames().stream().map(Table::withoutMark).toList();
    String id = header.contains("_id") ? "_id" : "id";
    if (!header.contains(id) || !header.contains("text")) {
      parser.close();
      throw new IllegalArgumentException(
          "%s: the header must name the columns '_id' or 'id', and 'text'; it has %s"
              .formatted(name, header));
    }
    return parser.stream()
        .map(record -> entry(name, header, id, record))
        .onClose(() -> close(parser));
  }

  private static String withoutMark(String column) {
    return column.startsWith("\uFEFF") ? column.substring(1) : column;
  }

  private static Entry entry(String name, List<String> header, String idColumn, CSVRecord record) {
    String where = name + ", record " + record.getRecordNumber();
    if (record.size() != header.size()) {
      return new Entry.Bad(
          where, "expected %d columns, found %d".formatted(header.size(), record.size()));
    }
    Map<String, String> cells = new LinkedHashMap<>();
    for (int i = 0; i < header.size(); i++) {
      cells.put(header.get(i), record.get(i));
    }
    String id = Objects.requireNonNull(cells.remove(idColumn));
    if (id.isBlank()) {
      return new Entry.Bad(where, "expected an id in column '" + idColumn + "', found none");
    }
    String text = Objects.requireNonNull(cells.remove("text"));
    String title = cells.remove("title");
    Map<String, Object> metadata = new LinkedHashMap<>();
    cells.forEach(
        (column, cell) -> {
          if (!cell.isEmpty()) {
            Double number = number(cell);
            metadata.put(column, number == null ? cell : number);
          }
        });
    return new Entry.Good(
        where, new Document(id, title == null ? "" : title, text, metadata, Map.of()));
  }

  /// The number that a cell is, or null: `007` and `1e999` stay words.
  private static @Nullable Double number(String cell) {
    if (!cell.matches("-?(0|[1-9][0-9]{0,14})(\\.[0-9]{1,15})?")) {
      return null;
    }
    return Double.valueOf(cell);
  }

  private static void close(CSVParser parser) {
    try {
      parser.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package pleiad.cli.source;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;
import org.jspecify.annotations.Nullable;
import pleiad.Document;

/// A table with a header: columns `_id` or `id`, `text`, perhaps `title`; every other column is
/// metadata, a number where it reads as one. CSV as RFC 4180 has it, TSV likewise.
final class Table {
  private Table() {}

  static Stream<Entry> read(String name, char separator, BufferedReader lines) throws IOException {
    CSVParser parser = parser(name, separator, lines);
    List<String> header = parser.getHeaderNames();
    String id = header.contains("_id") ? "_id" : "id";
    if (!header.contains(id) || !header.contains("text")) {
      parser.close();
      throw new IllegalArgumentException(
          "%s: the header must name the columns '_id' or 'id', and 'text'; it has %s"
              .formatted(name, header));
    }
    Iterator<CSVRecord> records = new Records(name, parser);
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(records, Spliterator.ORDERED), false)
        .map(record -> entry(name, header, id, record))
        .onClose(() -> close(parser));
  }

  private static CSVParser parser(String name, char separator, BufferedReader lines)
      throws IOException {
    try {
      skipMark(lines);
      return CSVFormat.RFC4180
          .builder()
          .setDelimiter(separator)
          .setHeader()
          .setSkipHeaderRecord(true)
          .setDuplicateHeaderMode(DuplicateHeaderMode.DISALLOW)
          .setIgnoreEmptyLines(true)
          .get()
          .parse(lines);
    } catch (IOException | IllegalArgumentException e) {
      lines.close();
      throw new IOException(name + ": " + said(e), e);
    }
  }

  private static void skipMark(BufferedReader lines) throws IOException {
    lines.mark(1);
    if (lines.read() != Numbered.BYTE_ORDER_MARK.charAt(0)) {
      lines.reset();
    }
  }

  private static String said(Throwable failure) {
    return failure instanceof CharacterCodingException
        ? "the bytes are no UTF-8 text"
        : String.valueOf(failure.getMessage());
  }

  /// The records; what cannot be read is told with its file and line.
  private static final class Records implements Iterator<CSVRecord> {
    private final String name;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;

    Records(String name, CSVParser parser) {
      this.name = name;
      this.parser = parser;
      this.records = parser.iterator();
    }

    @Override
    public boolean hasNext() {
      try {
        return records.hasNext();
      } catch (UncheckedIOException e) {
        String where = "%s, line %d or soon after".formatted(name, parser.getCurrentLineNumber());
        throw new UncheckedIOException(
            new IOException(where + ": " + said(Objects.requireNonNull(e.getCause())), e));
      }
    }

    @Override
    public CSVRecord next() {
      return records.next();
    }
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

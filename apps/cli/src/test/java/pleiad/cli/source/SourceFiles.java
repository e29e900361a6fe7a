package pleiad.cli.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import pleiad.Document;

/// Writes a source, reads it back.
final class SourceFiles {
  private static final InputStream NOTHING = InputStream.nullInputStream();

  private SourceFiles() {}

  static Path file(Path folder, String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  static List<Entry> read(Path source) throws IOException {
    try (Stream<Entry> entries = Sources.open(source.toString(), NOTHING)) {
      return entries.toList();
    }
  }

  static List<Entry> readStandardInput(byte[] content) throws IOException {
    try (Stream<Entry> entries =
        Sources.open(Sources.STANDARD_INPUT, new ByteArrayInputStream(content))) {
      return entries.toList();
    }
  }

  static List<Document> documents(Path source) throws IOException {
    return read(source).stream().map(SourceFiles::document).toList();
  }

  static Document document(Entry entry) {
    assertThat(entry).isInstanceOf(Entry.Good.class);
    return ((Entry.Good) entry).document();
  }

  static Entry.Bad bad(Entry entry) {
    assertThat(entry).isInstanceOf(Entry.Bad.class);
    return (Entry.Bad) entry;
  }
}

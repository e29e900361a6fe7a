package pleiad.cli.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static pleiad.cli.source.SourceFiles.bad;
import static pleiad.cli.source.SourceFiles.documents;
import static pleiad.cli.source.SourceFiles.file;
import static pleiad.cli.source.SourceFiles.read;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pleiad.Document;

/// What a path is, and the texts and folders among them.
class SourcesTest {
  @TempDir Path home;

  @Test
  void aFoldersTextsAreDocumentsInTheOrderOfTheirPaths() throws IOException {
    file(home, "b.txt", " two \n");
    file(home, "a.md", "# One #\n\nbody\n");
    file(home, "below/c.txt", "# no heading in plain text");
    file(home, "image.png", "not read");
    assertThat(documents(home))
        .containsExactly(
            Document.of("a.md", "body").withTitle("One"),
            Document.of("b.txt", "two"),
            Document.of("below/c.txt", "# no heading in plain text"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.md", "x.MD", "x.markdown"})
  void theFirstHeadingOfAMarkdownFileIsItsTitle(String name) throws IOException {
    assertThat(documents(file(home, name, "\n## The fox ##\r\nruns\n")))
        .containsExactly(Document.of(name, "runs").withTitle("The fox"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"no heading\n# late\n", "#hashtag\nx", "# only a heading"})
  void markdownThatBeginsWithoutHeadingKeepsAllOfItsText(String text) throws IOException {
    assertThat(documents(file(home, "x.md", text)))
        .containsExactly(Document.of("x.md", text.strip()));
  }

  @Test
  void aByteOrderMarkIsNoPartOfAText() throws IOException {
    assertThat(documents(file(home, "x.md", "\uFEFF# T\nbody")))
        .containsExactly(Document.of("x.md", "body").withTitle("T"));
  }

  @Test
  void aBinaryFileIsNoText() throws IOException {
    Path zero = file(home, "zero.txt", "a\0b");
    assertThat(bad(read(zero).getFirst()))
        .isEqualTo(new Entry.Bad(zero.toString(), "a binary file, no text"));
    Path bytes = home.resolve("bytes.txt");
    Files.write(bytes, new byte[] {(byte) 0xff, (byte) 0xfe, 0x41});
    assertThat(bad(read(bytes).getFirst()))
        .isEqualTo(new Entry.Bad(bytes.toString(), "the bytes are no UTF-8 text"));
  }

  @Test
  void aFolderWithoutTextsSaysWhatItLooksFor() throws IOException {
    file(home, "image.png", "x");
    assertThatThrownBy(() -> read(home))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("folder '%s' holds no corpus.jsonl and no .txt or .md file".formatted(home));
  }

  @Test
  void aBeirFolderIsItsCorpus() throws IOException {
    file(home, "corpus.jsonl", "{\"_id\":\"1\",\"title\":\"t\",\"text\":\"a\",\"metadata\":{}}");
    file(home, "queries.jsonl", "{\"_id\":\"q\",\"text\":\"b\"}");
    file(home, "readme.md", "not read");
    assertThat(documents(home)).containsExactly(Document.of("1", "a").withTitle("t"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"report.docx", "noextension", "csv", "archive.jsonl.gz"})
  void aFileOfUnknownKindIsRefusedWithTheKindsThereAre(String name) throws IOException {
    Path file = file(home, name, "x");
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'%s' is of no kind that can be indexed".formatted(file))
        .hasMessageContaining(".jsonl, .csv, .tsv, .txt, .md");
  }

  @Test
  void aMissingPathIsNamed() {
    assertThatThrownBy(() -> read(home.resolve("gone.jsonl")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("gone.jsonl");
  }

  @Test
  void sourcesAreCountedUnlessOneIsStandardInput(@TempDir Path counted) throws IOException {
    Path lines =
        Files.writeString(
            counted.resolve("a.jsonl"),
            "{\"_id\": 1, \"text\": \"x\"}\n\n{\"_id\": 2, \"text\": \"y\"}\n");
    Path table = Files.writeString(counted.resolve("b.csv"), "id,text\n1,\"a\nb\"\n2,c\n3,d\n");
    assertThat(Sources.count(List.of(lines.toString(), table.toString()))).isEqualTo(5);
    assertThat(Sources.count(List.of(lines.toString(), "-"))).isEqualTo(-1);
  }
}

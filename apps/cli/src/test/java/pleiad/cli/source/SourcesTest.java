package pleiad.cli.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static pleiad.cli.source.SourceFiles.bad;
import static pleiad.cli.source.SourceFiles.documents;
import static pleiad.cli.source.SourceFiles.file;
import static pleiad.cli.source.SourceFiles.read;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pleiad.Document;
import pleiad.cli.Pages;

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
        .hasMessage(
            "folder '%s' holds no corpus.jsonl and no .txt, .md or .pdf file".formatted(home));
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
    assertThat(Sources.count(List.of(lines.toString(), table.toString()), Reading.TEXTS))
        .isEqualTo(5);
    assertThat(Sources.count(List.of(lines.toString(), "-"), Reading.TEXTS)).isEqualTo(-1);
  }

  @Test
  void aFoldersPdfsAreTheirPages() throws IOException {
    Files.createDirectories(home.resolve("below"));
    Pages.pdf(home.resolve("below/b.pdf"), "one", "", "three");
    file(home, "a.txt", "a text");
    file(home, "c.md", "another");
    file(home, "ignored.png", "x");
    Map<String, Object> third = Map.of("source", "below/b.pdf", "page", 3, "title", "A form");
    List<Entry> entries = read(home);
    assertThat(entries).hasSize(5);
    assertThat(entries.get(2)).isEqualTo(new Entry.Blank(home.resolve("below/b.pdf") + ", page 2"));
    assertThat(((Entry.Good) entries.get(3)).document())
        .isEqualTo(Document.of("below/b.pdf#page=3", "three").withMetadata(third));
    assertThat(Sources.count(List.of(home.toString()), Reading.TEXTS)).isEqualTo(5);
  }

  @Test
  void pagesMayBeReadAsPictures() throws IOException {
    Path pdf = Pages.pdf(home.resolve("b.PDF"), "one", "");
    Reading pictures = new Reading(true, 72);
    try (Stream<Entry> entries =
        Sources.open(pdf.toString(), InputStream.nullInputStream(), pictures)) {
      List<Entry.Page> pages = entries.map(each -> (Entry.Page) each).toList();
      assertThat(pages)
          .extracting(each -> each.document().id())
          .containsExactly("b.PDF#page=1", "b.PDF#page=2");
      assertThat(pages.getLast().document().text()).isEmpty();
      assertThat(pages.getLast().picture().draw()).hasToString("Pixels[200 x 100]");
      assertThat(pages).extracting(each -> each.picture().identity()).doesNotHaveDuplicates();
    }
  }

  /// An interruption reads no further, and what waits does not fill the memory.
  @Test
  void joinedStreamsAreReadNoFurtherThanAsked() {
    List<Integer> made = new ArrayList<>();
    List<Integer> closed = new ArrayList<>();
    List<Stream<Entry>> streams = new ArrayList<>();
    for (int stream = 0; stream < 3; stream++) {
      int number = stream;
      streams.add(
          Stream.iterate(0, i -> i < number, i -> i + 1)
              .peek(made::add)
              .map(i -> (Entry) new Entry.Blank(number + "." + i))
              .onClose(() -> closed.add(number)));
    }
    try (Stream<Entry> joined = Sources.joined(streams)) {
      Iterator<Entry> entries = joined.iterator();
      assertThat(made).isEmpty();
      assertThat(entries.next()).isEqualTo(new Entry.Blank("1.0"));
      assertThat(entries.next()).isEqualTo(new Entry.Blank("2.0"));
      assertThat(made).containsExactly(0, 0);
    }
    assertThat(closed).contains(0, 1, 2);
  }
}

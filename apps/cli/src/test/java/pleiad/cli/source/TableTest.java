package pleiad.cli.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static pleiad.cli.source.SourceFiles.bad;
import static pleiad.cli.source.SourceFiles.documents;
import static pleiad.cli.source.SourceFiles.file;
import static pleiad.cli.source.SourceFiles.read;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pleiad.Document;

class TableTest {
  @TempDir Path home;

  @Test
  void aRowIsADocumentAndOtherColumnsAreMetadata() throws IOException {
    Path file = file(home, "t.csv", "id,title,text,kind\n1,Fox,runs,note\n2,,sleeps,\n");
    assertThat(documents(file))
        .containsExactly(
            Document.of("1", "runs").withTitle("Fox").with("kind", "note"),
            Document.of("2", "sleeps"));
  }

  @Test
  void quotesKeepCommasQuotesAndLineBreaks() throws IOException {
    Path file = file(home, "t.csv", "_id,text\r\n1,\"a, \"\"b\"\"\r\nc\"\r\n2,d\r\n");
    assertThat(documents(file))
        .containsExactly(Document.of("1", "a, \"b\"\r\nc"), Document.of("2", "d"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"t.tsv", "t.tab", "T.TSV"})
  void aTabSeparatesWhereTheNameSaysSo(String name) throws IOException {
    assertThat(documents(file(home, name, "text\tid\na, b\t1\n")))
        .containsExactly(Document.of("1", "a, b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"id,text", "\"id\",\"text\""})
  void aByteOrderMarkIsNoPartOfTheFirstColumnsName(String header) throws IOException {
    assertThat(documents(file(home, "t.csv", "\uFEFF" + header + "\n1,a\n")))
        .containsExactly(Document.of("1", "a"));
  }

  @ParameterizedTest
  @CsvSource({
    "2020, 2020",
    "-3, -3",
    "0, 0",
    "1.50, 1.5",
    "007, ",
    "1e999, ",
    "1., ",
    ".5, ",
    "+1, ",
    "12345678901234567890, ",
    "NaN, ",
    "10-11, "
  })
  void aCellIsANumberOnlyWhereItReadsAsOne(String cell, Double number) throws IOException {
    List<Document> documents = documents(file(home, "t.csv", "id,text,n\n1,a," + cell + "\n"));
    assertThat(documents.getFirst().metadata())
        .isEqualTo(Map.of("n", number == null ? cell : number));
  }

  @Test
  void aRowWithTooFewOrTooManyColumnsOrNoIdIsNamed() throws IOException {
    Path file = file(home, "t.csv", "id,text\n1\n2,b,c\n ,d\n4,e\n");
    List<Entry> entries = read(file);
    assertThat(bad(entries.get(0)).problem()).isEqualTo("expected 2 columns, found 1");
    assertThat(bad(entries.get(0)).where()).isEqualTo(file + ", record 1");
    assertThat(bad(entries.get(1)).problem()).isEqualTo("expected 2 columns, found 3");
    assertThat(bad(entries.get(2)).problem())
        .isEqualTo("expected an id in column 'id', found none");
    assertThat(SourceFiles.document(entries.get(3))).isEqualTo(Document.of("4", "e"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"name,text\n1,a\n", "id,body\n1,a\n", ""})
  void aHeaderWithoutIdOrTextIsRefused(String content) throws IOException {
    Path file = file(home, "t.csv", content);
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("the header must name the columns '_id' or 'id', and 'text'");
  }

  @Test
  void aHeaderWithAColumnTwiceIsRefused() throws IOException {
    Path file = file(home, "t.csv", "id,text,text\n1,a,b\n");
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("duplicate");
  }

  @Test
  void aQuoteThatDoesNotEndIsNamedWithFileAndLine() throws IOException {
    Path file = file(home, "t.csv", "id,text\n1,a\n2,\"b\n");
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(file + ", line ");
  }

  @Test
  void bytesThatAreNoUtf8AreRefusedWithTheFile() throws IOException {
    Path early = home.resolve("early.csv");
    Files.write(early, "id,text\n1,caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> read(early))
        .hasMessageContaining(early.toString())
        .hasMessageContaining("the bytes are no UTF-8 text");

    Path late = home.resolve("late.csv");
    String rows = "1,word\n".repeat(20_000);
    Files.write(late, ("id,text\n" + rows + "2,\u00e9\n").getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> read(late))
        .hasMessageContaining(late + ", line ")
        .hasMessageContaining("the bytes are no UTF-8 text");
  }
}

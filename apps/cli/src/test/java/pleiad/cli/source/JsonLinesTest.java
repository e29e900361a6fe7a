package pleiad.cli.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static pleiad.cli.source.SourceFiles.bad;
import static pleiad.cli.source.SourceFiles.document;
import static pleiad.cli.source.SourceFiles.file;
import static pleiad.cli.source.SourceFiles.read;
import static pleiad.cli.source.SourceFiles.readStandardInput;

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

class JsonLinesTest {
  @TempDir Path home;

  private Entry only(String line) throws IOException {
    List<Entry> entries = read(file(home, "one.jsonl", line));
    assertThat(entries).hasSize(1);
    return entries.getFirst();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"_id\": \"7\", \"text\": \"fox\"}",
        "{\"id\": \"7\", \"text\": \"fox\"}",
        "{\"id\": 7, \"text\": \"fox\"}",
        "{\"_id\": \"7\", \"title\": null, \"text\": \"fox\"}",
        "{\"_id\": \"7\", \"text\": \"fox\", \"year\": null, \"metadata\": {}, \"kinds\": []}",
        "  {\"_id\": \"7\", \"text\": \"fox\"}  "
      })
  void aDocumentIsAnIdAndAText(String line) throws IOException {
    assertThat(document(only(line))).isEqualTo(Document.of("7", "fox"));
  }

  @Test
  void beirsIdComesFirstAndTheOtherIsNoMetadata() throws IOException {
    Document document =
        document(only("{\"id\": \"other\", \"_id\": \"7\", \"title\": \"t\", \"text\": \"fox\"}"));
    assertThat(document).isEqualTo(Document.of("7", "fox").withTitle("t"));
  }

  @Test
  void everyOtherFieldIsMetadataInItsOwnType() throws IOException {
    Document document =
        document(
            only(
                "{\"id\": 1, \"text\": \"fox\", \"year\": 2020, \"weight\": 1.5, \"draft\": true,"
                    + " \"kind\": \"note\", \"tags\": [\"a\", null, 2],"
                    + " \"author\": {\"name\": {\"last\": \"Roe\"}},"
                    + " \"metadata\": {\"url\": \"x\", \"page\": {\"from\": 3}},"
                    + " \"pairs\": [[1, 2], {\"a\": 1}], \"big\": 18446744073709551616}"));
    assertThat(document.metadata())
        .isEqualTo(
            Map.ofEntries(
                Map.entry("year", 2020L),
                Map.entry("weight", 1.5),
                Map.entry("draft", true),
                Map.entry("kind", "note"),
                Map.entry("tags", List.of("a", 2L)),
                Map.entry("author.name.last", "Roe"),
                Map.entry("url", "x"),
                Map.entry("page.from", 3L),
                Map.entry("pairs", List.of("[1,2]", "{\"a\":1}")),
                Map.entry("big", 0x1p64)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"text": "fox"}                              | expected a string or number '_id' or 'id'
          {"_id": null, "text": "fox"}                 | expected a string or number '_id' or 'id'
          {"_id": " ", "text": "fox"}                  | expected a string or number '_id' or 'id'
          {"_id": ["7"], "text": "fox"}                | expected a string or number '_id' or 'id'
          {"_id": true, "text": "fox"}                 | expected a string or number '_id' or 'id'
          {"_id": "7"}                                 | expected a string 'text', found none
          {"_id": "7", "text": 12}                     | expected a string 'text', found NUMBER
          {"_id": "7", "text": null}                   | expected a string 'text', found NULL
          {"_id": "7", "title": ["t"], "text": "fox"}  | expected a string 'title', found ARRAY
          ["7", "fox"]                                 | expected a JSON object, found ARRAY
          "fox"                                        | expected a JSON object, found STRING
          {"_id": "7", "text": "fox"                   | no JSON
          {"_id": "7", "text": "fox"} {}               | no JSON
          {"_id": "7", "text": "fox}                   | no JSON
          fox                                          | no JSON
          """)
  void whatIsNoDocumentIsNamedWithWhatWasExpected(String line, String problem) throws IOException {
    assertThat(bad(only(line)).problem()).contains(problem);
  }

  @Test
  void aBadLineIsNamedByFileAndLineAndTheOthersAreRead() throws IOException {
    Path file =
        file(home, "some.jsonl", "{\"id\":1,\"text\":\"a\"}\n\n{oops\n{\"id\":2,\"text\":\"b\"}");
    List<Entry> entries = read(file);
    assertThat(entries).hasSize(3);
    assertThat(document(entries.get(0)).id()).isEqualTo("1");
    assertThat(entries.get(0).where()).isEqualTo(file + ", line 1");
    assertThat(bad(entries.get(1)).where()).isEqualTo(file + ", line 3");
    assertThat(bad(entries.get(1)).problem()).containsPattern("column [1-9]");
    assertThat(document(entries.get(2)).id()).isEqualTo("2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\n\n  \n", "\r\n\r\n"})
  void lineEndsOfAllSystemsAndEmptyLinesAreNoDocuments(String end) throws IOException {
    String one = "{\"id\":1,\"text\":\"a\"}";
    String two = "{\"id\":2,\"text\":\"b\"}";
    assertThat(SourceFiles.documents(file(home, "two.ndjson", one + end + two + end)))
        .containsExactly(Document.of("1", "a"), Document.of("2", "b"));
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheFirstLine() throws IOException {
    assertThat(document(only("\uFEFF{\"id\":1,\"text\":\"a\"}"))).isEqualTo(Document.of("1", "a"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\uFEFF"})
  void anEmptyFileHasNoDocuments(String content) throws IOException {
    assertThat(read(file(home, "none.jsonl", content))).isEmpty();
  }

  @Test
  void bytesThatAreNoUtf8AreRefusedWithFileAndLine() throws IOException {
    Path file = home.resolve("latin.jsonl");
    Files.write(file, "{\"id\":1,\"text\":\"caf\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(file + ", line 1 or soon after: the bytes are no UTF-8 text");
  }

  @Test
  void standardInputIsJsonLines() throws IOException {
    List<Entry> entries =
        readStandardInput("{\"id\":1,\"text\":\"caf\u00e9\"}\nx".getBytes(StandardCharsets.UTF_8));
    assertThat(document(entries.get(0)).text()).isEqualTo("caf\u00e9");
    assertThat(bad(entries.get(1)).where()).isEqualTo("standard input, line 2");
  }
}

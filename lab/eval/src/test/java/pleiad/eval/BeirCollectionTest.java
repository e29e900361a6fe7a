package pleiad.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BeirCollectionTest {
  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    file(
        "corpus.jsonl",
        """
        {"_id": "a", "title": "One", "text": "first"}
        {"_id": "b", "title": "", "text": ""}
        {"_id": "c", "text": "drei \\u00e9"}
        """);
    file(
        "queries.jsonl",
        """
        {"_id": "q1", "text": "one?", "metadata": {}}
        {"_id": "q2", "text": "two?"}
        {"_id": "q3", "text": "three?"}
        """);
    file("qrels/test.tsv", "query-id\tcorpus-id\tscore\nq3\ta\t1\nq1\ta\t2\nq1\tb\t0\n");
    file("qrels/train.tsv", "query-id\tcorpus-id\tscore\nq2\tc\t1\n");
    file("qrels/README.md", "not a split");
  }

  @Test
  void aFolderIsReadAsItStands() throws IOException {
    assertThat(documents())
        .containsExactly(
            new Document("a", "One", "first", Map.of()),
            new Document("b", "", "", Map.of()),
            new Document("c", "", "drei é", Map.of()));
    TestCollection collection = TestCollection.open(folder);
    assertThat(collection.splits()).containsExactly("test", "train");
    assertThat(collection.queries()).hasSize(3);
    assertThat(collection.qrels("test").grades("q1")).containsExactly(entry("a", 2), entry("b", 0));
    assertThat(collection.qrels("test").size()).isEqualTo(3);
  }

  @Test
  void queriesAndJudgementsNeedNoDocumentsBesideThem() throws IOException {
    Files.delete(folder.resolve("corpus.jsonl"));
    TestCollection queries = TestCollection.openQueries(folder);
    assertThat(queries.queries("train")).containsExactly(new Query("q2", "two?"));
    Files.delete(folder.resolve("queries.jsonl"));
    assertThatThrownBy(() -> TestCollection.openQueries(folder))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("expected queries.jsonl and qrels/");
    assertThatThrownBy(() -> TestCollection.openQueries(folder.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
    file("queries.dev.tsv", "q1\tone\n");
    file("qrels.dev.tsv", "q1 0 a 1\n");
    assertThat(TestCollection.openQueries(folder).queries("dev"))
        .containsExactly(new Query("q1", "one"));
  }

  @Test
  void theQueriesOfASplitAreThoseJudgedInIt() throws IOException {
    TestCollection collection = TestCollection.open(folder);
    assertThat(collection.queries("test"))
        .containsExactly(new Query("q1", "one?"), new Query("q3", "three?"));
    assertThat(collection.queries("train")).containsExactly(new Query("q2", "two?"));
  }

  @Test
  void otherFieldsAreMetadata() throws IOException {
    file(
        "corpus.jsonl",
        """
        {"_id": 7, "text": "t", "id": "x", "price": 1.5, "stock": 3, "big": 12345678901234567890,\
         "new": true, "tags": ["a", 2, null, [false]], "none": null,\
         "author": {"name": "N"}, "metadata": {"stock": 9, "rating": -4, "kind": "k"}}
        """);
    Document document = documents().getFirst();
    assertThat(document.id()).isEqualTo("7");
    assertThat(document.metadata())
        .containsExactly(
            entry("id", "x"),
            entry("price", 1.5),
            entry("stock", 3L),
            entry("big", 1.2345678901234567E+19),
            entry("new", true),
            entry("tags", List.of("a", 2L, List.of(false))),
            entry("author", Map.of("name", "N")),
            entry("rating", -4L),
            entry("kind", "k"));
  }

  @Test
  void idWithoutUnderscoreWillDo() throws IOException {
    file("corpus.jsonl", "{\"id\": \"a\", \"text\": \"t\"}");
    assertThat(documents()).containsExactly(new Document("a", "", "t", Map.of()));
  }

  @Test
  void byteOrderMarkWindowsLineEndsAndBlankLinesDoNoHarm() throws IOException {
    file(
        "corpus.jsonl",
        "\uFEFF\r\n{\"_id\": \"a\", \"text\": \"t\"}\r\n \t\r\n{\"_id\": \"b\", \"text\": \"u\"}");
    file(
        "qrels/test.tsv",
        "\uFEFF\r\nquery-id\tcorpus-id\tscore\r\n\r\nq1\ta\t1\t\r\nq2\ta\t1 \r\n");
    assertThat(documents()).extracting(Document::id).containsExactly("a", "b");
    assertThat(TestCollection.open(folder).qrels("test").size()).isEqualTo(2);
  }

  @Test
  void judgementsWithoutHeaderLoseNone() throws IOException {
    file("qrels/test.tsv", "q1\ta\t1\nq2\tb\t1\n");
    Qrels qrels = TestCollection.open(folder).qrels("test");
    assertThat(qrels.grades("q1")).containsExactly(entry("a", 1));
    assertThat(qrels.size()).isEqualTo(2);
  }

  @Test
  void aHeaderIsOneOnTheFirstLineOnly() throws IOException {
    Path file = file("qrels/test.tsv", "q1\ta\t1\nquery-id\tcorpus-id\tscore\n");
    assertThatThrownBy(() -> TestCollection.open(folder).qrels("test"))
        .hasMessage(file + ", line 2: expected a whole number as grade, found 'score'");
  }

  @Test
  void aFirstGradeThatIsNotWholeIsNoHeader() throws IOException {
    Path file = file("qrels/test.tsv", "q1\ta\t1.0\n");
    assertThatThrownBy(() -> TestCollection.open(folder).qrels("test"))
        .hasMessage(file + ", line 1: expected a whole number as grade, found '1.0'");
  }

  @Test
  void idsMayHaveBlanks() throws IOException {
    file("qrels/test.tsv", "q 1\tGeneva Durben\t1\n");
    assertThat(TestCollection.open(folder).qrels("test").grades("q 1"))
        .containsKey("Geneva Durben");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'_id': 'x', 'text': 't'         | malformed JSON at column",
        "{'_id': 'x' 'text': 't'}         | malformed JSON at column",
        "['x']                            | expected one JSON object a line, found '['",
        "{'_id': 'x', 'text': 't'} {}     | expected one JSON object a line, found more behind it",
        "{'text': 't'}                    | no \"_id\"; the fields are [text]",
        "{'_id': null, 'text': 't'}       | no \"_id\"; the fields are [text]",
        "{'_id': '', 'text': 't'}         | \"_id\" should be a string that is not empty, found ''",
        "{'_id': 1.5, 'text': 't'}        | \"_id\" should be a string that is not empty, found '1.5'",
        "{'_id': 'x', 'contents': 't'}    | no \"text\"; the other fields are [contents]",
        "{'_id': 'x', 'text': 3}          | \"text\" should be a string, found 3",
        "{'_id': 'x', 'title': [], 'text': 't'} | \"title\" should be a string, found []",
        "{'_id': 'a', 'text': 't'}        | document 'a' is here a second time",
      })
  void aBrokenRecordIsRefusedWithItsPlace(String record, String problem) throws IOException {
    Path file =
        file(
            "corpus.jsonl",
            "{\"_id\": \"a\", \"text\": \"\"}\n\n" + record.replace('\'', '"') + "\n");
    assertThatThrownBy(this::documents)
        .isInstanceOf(MalformedFileException.class)
        .hasMessageStartingWith(file + ", line 3: " + problem);
  }

  @Test
  void aQueryThatComesTwiceIsRefusedWithItsPlace() throws IOException {
    Path file =
        file(
            "queries.jsonl",
            "{\"_id\": \"q\", \"text\": \"\"}\n{\"_id\": \"q\", \"text\": \"\"}\n");
    assertThatThrownBy(() -> TestCollection.open(folder).queries())
        .hasMessage(file + ", line 2: query 'q' is here a second time");
  }

  @Test
  void judgementsOfAnotherFormatAreRefusedWithTheirPlace() throws IOException {
    Path trec = file("qrels/test.tsv", "q1\t0\ta\t1\n");
    assertThatThrownBy(() -> TestCollection.open(folder).qrels("test"))
        .hasMessage(
            trec + ", line 1: expected query, document and grade between tabs, found 4 fields");
    Path blanks = file("qrels/test.tsv", "q1 a 1\n");
    assertThatThrownBy(() -> TestCollection.open(folder).qrels("test"))
        .hasMessage(
            blanks + ", line 1: expected query, document and grade between tabs, found 1 fields");
  }

  @Test
  void anUnknownSplitIsAnsweredWithThoseThereAre() throws IOException {
    TestCollection collection = TestCollection.open(folder);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> collection.qrels("dev"))
        .withMessage("no split 'dev' in " + folder.resolve("qrels") + "; there are [test, train]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> collection.queries("../test"))
        .withMessageContaining("no split '../test'");
  }

  @Test
  void documentsAloneAreACollection() throws IOException {
    Files.delete(folder.resolve("queries.jsonl"));
    try (Stream<Path> files = Files.list(folder.resolve("qrels"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder.resolve("qrels"));
    TestCollection collection = TestCollection.open(folder);
    assertThat(documents()).hasSize(3);
    assertThat(collection.splits()).isEmpty();
    assertThatThrownBy(collection::queries)
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("queries.jsonl: the queries of the collection belong here");
  }

  @Test
  void aFolderWithoutCollectionIsRefused() {
    assertThatThrownBy(() -> TestCollection.open(folder.resolve("qrels")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("qrels: no collection here; expected corpus.jsonl (BEIR)");
  }

  @Test
  void documentsAreReadOnlyAsFarAsTheyAreAskedFor() throws IOException {
    file("corpus.jsonl", "{\"_id\": \"a\", \"text\": \"t\"}\nbroken\n");
    try (Stream<Document> documents = TestCollection.open(folder).documents()) {
      Iterator<Document> one = documents.iterator();
      assertThat(one.next().id()).isEqualTo("a");
      assertThatThrownBy(one::hasNext).isInstanceOf(MalformedFileException.class);
    }
  }

  private List<Document> documents() throws IOException {
    try (Stream<Document> documents = TestCollection.open(folder).documents()) {
      return documents.toList();
    }
  }

  private Path file(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }
}

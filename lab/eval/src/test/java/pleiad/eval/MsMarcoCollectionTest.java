package pleiad.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MsMarcoCollectionTest {
  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    file("collection.tsv", "0\tfirst passage\n1\tsecond \"quoted\" passage\n");
    file("queries.dev.tsv", "10\tten?\n11\televen?\n12\ttwelve?\n");
    file("queries.dev.small.tsv", "11\televen?\n");
    file("qrels.dev.tsv", "12\t0\t1\t1\n10 0 0 1\n");
    file("qrels.dev.small.tsv", "11\t0\t1\t1\n");
  }

  @Test
  void aFolderIsReadAsItStands() throws IOException {
    assertThat(documents())
        .containsExactly(
            new Document("0", "", "first passage", Map.of()),
            new Document("1", "", "second \"quoted\" passage", Map.of()));
    TestCollection collection = TestCollection.open(folder);
    assertThat(collection.splits()).containsExactly("dev", "dev.small");
    assertThat(collection.queries("dev"))
        .containsExactly(new Query("10", "ten?"), new Query("12", "twelve?"));
    assertThat(collection.queries("dev.small")).containsExactly(new Query("11", "eleven?"));
    assertThat(collection.queries())
        .extracting(Query::id)
        .containsExactlyInAnyOrder("10", "11", "12");
    assertThat(collection.qrels("dev").grades("10")).containsExactly(entry("0", 1));
  }

  @Test
  void headerTitleAndTrailingTabAreUnderstood() throws IOException {
    file(
        "collection.tsv",
        "\uFEFFid\ttext\ttitle\r\n7\tpassage\tTitle\r\n\r\n8\tpassage\t\r\n9\t\t\t\r\n");
    assertThat(documents())
        .containsExactly(
            new Document("7", "Title", "passage", Map.of()),
            new Document("8", "", "passage", Map.of()),
            new Document("9", "", "", Map.of()));
  }

  @Test
  void filesWithoutASplitAreTheSplitAll() throws IOException {
    file("queries.tsv", "qid\tquery\n1\tone?\n2\ttwo?\n");
    file("qrels.tsv", "2 0 1 1\n");
    TestCollection collection = TestCollection.open(folder);
    assertThat(collection.splits()).contains("all");
    assertThat(collection.queries("all")).containsExactly(new Query("2", "two?"));
  }

  @Test
  void aSplitWithoutQueriesOfItsOwnTakesThoseOfAll() throws IOException {
    file("queries.tsv", "1\tone?\n2\ttwo?\n");
    file("qrels.test.tsv", "1 0 1 1\n");
    assertThat(TestCollection.open(folder).queries("test")).containsExactly(new Query("1", "one?"));
  }

  @Test
  void aSplitWithoutAnyQueriesIsRefused() throws IOException {
    file("qrels.test.tsv", "1 0 1 1\n");
    TestCollection collection = TestCollection.open(folder);
    assertThatThrownBy(() -> collection.queries("test"))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("queries.tsv: the queries belong here, or in queries.SPLIT.tsv");
  }

  @Test
  void anUnknownSplitIsAnsweredWithThoseThereAre() throws IOException {
    TestCollection collection = TestCollection.open(folder);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> collection.queries("test"))
        .withMessage("no split 'test' in " + folder + "; there are [dev, dev.small]");
  }

  @Test
  void brokenLinesAreRefusedWithTheirPlace() throws IOException {
    Path lonely = file("collection.tsv", "0\tpassage\n1\n");
    assertThatThrownBy(this::documents)
        .isInstanceOf(MalformedFileException.class)
        .hasMessage(
            lonely
                + ", line 2: expected id, passage and perhaps title between tabs, found 1 fields");
    Path twice = file("collection.tsv", "0\tpassage\n0\tpassage\n");
    assertThatThrownBy(this::documents)
        .hasMessage(twice + ", line 2: document '0' is here a second time");
    Path query = file("queries.dev.tsv", "1\tone\n1\tone\n");
    assertThatThrownBy(() -> TestCollection.open(folder).queries())
        .hasMessage(query + ", line 2: query '1' is here a second time");
  }

  @Test
  void filesThatDisagreeAboutAQueryAreRefused() throws IOException {
    file("queries.dev.tsv", "11\televen?\n");
    Path small = file("queries.dev.small.tsv", "11\tzwölf?\n");
    assertThatThrownBy(() -> TestCollection.open(folder).queries())
        .hasMessage(small + ", line 1: query '11' is 'zwölf?' here and 'eleven?' in another file");
  }

  private List<Document> documents() throws IOException {
    try (Stream<Document> documents = TestCollection.open(folder).documents()) {
      return documents.toList();
    }
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }
}

package pleiad.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchTextsTest {
  @TempDir Path folder;

  private void corpus() throws IOException {
    Files.writeString(
        folder.resolve("corpus.jsonl"),
        """
        {"_id": "a", "title": "Fox", "text": "runs"}
        {"_id": "b", "title": "", "text": "without a title"}
        {"_id": "c", "title": "Moon", "text": ""}
        """);
  }

  private static List<Map.Entry<String, String>> documents(SearchTexts texts) throws IOException {
    try (Stream<Map.Entry<String, String>> stream = texts.documents().open()) {
      return stream.toList();
    }
  }

  @Test
  void aJudgedCollectionIsTakenAsItIs() throws IOException {
    corpus();
    Files.writeString(
        folder.resolve("queries.jsonl"),
        """
        {"_id": "q1", "text": "who runs"}
        {"_id": "q2", "text": "nobody judged this"}
        """);
    Files.createDirectories(folder.resolve("qrels"));
    Files.writeString(folder.resolve("qrels/test.tsv"), "q1\ta\t2\n");
    SearchTexts texts = SearchTexts.read(folder);
    assertThat(documents(texts))
        .containsExactly(entry("a", "Fox runs"), entry("b", "without a title"), entry("c", "Moon"));
    assertThat(documents(texts)).as("read a second time").hasSize(3);
    assertThat(texts.queries()).containsExactly(entry("q1", "who runs"));
    assertThat(texts.qrels().grades("q1")).containsExactly(entry("a", 2));
  }

  @Test
  void aCollectionWithoutJudgementsIsAskedForItsTitles() throws IOException {
    corpus();
    SearchTexts texts = SearchTexts.read(folder);
    assertThat(documents(texts))
        .containsExactly(entry("a", "runs"), entry("b", "without a title"), entry("c", ""));
    assertThat(texts.queries()).containsExactly(entry("a", "Fox"));
    assertThat(texts.qrels().grades("a")).containsExactly(entry("a", 1));
  }

  @Test
  void knownItemsAreAThousandAndTheSameEveryTime() throws IOException {
    StringBuilder corpus = new StringBuilder();
    for (int i = 0; i < 1_500; i++) {
      corpus.append("{\"_id\": \"%d\", \"title\": \"t%d\", \"text\": \"x\"}\n".formatted(i, i));
    }
    Files.writeString(folder.resolve("corpus.jsonl"), corpus);
    SearchTexts texts = SearchTexts.read(folder);
    assertThat(texts.queries()).hasSize(1_000);
    assertThat(List.copyOf(SearchTexts.read(folder).queries().keySet()))
        .isEqualTo(List.copyOf(texts.queries().keySet()));
  }
}

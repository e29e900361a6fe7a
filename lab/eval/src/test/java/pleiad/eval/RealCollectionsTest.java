package pleiad.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Real collections, where the folder beside the repository holds them; none is needed to pass.
class RealCollectionsTest {
  private static final Path DATA =
      Path.of(System.getProperty("pleiad.root")).resolve("../shared/data").normalize();

  private record Split(
      String folder, String name, int documents, int queries, int judgedQueries, int judgements) {}

  private static final List<Split> SPLITS =
      List.of(
          new Split("scifact", "test", 5183, 1109, 300, 339),
          new Split("scifact", "train", 5183, 1109, 809, 919),
          new Split("cranfield", "test", 1400, 225, 225, 1837),
          new Split("cisi", "test", 1460, 112, 76, 3114),
          new Split("cacm", "test", 3204, 64, 52, 796),
          new Split("adi", "test", 82, 35, 35, 170),
          new Split("climate-fever-sentences", "test", 5239, 1535, 1061, 2743),
          new Split("pubmedqa", "test", 1000, 1000, 500, 500),
          new Split("limit-small", "test", 46, 1000, 1000, 2000),
          new Split("xquad/zh", "test", 240, 1190, 1190, 1190),
          new Split("products-en", "test", 24576, 1000, 1000, 1000),
          new Split("pdf-pages-dev", "test", 56, 21, 21, 22));

  @TestFactory
  Stream<DynamicTest> theCountsAreTheKnownOnes() {
    return SPLITS.stream()
        .filter(split -> Files.isDirectory(DATA.resolve(split.folder)))
        .map(
            split ->
                DynamicTest.dynamicTest(
                    split.folder + " " + split.name, () -> theCountsAreTheKnownOnes(split)));
  }

  private static void theCountsAreTheKnownOnes(Split split) throws IOException {
    TestCollection collection = TestCollection.open(DATA.resolve(split.folder));
    Set<String> documents = new HashSet<>();
    try (Stream<Document> stream = collection.documents()) {
      stream.map(Document::id).forEach(documents::add);
    }
    Qrels qrels = collection.qrels(split.name);

    assertThat(collection.splits()).contains(split.name);
    assertThat(documents).hasSize(split.documents);
    assertThat(collection.queries()).hasSize(split.queries);
    assertThat(collection.queries(split.name)).hasSize(split.judgedQueries);
    assertThat(qrels.queries()).hasSize(split.judgedQueries);
    assertThat(qrels.size()).isEqualTo(split.judgements);
    for (String query : qrels.queries()) {
      assertThat(documents).containsAll(qrels.grades(query).keySet());
    }
  }

  @TestFactory
  Stream<DynamicTest> theFieldsOfProductsAreMetadata() {
    return Stream.of(DATA.resolve("products-en"))
        .filter(Files::isDirectory)
        .map(folder -> DynamicTest.dynamicTest("products-en", () -> productsHaveAPrice(folder)));
  }

  private static void productsHaveAPrice(Path folder) throws IOException {
    try (Stream<Document> documents = TestCollection.open(folder).documents()) {
      assertThat(documents)
          .hasSize(24576)
          .allSatisfy(document -> assertThat(document.metadata()).isNotEmpty())
          .allSatisfy(
              document -> assertThat(document.metadata().get("price")).isInstanceOf(Number.class));
    }
  }
}

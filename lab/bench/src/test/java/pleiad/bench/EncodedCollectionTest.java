package pleiad.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import pleiad.bench.VectorSource.Portion;
import pleiad.encode.Encoder;
import pleiad.encode.Encoders;
import pleiad.encode.Role;
import pleiad.testkit.Seed;

@ExtendWith(Seed.class)
class EncodedCollectionTest {
  @TempDir Path home;

  @Test
  void whatIsInTheCacheIsNotEncodedAgain(Random random) throws IOException {
    TinyCollection tiny = new TinyCollection(home, 30, 4, random);
    List<String> told = new ArrayList<>();
    try (EncodedCollection collection = EncodedCollection.open(tiny.source(), told::add)) {
      assertThat(told).isEmpty();
      assertThat(collection.documents().count()).isEqualTo(30);
      assertThat(collection.queries().ids()).containsExactly("q0", "q1", "q2", "q3");
      assertThat(collection.queryVectors()).hasSize(4);
      assertThat(collection.queryVectors().get(2).count()).isEqualTo(4);
      assertThat(collection.qrels().grades("q3")).containsOnlyKeys("d3");
    }
  }

  @Test
  void aSampleKeepsTheQueriesThatItAnswers(Random random) throws IOException {
    TinyCollection tiny = new TinyCollection(home, 100, 100, random);
    try (EncodedCollection sample =
        EncodedCollection.open(tiny.source(new Portion(40, Integer.MAX_VALUE)), _ -> {})) {
      List<String> documents = sample.documents().ids();
      assertThat(new HashSet<>(documents)).hasSize(40);
      assertThat(sample.queries().ids())
          .isEqualTo(documents.stream().map(id -> id.replace('d', 'q')).toList());
      assertThat(sample.qrels().queries()).containsExactlyElementsOf(sample.queries().ids());
      assertThat(sample.beside("x")).hasFileName("x-40.tsv");
      try (EncodedCollection again =
          EncodedCollection.open(tiny.source(new Portion(40, 3)), _ -> {})) {
        assertThat(again.documents().ids()).isEqualTo(documents);
        assertThat(again.queries().ids()).isEqualTo(sample.queries().ids().subList(0, 3));
        assertThat(again.qrels().queries()).hasSize(3);
      }
    }
  }

  @Test
  void aSampleThatAnswersNothingIsRefused(Random random) throws IOException {
    TinyCollection tiny = new TinyCollection(home, 100, 1, random);
    List<String> refused = new ArrayList<>();
    for (int documents : new int[] {1, 2, 5, 10, 30, 60, 90, 99, 100}) {
      try (EncodedCollection sample =
          EncodedCollection.open(tiny.source(new Portion(documents, 1)), _ -> {})) {
        assertThat(sample.documents().ids()).contains("d0");
      } catch (IllegalArgumentException e) {
        refused.add(String.valueOf(e.getMessage()));
      }
    }
    assertThat(refused)
        .isNotEmpty()
        .allMatch(message -> message.endsWith("of the 100 documents; take more of them"));
  }

  @Test
  void vectorsOfOtherQueriesAreRefused(Random random) throws IOException {
    TinyCollection tiny = new TinyCollection(home, 5, 2, random);
    Path queries = tiny.data().resolve("queries.jsonl");
    Files.writeString(queries, Files.readString(queries).replace("q1", "q7"));
    Path qrels = tiny.data().resolve("qrels/test.tsv");
    Files.writeString(qrels, Files.readString(qrels).replace("q1", "q7"));
    assertThatThrownBy(() -> EncodedCollection.open(tiny.source(), _ -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("are not those of")
        .hasMessageContaining("delete that folder");
  }

  @Test
  void nothingIsNoSourceAndNoPortion() {
    assertThatThrownBy(() -> new Portion(0, 1)).hasMessageContaining("at least one document");
    assertThatThrownBy(() -> new VectorSource(home, home, 0, 1, Portion.ALL))
        .hasMessageContaining("at least one token");
  }

  /// With the embedded model: cut, reduced, kept.
  @Test
  void theModelEncodesWhatIsMissing() throws IOException {
    Files.writeString(
        home.resolve("corpus.jsonl"),
        """
        {"_id": "a", "title": "Fox", "text": "a fox with crimson fur runs through the forest"}
        {"_id": "b", "title": "Moon", "text": "the moon circles the earth"}
        {"_id": "c", "title": "", "text": ""}
        """);
    VectorSource whole = new VectorSource(home, home.resolve("c"), 5, 384, Portion.ALL);
    try (EncodedCollection collection = EncodedCollection.open(whole, _ -> {});
        Encoder encoder = Encoders.open(Encoders.DEFAULT)) {
      assertThat(collection.documents().ids()).containsExactly("a", "b", "c");
      assertThat(collection.documents().vectors(0).toArray())
          .isEqualTo(encoder.encode("a fox with crimson fur", Role.DOCUMENT).vectors().toArray());
      assertThat(collection.documents().tokenCount(2)).isZero();
    }
    VectorSource reduced = new VectorSource(home, home.resolve("c"), 5, 3, Portion.ALL);
    List<String> told = new ArrayList<>();
    try (EncodedCollection collection = EncodedCollection.open(reduced, told::add)) {
      assertThat(told).first().isEqualTo("learning 3 axes from a sample");
      assertThat(collection.documents().vectors(0).dimension()).isEqualTo(3);
      assertThat(collection.documents().vectors(0).count()).isEqualTo(5);
    }
    VectorSource tooWide = new VectorSource(home, home.resolve("c"), 5, 385, Portion.ALL);
    assertThatThrownBy(() -> EncodedCollection.open(tooWide, _ -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the model's vectors have 384 dimensions, asked for were 385");
  }
}

package pleiad.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import pleiad.testkit.Seed;
import pleiad.vector.MaxSim;
import pleiad.vector.TokenVectors;

@ExtendWith(Seed.class)
class ScanTest {
  @TempDir Path home;

  @Test
  void theScanFindsWhatTheSlowWayFinds(Random random) throws IOException {
    try (EncodedCollection collection = new TinyCollection(home, 90, 7, random).open()) {
      EncodedTexts documents = collection.documents();
      for (int blockFloats : new int[] {1, 100, 1_000, 1 << 20}) {
        VectorBlocks blocks = VectorBlocks.of(documents, blockFloats);
        assertThat(blocks.pieces()).isBetween(1, 90);
        assertThat(blocks.searchable()).isEqualTo(90);
        List<Ranking> together = Scan.best(blocks, collection.queryVectors(), 10, 3);
        for (int query = 0; query < 7; query++) {
          TokenVectors vectors = collection.queryVectors().get(query);
          assertThat(Scan.best(blocks, vectors, 10)).isEqualTo(together.get(query));
          assertRight(together.get(query), vectors, documents);
        }
      }
    }
  }

  private static void assertRight(Ranking ranking, TokenVectors query, EncodedTexts documents) {
    double[] scores =
        IntStream.range(0, documents.count())
            .mapToDouble(each -> TinyCollection.maxSim(query, documents.vectors(each)))
            .toArray();
    List<Double> best = new ArrayList<>();
    for (double score : scores) {
      best.add(score);
    }
    best.sort(Comparator.reverseOrder());
    assertThat(ranking.count()).isEqualTo(10);
    for (int place = 0; place < 10; place++) {
      Ranking.Found found = ranking.found().get(place);
      assertThat((double) found.score()).isCloseTo(scores[found.document()], within(1e-5));
      assertThat((double) found.score()).isCloseTo(best.get(place), within(1e-5));
    }
  }

  @Test
  void oneDocumentScoresAsInTheScan(Random random) throws IOException {
    try (EncodedCollection collection = new TinyCollection(home, 40, 1, random).open()) {
      VectorBlocks blocks = VectorBlocks.of(collection.documents(), 200);
      TokenVectors query = collection.queryVectors().getFirst();
      Ranking all = Scan.best(blocks, query, 40);
      assertThat(all.count()).isEqualTo(40);
      for (Ranking.Found each : all.found()) {
        assertThat(blocks.score(MaxSim.of(query), each.document())).isEqualTo(each.score());
      }
    }
  }

  @Test
  void aDocumentWithoutTokensIsNotFound(Random random) throws IOException {
    TinyCollection tiny = new TinyCollection(home, 1, 1, random);
    EncodedTextsWriter.write(
        home,
        "gaps",
        TinyCollection.texts("d", List.of("", "3", "", "5 5", "")),
        tiny.encoder(),
        _ -> {});
    try (Arena arena = Arena.ofShared()) {
      EncodedTexts documents = EncodedTexts.open(home, "gaps", TinyCollection.DIMENSION, arena);
      VectorBlocks blocks = VectorBlocks.of(documents);
      assertThat(blocks.searchable()).isEqualTo(2);
      TokenVectors query = tiny.encoder().apply("5");
      assertThat(Scan.best(blocks, query, 10).found())
          .extracting(Ranking.Found::document)
          .containsExactly(3, 1);
      assertThat(blocks.score(MaxSim.of(query), 0)).isEqualTo(Float.NEGATIVE_INFINITY);
    }
  }
}

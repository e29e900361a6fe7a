package pleiad.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import pleiad.Document;
import pleiad.Options;
import pleiad.Pleiad;
import pleiad.Reindex;
import pleiad.Settings;
import pleiad.encode.Encoder;
import pleiad.eval.Qrels;
import pleiad.eval.Query;
import pleiad.passage.Chunking;
import pleiad.testkit.Seed;

/// A worse model, a better one of as many dimensions, and one of others: what each would bring.
@ExtendWith(Seed.class)
class ReindexTrialTest {
  private static final int DOCUMENTS = 200;
  private static final int QUERIES = 20;

  @TempDir Path home;

  private Path folder;
  private final List<Query> queries = new ArrayList<>();
  private Qrels qrels = Qrels.builder().build();

  @SuppressWarnings("NullAway.Init") // JUnit sets the fields
  ReindexTrialTest() {}

  @BeforeEach
  void index() throws IOException {
    folder = home.resolve("c");
    Random random = new Random(1);
    Qrels.Builder judged = Qrels.builder();
    try (Pleiad pleiad = Pleiad.open(folder, options().settings(Settings.ofModel("bad")))) {
      for (int i = 0; i < DOCUMENTS; i++) {
        StringBuilder text = new StringBuilder();
        for (int word = 0; word < 8; word++) {
          text.append(Integer.toString(10_000 + random.nextInt(50_000), 36)).append(' ');
        }
        String words = text.toString().strip();
        pleiad.add(
            Document.of("d" + i, i % 2 == 0 ? words : words + " and more than fits into one"),
            Chunking.of(Chunking.By.TOKENS, 10));
        if (i % (DOCUMENTS / QUERIES) == 0) {
          queries.add(new Query("q" + i, words.substring(0, 20)));
          judged.add("q" + i, "d" + i, 1);
        }
      }
    }
    qrels = judged.build();
  }

  private static Options options() {
    return Options.DEFAULT.models(ReindexTrialTest::open);
  }

  private static Encoder open(String name) {
    return switch (name) {
      case "bad" -> new HashEncoder("bad", 24, 1);
      case "good" -> new HashEncoder("good", 24, 9);
      default -> new HashEncoder(name, 12, 9);
    };
  }

  private ReindexTrial.Result trial(String model, int sample) throws IOException {
    Path temporary = Files.createTempDirectory(home, "trial");
    Settings before = Reindex.settings(folder);
    return new ReindexTrial(folder, temporary, options(), Reindex.Watch.NONE)
        .run(queries, qrels, before, before.withModel(model), sample);
  }

  @Test
  void aBetterModelIsMeasuredBetterAndItsQueriesAreLostOnOldVectors() throws IOException {
    int documents = Pleiad.stats(folder).documents();
    for (int sample : new int[] {Integer.MAX_VALUE, 120}) {
      List<ReindexTrial.Row> rows = trial("good", sample).rows();
      assertThat(rows)
          .extracting(row -> row.queries() + " on " + row.documents())
          .containsExactly(
              "bad residual-80+centred on bad residual-80+centred",
              "good residual-80+centred on good residual-80+centred",
              "good residual-80+centred on bad residual-80+centred");
      assertThat(rows).extracting(ReindexTrial.Row::judged).containsOnly(QUERIES);
      assertThat(rows.get(1).value()).isGreaterThan(0.95).isGreaterThan(rows.get(0).value());
      assertThat(rows.get(2).value()).isLessThan(rows.get(0).value() + 0.3).isLessThan(0.5);
    }
    assertThat(Pleiad.stats(folder).documents()).isEqualTo(documents);
    assertThat(Reindex.settings(folder)).isEqualTo(Settings.ofModel("bad"));
    assertThat(Reindex.next(folder)).doesNotExist();
  }

  @Test
  void aSampleHasAllJudgedDocumentsAndAboutAsManyAsWereAskedFor() throws IOException {
    assertThat(trial("good", Integer.MAX_VALUE).documents()).isEqualTo(DOCUMENTS);
    assertThat(trial("good", 1).documents()).isEqualTo(QUERIES);
    assertThat(trial("good", 120).documents()).isBetween(60L, 160L);
  }

  @Test
  void aModelOfAnotherDimensionHasNothingToLookForOnTheOldVectors() throws IOException {
    assertThat(trial("small", 60).rows()).hasSize(2);
  }

  @Test
  void judgementsOfOtherDocumentsAreRefused() {
    qrels = Qrels.builder().add("q0", "elsewhere", 1).build();
    assertThatThrownBy(() -> trial("good", 60))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no query has a relevant document in the collection");
  }
}

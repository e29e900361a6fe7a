package pleiad.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static pleiad.search.CodedIndex.FIELD;
import static pleiad.search.CodedIndex.Kept.CODES;
import static pleiad.search.CodedIndex.Kept.CODES_AND_INT8;
import static pleiad.search.CodedIndex.Kept.INT8;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.apache.lucene.search.IndexSearcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pleiad.testkit.Seed;
import pleiad.vector.TokenVectors;

@ExtendWith(Seed.class)
class CalibrationTest {
  private static final Calibration MEASURED =
      Objects.requireNonNull(
          Calibration.parse("1 1000 1:4,8,12,16,20 10:40,80,120,160,200 100:160,320,480,640,800"));

  @Test
  void aTargetIsReachedByQueriesThatWereNotSeen(Random random) throws IOException {
    try (CodedIndex index = new CodedIndex(random, CODES, INT8, CODES_AND_INT8, CODES)) {
      Calibration measured = measured(index);
      for (int k : new int[] {1, 10, 50}) {
        double narrow = recall(index, measured, k, 0.9);
        double wide = recall(index, measured, k, 0.995);
        assertThat(narrow).as("recall@%d aiming at 0.9", k).isGreaterThan(0.8);
        assertThat(wide).as("recall@%d aiming at 0.995", k).isGreaterThan(0.95);
        assertThat(wide).isGreaterThanOrEqualTo(narrow);
      }
    }
  }

  private static Calibration measured(CodedIndex index) throws IOException {
    return Objects.requireNonNull(Calibration.measure(index.reader, FIELD, Deadline.NONE));
  }

  private static double recall(CodedIndex index, Calibration measured, int k, double target)
      throws IOException {
    int found = 0;
    int queries = 20;
    for (int i = 0; i < queries; i++) {
      TokenVectors query = index.query(24);
      MaxSimOptions options = MaxSimOptions.AUTOMATIC.recall(target);
      Set<Integer> best = documents(search(index, query, k, MaxSimOptions.ALL, measured));
      best.retainAll(documents(search(index, query, k, options, measured)));
      found += best.size();
    }
    return found / (double) (queries * k);
  }

  private static Candidates search(
      CodedIndex index, TokenVectors query, int k, MaxSimOptions options, Calibration calibration)
      throws IOException {
    Request request =
        new Request(
            null,
            Map.of(FIELD, query),
            Map.of(),
            null,
            options,
            Map.of(FIELD, calibration),
            Deadline.NONE);
    return Plan.parse("tokens(" + k + ")")
        .run(new IndexSearcher(index.reader), request)
        .candidates();
  }

  private static Set<Integer> documents(Candidates candidates) {
    Set<Integer> documents = new HashSet<>();
    for (int i = 0; i < candidates.count(); i++) {
      documents.add(candidates.document(i));
    }
    return documents;
  }

  @Test
  void moreIsNeededForMore(Random random) throws IOException {
    try (CodedIndex index = new CodedIndex(random, CODES, CODES)) {
      Calibration measured = measured(index);
      assertThat(measured.documents()).isEqualTo(index.reader.maxDoc());
      for (Calibration.Level level : measured.levels()) {
        assertThat(level.candidates()).isSorted();
      }
      for (int i = 1; i < measured.levels().size(); i++) {
        List<Integer> fewer = measured.levels().get(i - 1).candidates();
        List<Integer> more = measured.levels().get(i).candidates();
        for (int column = 0; column < more.size(); column++) {
          assertThat(fewer.get(column)).isLessThanOrEqualTo(more.get(column));
        }
      }
      assertThat(measured(index)).isEqualTo(measured);
      assertThat(Calibration.parse(measured.toString())).isEqualTo(measured);
    }
  }

  @Test
  void whereThereIsNothingToMeasureOrNoTimeThereIsNoCalibration(Random random) throws IOException {
    try (CodedIndex plain = new CodedIndex(random, INT8);
        CodedIndex bare = new CodedIndex(random, false, CODES);
        CodedIndex coded = new CodedIndex(random, CODES)) {
      assertThat(Calibration.measure(plain.reader, FIELD, Deadline.NONE)).isNull();
      assertThat(Calibration.isDue(null, plain.reader, FIELD)).isFalse();
      assertThat(Calibration.measure(bare.reader, FIELD, Deadline.NONE)).isNull();
      assertThat(Calibration.isDue(null, bare.reader, FIELD)).isFalse();
      assertThat(Calibration.measure(coded.reader, "nowhere", Deadline.NONE)).isNull();
      assertThat(Calibration.isDue(null, coded.reader, FIELD)).isTrue();
      assertThat(Calibration.measure(coded.reader, FIELD, Deadline.in(Duration.ZERO))).isNull();
    }
  }

  @Test
  void itIsDueAgainForTwiceTheDocuments(Random random) throws IOException {
    try (CodedIndex index = new CodedIndex(random, CODES)) {
      int documents = index.reader.maxDoc();
      List<Calibration.Level> levels = MEASURED.levels();
      assertThat(Calibration.isDue(new Calibration(documents, levels), index.reader, FIELD))
          .isFalse();
      assertThat(Calibration.isDue(new Calibration(documents / 2 + 1, levels), index.reader, FIELD))
          .isFalse();
      assertThat(Calibration.isDue(new Calibration(documents / 2, levels), index.reader, FIELD))
          .isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0.5, 10, 1000, 40",
    "0.9, 10, 1000, 40",
    "0.91, 10, 1000, 80",
    "0.95, 10, 1000, 80",
    "0.995, 10, 1000, 200",
    "0.9975, 10, 1000, 400", // half of what may be missing: twice as many
    "0.99999, 10, 1000, 1000", // never more than there are
    "0.9, 1, 1000, 4",
    "0.9, 100, 1000, 160",
    "0.9, 200, 1000, 320",
    "0.9, 900, 1000, 1000",
    "0.95, 10, 4000, 130", // four times the documents: 4^0.35 times the candidates
    "0.95, 10, 500, 80",
  })
  void candidatesAreReadOffWhatWasMeasured(double recall, int k, int documents, int expected) {
    assertThat(MEASURED.candidates(recall, k, documents)).isEqualTo(expected);
  }

  @Test
  void betweenMeasuredKsCandidatesGrowEvenly() {
    int last = 0;
    for (int k = 1; k <= 1000; k++) {
      int candidates = MEASURED.candidates(0.95, k, 100_000);
      assertThat(candidates).isGreaterThanOrEqualTo(Math.max(last, k));
      last = candidates;
    }
    assertThat(MEASURED.candidates(0.9, 32, 1000)).isBetween(79, 81);
  }

  @Test
  void withoutCalibrationARecallBeyondTheUsualTakesMore() {
    MaxSimOptions usual = MaxSimOptions.AUTOMATIC;
    assertThat(usual.candidates(10, 5_000, null)).isEqualTo(100);
    assertThat(usual.recall(0.99).candidates(10, 5_000, null)).isEqualTo(100);
    assertThat(usual.recall(0.995).candidates(10, 5_000, null)).isBetween(199, 200);
    assertThat(usual.recall(1).candidates(10, 5_000, null)).isEqualTo(5_000);
    assertThat(usual.candidates(7).candidates(10, 5_000, MEASURED)).isEqualTo(10);
    assertThat(usual.candidates(70).recall(1).candidates(10, 5_000, MEASURED)).isEqualTo(70);
    assertThat(usual.candidates(10, 1_000, MEASURED)).isEqualTo(80);
    assertThat(usual.candidates(10, 0, null)).isEqualTo(10);
    assertThat(usual.candidates(10, 20, null)).isEqualTo(20);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, 1.01, Double.NaN})
  void aRecallIsAShare(double recall) {
    assertThatThrownBy(() -> MaxSimOptions.AUTOMATIC.recall(recall))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("above 0, up to 1")
        .hasMessageContaining(Double.toString(recall));
  }

  @Test
  void aLineIsReadAsItWasWritten() {
    assertThat(MEASURED)
        .hasToString("1 1000 1:4,8,12,16,20 10:40,80,120,160,200 100:160,320,480,640,800");
    assertThat(Calibration.parse(MEASURED.toString())).isEqualTo(MEASURED);
    assertThat(Calibration.parse("2 of another kind")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "1 ",
        "1 1000",
        "1 x",
        "1 0 1:4,8,12,16,20 10:40,80,120,160,200 100:160,320,480,640,800",
        "1 1000 1:4,8,12,16 10:40,80,120,160,200 100:160,320,480,640,800",
        "1 1000 1:4,8,12,16,0 10:40,80,120,160,200 100:160,320,480,640,800",
        "1 1000 1:4,8,12,16,20 11:40,80,120,160,200 100:160,320,480,640,800",
      })
  void aLineThatDoesNotAddUpIsRefused(String line) {
    assertThatThrownBy(() -> Calibration.parse(line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no calibration");
  }
}

package pleiad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import pleiad.search.Calibration;
import pleiad.testkit.Seed;
import pleiad.vector.TokenVectors;

/// A collection measures how many candidates its searches need, with made-up vectors in clusters.
@ExtendWith(Seed.class)
class CalibrationsTest {
  private static final int DIMENSION = 8;
  private static final int TOKENS = 30;

  /// Enough for codes.
  private static final int MANY = 1_800;

  private static final String LINE =
      "1 1000 1:4,8,12,16,20 10:40,80,120,160,200 100:160,320,480,640,800";

  @TempDir Path folder;

  private Pleiad open() throws IOException {
    return Pleiad.open(folder, Options.of(Settings.ofVectors(DIMENSION)));
  }

  private static TokenVectors text(Random random) {
    float[] theme = new float[DIMENSION];
    for (int k = 0; k < DIMENSION; k++) {
      theme[k] = (float) random.nextGaussian();
    }
    float[] rows = new float[TOKENS * DIMENSION];
    for (int token = 0; token < TOKENS; token++) {
      double squares = 0;
      for (int k = 0; k < DIMENSION; k++) {
        float value = theme[k] + 0.7f * (float) random.nextGaussian();
        rows[token * DIMENSION + k] = value;
        squares += value * value;
      }
      for (int k = 0; k < DIMENSION; k++) {
        rows[token * DIMENSION + k] /= (float) Math.sqrt(squares);
      }
    }
    return TokenVectors.of(rows, DIMENSION);
  }

  private static void add(Pleiad pleiad, int from, int to, Random random) throws IOException {
    for (int i = from; i < to; i++) {
      pleiad.add("d" + i, text(random));
    }
  }

  private SegmentInfos newest() throws IOException {
    try (Directory directory = FSDirectory.open(folder)) {
      return SegmentInfos.readLatestCommit(directory);
    }
  }

  private @Nullable Calibration kept() throws IOException {
    return Calibrations.read(newest().getUserData()).of("tokens");
  }

  /// Codes come with merges, which closing waits for.
  private void addAndClose(int from, int to, Random random) throws IOException {
    try (Pleiad pleiad = open()) {
      add(pleiad, from, to, random);
    }
  }

  @Test
  void aCollectionIsMeasuredWhenItHasCodesAndWheneverItHasDoubled(Random random)
      throws IOException {
    addAndClose(0, 100, random);
    assertThat(kept()).isNull();
    addAndClose(100, MANY, random);
    Calibration first = Objects.requireNonNull(kept());
    assertThat(first.documents()).isEqualTo(MANY);
    addAndClose(MANY, MANY + 10, random);
    assertThat(kept()).isEqualTo(first);
    addAndClose(MANY + 10, 2 * MANY, random);
    assertThat(kept()).extracting(Calibration::documents).isEqualTo(2 * MANY);
    assertThat(Pleiad.stats(folder).documents()).isEqualTo(2 * MANY);
  }

  @Test
  void aCollectionWithCodesIsMeasuredOnceByACommit(Random random) throws IOException {
    addAndClose(0, MANY, random);
    Map<String, String> data = new HashMap<>(newest().getUserData());
    data.keySet().removeIf(key -> key.startsWith("pleiad.calibration"));
    try (Directory directory = FSDirectory.open(folder);
        IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
      writer.setLiveCommitData(data.entrySet());
    }
    assertThat(kept()).isNull();
    try (Pleiad pleiad = open()) {
      add(pleiad, MANY, MANY + 1, random);
      pleiad.commit();
      Calibration measured = Objects.requireNonNull(kept());
      assertThat(measured.documents()).isEqualTo(MANY + 1);
      long generation = newest().getGeneration();
      add(pleiad, MANY + 1, MANY + 2, random);
      pleiad.commit();
      assertThat(newest().getGeneration()).isEqualTo(generation + 1);
      assertThat(kept()).isEqualTo(measured);
    }
  }

  @Test
  void aSearchFindsTheShareItAimsAt(Random random) throws IOException {
    addAndClose(0, MANY, random);
    assertThat(kept()).isNotNull();
    try (Pleiad pleiad = open()) {
      try (Searcher reading = Pleiad.openReadOnly(folder)) {
        for (Searcher searcher : new Searcher[] {pleiad, reading}) {
          int found = 0;
          for (int i = 0; i < 10; i++) {
            Search search = Search.of(text(random)).k(20).matches(false);
            var best = searcher.search(search.recall(1)).hits().stream().map(Hit::id).toList();
            assertThat(best).hasSize(20);
            found +=
                (int)
                    searcher.search(search.recall(0.95)).hits().stream()
                        .filter(hit -> best.contains(hit.id()))
                        .count();
            assertThat(searcher.search(search.plan("tokens(20, recall=1)")).hits())
                .extracting(Hit::id)
                .isEqualTo(best);
          }
          assertThat(found).isGreaterThan(160);
        }
      }
    }
  }

  @Test
  void equalDocumentsAndTokensOfZerosAreCommitted(Random random) throws IOException {
    TokenVectors same = text(random);
    try (Pleiad pleiad = open()) {
      for (int i = 0; i < MANY; i++) {
        float[] zeros = new float[TOKENS * DIMENSION];
        pleiad.add("d" + i, i % 3 == 0 ? TokenVectors.of(zeros, DIMENSION) : same);
      }
    }
    assertThat(kept()).isNotNull();
    try (Searcher searcher = Pleiad.openReadOnly(folder)) {
      assertThat(searcher.search(same, 10).hits()).hasSize(10);
    }
  }

  @Test
  void theWritersOwnReaderShowsWhatTheNewestCommitHas() throws IOException {
    try (Directory directory = new ByteBuffersDirectory();
        IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig());
        DirectoryReader before = DirectoryReader.open(writer)) {
      assertThat(Calibrations.of(before)).isEqualTo(Calibrations.NONE);
      Calibrations some = Calibrations.read(Map.of("pleiad.calibration.tokens", LINE));
      writer.setLiveCommitData(some.write().entrySet());
      writer.commit();
      try (DirectoryReader after =
          Objects.requireNonNull(DirectoryReader.openIfChanged(before, writer))) {
        assertThat(Calibrations.of(after)).isEqualTo(some);
      }
    }
  }

  @Test
  void whatWasWrittenIsReadBackAndOtherVersionsAreLeftAlone() {
    Map<String, String> data = Map.of("pleiad.calibration.page-image", LINE);
    assertThat(Calibrations.read(data).write()).isEqualTo(data);
    assertThat(Calibrations.read(data).of("page-image")).isEqualTo(Calibration.parse(LINE));
    assertThat(Calibrations.read(data).of("tokens")).isNull();
    assertThat(Calibrations.read(Map.of("pleiad.calibration.tokens", "2 more", "pleiad.x", "y")))
        .isEqualTo(Calibrations.NONE);
  }

  @Test
  void aRecallIsAShare() {
    for (double recall : new double[] {0, -0.5, 1.5, Double.NaN}) {
      assertThatThrownBy(() -> Search.of("sky").recall(recall))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("recall must be above 0, and 1 at most")
          .hasMessageContaining(Double.toString(recall));
    }
  }
}

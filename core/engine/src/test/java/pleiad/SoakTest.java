package pleiad;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import pleiad.testkit.Seed;

/// Four threads search while others add, replace, delete, refresh and commit, and Lucene merges:
/// first while the collection has a young codebook, then with one that stands. Each result is held
/// against what the collection may hold at that moment, and against scoring everything.
/// `-Dpleiad.soak=PT10M` goes on for ten minutes.
@ExtendWith(Seed.class)
class SoakTest {
  private static final Duration LENGTH = Duration.parse(System.getProperty("pleiad.soak", "PT1M"));

  /// Enough tokens for a first codebook, and then for one that stands.
  private static final int FEW = 900;

  private static final int MANY = 6_500;

  private static final Duration LONGEST_ROUND = Duration.ofSeconds(60);
  private static final double LEAST_RECALL = 0.95;

  private final Queue<Throwable> uncaught = new ConcurrentLinkedQueue<>();
  private Thread.@Nullable UncaughtExceptionHandler usual;

  @TempDir Path home;

  /// Merges fail on threads of Lucene's.
  @BeforeEach
  void listen() {
    usual = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((_, failure) -> uncaught.add(failure));
  }

  @AfterEach
  void stopListening() {
    Thread.setDefaultUncaughtExceptionHandler(usual);
  }

  @Test
  void whateverGoesOnEverySearchIsRightForItsMoment(Random random) throws Exception {
    Path folder = home.resolve("c");
    SoakTexts texts = new SoakTexts(random);
    SoakHistory history = new SoakHistory(MANY);
    Soak.Figures all = Soak.Figures.NONE;
    Set<SoakSegments.Kind> kinds = new HashSet<>();
    long end = System.nanoTime() + LENGTH.toNanos();
    Duration round = LENGTH.dividedBy(3);
    for (int documents : new int[] {FEW, MANY, MANY}) {
      all = all.plus(round(folder, texts, history, documents, round, kinds, random));
    }
    while (System.nanoTime() < end) {
      Duration left = Duration.ofNanos(end - System.nanoTime());
      Duration next = left.compareTo(LONGEST_ROUND) < 0 ? left : LONGEST_ROUND;
      all = all.plus(round(folder, texts, history, MANY, next, kinds, random));
    }
    System.out.println("soak: " + all);
    assertThat(all.searches()).isPositive();
    assertThat(all.recall()).isGreaterThanOrEqualTo(LEAST_RECALL);
    assertThat(kinds).containsExactlyInAnyOrder(SoakSegments.Kind.values());
  }

  private Soak.Figures round(
      Path folder,
      SoakTexts texts,
      SoakHistory history,
      int documents,
      Duration length,
      Set<SoakSegments.Kind> kinds,
      Random random)
      throws Exception {
    Duration most = length.compareTo(LONGEST_ROUND) < 0 ? length : LONGEST_ROUND;
    Soak soak = new Soak(folder, texts, history, documents, random.nextLong());
    Soak.Figures figures = soak.run(most);
    kinds.addAll(soak.kinds());
    assertThat(uncaught).isEmpty();
    assertNothingIsLeftBehind(folder);
    return figures;
  }

  private static void assertNothingIsLeftBehind(Path folder) throws IOException {
    try (Directory directory = FSDirectory.open(folder)) {
      Set<String> expected = new HashSet<>(SegmentInfos.readLatestCommit(directory).files(true));
      expected.add("write.lock");
      String @Nullable [] found = folder.toFile().list();
      assertThat(found == null ? List.of() : Arrays.asList(found))
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }
}

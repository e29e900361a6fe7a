package pleiad;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import pleiad.testkit.Seed;

/// Threads that add, delete, refresh, commit and search at a time, and a reader beside them.
@ExtendWith(Seed.class)
class ConcurrencyTest {
  private static final int WRITERS = 3;
  private static final int EACH = 200;

  @TempDir Path home;

  @Test
  void everyThreadsDocumentsAreThereAndSearchesNeverFail(Random random)
      throws IOException, InterruptedException, ExecutionException {
    Options options =
        Options.of(Settings.ofModel("words")).models(_ -> new WordEncoder("words", "1"));
    AtomicBoolean done = new AtomicBoolean();
    try (Pleiad pleiad = Pleiad.open(home.resolve("c"), options);
        Searcher reader = Pleiad.openReadOnly(home.resolve("c"), options);
        ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<?>> writing = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        writing.add(threads.submit(writes(pleiad, writer, random.nextLong())));
      }
      List<Future<?>> searching = new ArrayList<>();
      for (Searcher searcher : List.of(pleiad, reader)) {
        searching.add(threads.submit(searches(searcher, done)));
      }
      for (Future<?> each : writing) {
        each.get();
      }
      done.set(true);
      for (Future<?> each : searching) {
        each.get();
      }
      pleiad.commit();
      reader.refresh();
      assertThat(pleiad.documents()).isEqualTo(WRITERS * EACH / 2);
      assertThat(reader.documents()).isEqualTo(WRITERS * EACH / 2);
      for (int i = 0; i < EACH; i++) {
        assertThat(reader.get("w1-" + i).isPresent()).isEqualTo(i % 2 == 0);
      }
    }
  }

  private static Callable<Void> writes(Pleiad pleiad, int writer, long seed) {
    return () -> {
      Random random = new Random(seed);
      for (int i = 0; i < EACH; i++) {
        String id = "w" + writer + "-" + i;
        assertThat(pleiad.add(id, "shared word" + i)).isEqualTo(Added.ADDED);
        if (i % 2 == 1) {
          assertThat(pleiad.delete(id)).isTrue();
        }
        switch (random.nextInt(60)) {
          case 0 -> pleiad.refresh();
          case 1 -> pleiad.commit();
          default -> {}
        }
      }
      return null;
    };
  }

  private static Callable<Void> searches(Searcher searcher, AtomicBoolean done) {
    return () -> {
      while (!done.get()) {
        searcher.refresh();
        int there = searcher.documents();
        List<Hit> hits = searcher.search("shared", 10).hits();
        assertThat(hits.size()).isGreaterThanOrEqualTo(Math.min(1, there));
        hits.forEach(hit -> assertThat(hit.text()).startsWith("shared"));
      }
      return null;
    };
  }
}

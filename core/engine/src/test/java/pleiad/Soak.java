package pleiad;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import pleiad.search.Plan;

/// One opening of the collection: loads it, then changes, commits and searches it on many threads
/// until the time is over, and closes it.
final class Soak {
  private static final int CHANGERS = 2;
  private static final int SEARCHERS = 4;

  /// What was done.
  record Figures(long changes, long commits, long searches, double recallSum) {
    static final Figures NONE = new Figures(0, 0, 0, 0);

    Figures plus(Figures more) {
      return new Figures(
          changes + more.changes,
          commits + more.commits,
          searches + more.searches,
          recallSum + more.recallSum);
    }

    double recall() {
      return recallSum / searches;
    }

    @Override
    public String toString() {
      return "%,d changes, %,d commits and refreshes, %,d searches, recall@10 %.4f"
          .formatted(changes, commits, searches, recall());
    }
  }

  private final Path folder;
  private final SoakTexts texts;
  private final SoakHistory history;
  private final int documents;
  private final Random random;
  private final SoakSegments segments;
  private final Description description;
  private final AtomicBoolean over = new AtomicBoolean();
  private final LongAdder changes = new LongAdder();
  private final LongAdder commits = new LongAdder();
  private final LongAdder searches = new LongAdder();
  private final DoubleAdder recalls = new DoubleAdder();

  /// @param documents so many of the history's are in use
  Soak(Path folder, SoakTexts texts, SoakHistory history, int documents, long seed) {
    this.folder = folder;
    this.texts = texts;
    this.history = history;
    this.documents = documents;
    this.random = new Random(seed);
    this.segments = new SoakSegments(texts);
    this.description =
        Description.of(
            List.of(VectorField.ofVectors(Plan.TOKENS_FIELD, SoakTexts.DIMENSION)),
            Language.STANDARD);
  }

  Figures run(Duration length) throws Exception {
    Options options =
        Options.of(Settings.ofVectors(SoakTexts.DIMENSION).withLanguage(Language.STANDARD));
    try (Pleiad pleiad = Pleiad.open(folder, options)) {
      load(pleiad);
      try (Searcher reader = Pleiad.openReadOnly(folder, options)) {
        together(pleiad, (ReadOnly) reader, length);
        history.mark(marker -> pleiad.add(SoakSegments.marker(marker)));
        pleiad.commit();
        reader.refresh();
        assertIsTheHistorysEnd(reader);
      }
    }
    return new Figures(changes.sum(), commits.sum(), searches.sum(), recalls.sum());
  }

  Set<SoakSegments.Kind> kinds() {
    return segments.kinds();
  }

  /// Adds the documents that are missing, in one go.
  private void load(Pleiad pleiad) throws Exception {
    for (int id = 0; id < documents; id++) {
      if (history.version(id) < 0) {
        add(pleiad, id);
      }
    }
    history.mark(marker -> pleiad.add(SoakSegments.marker(marker)));
    pleiad.commit();
  }

  private void together(Pleiad pleiad, ReadOnly reader, Duration length)
      throws InterruptedException, ExecutionException {
    List<Future<?>> futures = new ArrayList<>();
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      for (int changer = 0; changer < CHANGERS; changer++) {
        futures.add(threads.submit(untilOver(changes(pleiad, changer))));
      }
      futures.add(threads.submit(untilOver(commits(pleiad))));
      for (int searcher = 0; searcher < SEARCHERS; searcher++) {
        ReadOnly place = searcher % 2 == 0 ? reader : pleiad.reading();
        futures.add(threads.submit(untilOver(searches(place))));
      }
      long end = System.nanoTime() + length.toNanos();
      while (!over.get() && System.nanoTime() < end) {
        Thread.sleep(50);
      }
      over.set(true);
    }
    for (Future<?> each : futures) {
      each.get();
    }
  }

  /// Does it again and again; a failure ends the others too.
  private Callable<Void> untilOver(SoakHistory.Step step) {
    return () -> {
      try {
        while (!over.get()) {
          step.run();
        }
        return null;
      } finally {
        over.set(true);
      }
    };
  }

  /// Each changer has documents of its own.
  private SoakHistory.Step changes(Pleiad pleiad, int changer) {
    Random own = new Random(random.nextLong());
    return () -> {
      int id = own.nextInt(documents / CHANGERS) * CHANGERS + changer;
      history.changing(
          () -> {
            if (own.nextInt(4) == 0) {
              boolean there = history.version(id) >= 0;
              history.deleted(id);
              assertThat(pleiad.delete("d" + id)).as("d%d was there", id).isEqualTo(there);
            } else {
              add(pleiad, id);
            }
          });
      changes.increment();
      Thread.sleep(own.nextInt(3));
    };
  }

  private void add(Pleiad pleiad, int id) throws IOException {
    boolean there = history.version(id) >= 0;
    long version = history.added(id);
    Added added = pleiad.add(SoakSegments.document(id, version, texts.document(id, version)));
    assertThat(added).as("d%d", id).isEqualTo(there ? Added.REPLACED : Added.ADDED);
  }

  private SoakHistory.Step commits(Pleiad pleiad) {
    Random own = new Random(random.nextLong());
    return () -> {
      history.mark(marker -> pleiad.add(SoakSegments.marker(marker)));
      if (own.nextInt(3) == 0) {
        pleiad.refresh();
      } else {
        pleiad.commit();
      }
      commits.increment();
      assertThat(pleiad.stats().tokens()).isPositive();
      Thread.sleep(own.nextInt(200));
    };
  }

  private SoakHistory.Step searches(ReadOnly place) {
    Random own = new Random(random.nextLong());
    View view = new View(description, new Models(Options.DEFAULT.models(Soak::noModel)));
    return () -> {
      place.refresh();
      place.use(
          searcher -> {
            SoakSnapshot snapshot = new SoakSnapshot(searcher, segments);
            snapshot.assertFits(history);
            for (int i = 0; i < 3; i++) {
              recalls.add(snapshot.search(view, texts.query(own)));
              searches.increment();
            }
            return null;
          });
    };
  }

  private static pleiad.encode.Encoder noModel(String name) {
    throw new IllegalArgumentException("no field has a model, asked for was " + name);
  }

  private void assertIsTheHistorysEnd(Searcher reader) throws IOException {
    int alive = 0;
    for (int id = 0; id < history.documents(); id++) {
      boolean there = history.version(id) >= 0;
      alive += there ? 1 : 0;
      if (id < 200) {
        assertThat(reader.get("d" + id).isPresent()).as("d%d", id).isEqualTo(there);
      }
    }
    assertThat(reader.documents()).as("and the marker").isEqualTo(alive + 1);
  }
}

package pleiad.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import pleiad.Added;
import pleiad.Document;
import pleiad.PagePicture;
import pleiad.Pleiad;
import pleiad.cli.source.Entry;
import pleiad.passage.Chunking;

/// Adds a stream of documents, one thread a core, and commits as it goes. When it fails or is
/// stopped, the last commit stays and what came after is dropped.
final class Ingestion {
  /// Between two commits, unless asked otherwise.
  static final int DEFAULT_COMMIT_SECONDS = 15;

  /// Entries that a thread takes at a time at most.
  private static final int TOGETHER = 32;

  /// Characters from which on no more entries are taken: longer texts gain nothing from company.
  private static final int TOGETHER_CHARACTERS = 8_000;

  /// @param threads that encode
  /// @param skipBad whether entries that are no documents are counted and left out
  /// @param chunking how long documents are cut into passages; null: they stay whole
  /// @param commitInterval between two commits: what an interruption may cost
  record How(int threads, boolean skipBad, @Nullable Chunking chunking, Duration commitInterval) {
    /// Whole documents, of which none may be bad.
    static How whole(int threads) {
      return new How(threads, false, null, Duration.ofSeconds(DEFAULT_COMMIT_SECONDS));
    }
  }

  /// What came of it.
  ///
  /// @param skipped entries that were no documents
  /// @param blank pages without text, where a model of texts was to encode them
  record Counts(
      long added, long replaced, long unchanged, long skipped, long blank, boolean stopped) {}

  private final Pleiad pleiad;
  private final Path folder;
  private final How how;
  private final Output output;
  private final LongAdder added = new LongAdder();
  private final LongAdder replaced = new LongAdder();
  private final LongAdder unchanged = new LongAdder();
  private final LongAdder skipped = new LongAdder();
  private final LongAdder blank = new LongAdder();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private volatile boolean stopped;
  private boolean toldLanguage;

  /// @param folder where the collection is
  Ingestion(Pleiad pleiad, Path folder, How how, Output output) {
    this.pleiad = pleiad;
    this.folder = folder;
    this.how = how;
    this.output = output;
  }

  /// Asks a run in another thread to end soon.
  void stop() {
    stopped = true;
  }

  /// Adds and commits everything, unless it is stopped or fails; then nothing after the last commit
  /// stays, and the collection is closed.
  Counts run(Stream<Entry> entries, Progress progress) throws IOException {
    try {
      addAll(entries, progress);
      Throwable failed = failure.get();
      if (failed != null && !stopped) {
        throw failed;
      }
    } catch (Throwable failed) {
      int kept = keepLastCommit();
      throw new BadData(
          "%s%n%d documents are in the collection; running the same command again goes on from there"
              .formatted(said(failed), kept));
    }
    if (stopped) {
      output.say(
          "%nStopped: %d documents are in the collection; running the same command again goes on from there.",
          keepLastCommit());
    } else {
      pleiad.commit();
    }
    tellOfBlank();
    return new Counts(
        added.sum(), replaced.sum(), unchanged.sum(), skipped.sum(), blank.sum(), stopped);
  }

  private static String said(Throwable failed) {
    Throwable cause = Failures.unwrapped(failed);
    String said = Failures.message(cause);
    return said == null ? cause.toString() : said;
  }

  /// Asks the folder, for a commit takes less than what threads added while it was made.
  private int keepLastCommit() throws IOException {
    pleiad.rollback();
    return Pleiad.stats(folder).documents();
  }

  private void addAll(Stream<Entry> entries, Progress progress) throws IOException {
    Semaphore room = new Semaphore(4 * how.threads());
    try (ExecutorService threads = Executors.newFixedThreadPool(how.threads())) {
      long lastCommit = System.nanoTime();
      for (Iterator<Entry> each = entries.iterator();
          !stopped && failure.get() == null && each.hasNext(); ) {
        List<Entry> group = group(each);
        room.acquireUninterruptibly();
        threads.execute(() -> take(group, progress, room));
        if (System.nanoTime() - lastCommit > how.commitInterval().toNanos()) {
          pleiad.commit();
          lastCommit = System.nanoTime();
        }
        warnOfLanguage();
      }
      threads.shutdown();
      awaitEnd(threads);
    }
    warnOfLanguage();
  }

  /// The next entries, as many as may go through a model together; a long text is alone.
  private static List<Entry> group(Iterator<Entry> entries) {
    List<Entry> group = new ArrayList<>();
    int characters = 0;
    while (entries.hasNext() && group.size() < TOGETHER && characters < TOGETHER_CHARACTERS) {
      Entry entry = entries.next();
      group.add(entry);
      characters += entry instanceof Entry.Good good ? good.document().text().length() : 0;
    }
    return group;
  }

  private static void awaitEnd(ExecutorService threads) throws IOException {
    try {
      if (!threads.awaitTermination(1, TimeUnit.HOURS)) {
        throw new IOException("encoding did not end within an hour");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while encoding", e);
    }
  }

  private void take(List<Entry> group, Progress progress, Semaphore room) {
    try {
      if (stopped || failure.get() != null) {
        return;
      }
      if (!addTogether(group)) {
        for (Entry entry : group) {
          add(entry);
        }
      }
      group.forEach(_ -> progress.step());
    } catch (Throwable failed) {
      failure.compareAndSet(null, failed);
    } finally {
      room.release();
    }
  }

  /// Adds short documents at once, unless one of them, or of the entries, is bad: then nothing is
  /// added, and each has to be looked at alone.
  private boolean addTogether(List<Entry> group) throws IOException {
    List<Document> documents = new ArrayList<>();
    for (Entry entry : group) {
      if (entry instanceof Entry.Good(_, Document document)) {
        documents.add(document);
      }
    }
    if (how.chunking() != null || documents.size() < Math.max(2, group.size())) {
      return false;
    }
    try {
      pleiad.addAll(documents).forEach(this::count);
      return true;
    } catch (IllegalArgumentException oneIsUnfit) {
      return false;
    }
  }

  private void add(Entry entry) throws IOException {
    switch (entry) {
      case Entry.Good(String where, Document document) -> add(where, () -> addWhole(document));
      case Entry.Page(String where, Document document, PagePicture picture) ->
          add(where, () -> count(pleiad.add(document, picture)));
      case Entry.Blank _ -> blank.increment();
      case Entry.Bad(String where, String problem) -> bad(where, problem);
    }
  }

  private interface Adding {
    void run() throws IOException;
  }

  private void add(String where, Adding adding) throws IOException {
    try {
      adding.run();
    } catch (IllegalArgumentException unfit) {
      bad(where, String.valueOf(unfit.getMessage()));
    }
  }

  private void tellOfBlank() {
    if (blank.sum() > 0) {
      output.say(
          "Pages without text, left out: %,d. If they are scans, a page-image model reads them (--model).",
          blank.sum());
    }
  }

  private void bad(String where, String problem) throws BadData {
    if (!how.skipBad()) {
      throw new BadData(
          "%s: %s%n(--skip-bad leaves such entries out and counts them)".formatted(where, problem));
    }
    skipped.increment();
    output.say("skipped %s: %s", where, problem);
  }

  private void addWhole(Document document) throws IOException {
    Chunking chunking = how.chunking();
    count(chunking == null ? pleiad.add(document) : pleiad.add(document, chunking));
  }

  private void count(Added what) {
    switch (what) {
      case ADDED -> added.increment();
      case REPLACED -> replaced.increment();
      case UNCHANGED -> unchanged.increment();
    }
  }

  private void warnOfLanguage() {
    if (!toldLanguage && pleiad.fragmentation().foreign()) {
      toldLanguage = true;
      output.say(
          "Most words fall apart into pieces (%.0f %%): these texts hardly are in the model's language, English for the embedded one. A multilingual checkpoint such as jinaai/jina-colbert-v2 fits them better.",
          100 * pleiad.fragmentation().share());
    }
  }
}

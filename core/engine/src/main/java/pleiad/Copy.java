package pleiad;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.store.Directory;
import org.jspecify.annotations.Nullable;
import pleiad.encode.Encoder;
import pleiad.encode.PageEncoder;

/// Adds the documents that one collection keeps to another, on several threads, committing as it
/// goes; those that are there already, unchanged, are not encoded again.
final class Copy {
  /// Documents that a thread adds at a time at most.
  private static final int TOGETHER = 32;

  /// Characters from which on no more are taken: longer texts gain nothing from company.
  private static final int TOGETHER_CHARACTERS = 8_000;

  private static final Duration COMMIT_INTERVAL = Duration.ofSeconds(15);

  private final Pleiad target;
  private final Options options;
  private final Reindex.Watch watch;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final Set<String> seen = new HashSet<>();
  private long lastCommit = System.nanoTime();

  private Copy(Pleiad target, Options options, Reindex.Watch watch) {
    this.target = target;
    this.options = options;
    this.watch = watch;
  }

  /// @param options with the settings of the new collection
  static Reindex.Report of(
      Directory directory,
      Description before,
      Path to,
      Options options,
      Predicate<String> ids,
      Reindex.Watch watch)
      throws IOException {
    Pleiad target = Pleiad.open(to, options.models(textsOnly(options.models())));
    Copy copying = new Copy(target, options, watch);
    boolean finished;
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      finished = copying.run(new StoredDocuments(reader), ids);
      target.commit();
    } catch (Throwable failed) {
      copying.keepWhatIsDone(failed);
      throw failed;
    }
    target.close();
    return new Reindex.Report(
        Reindex.fields(before),
        Reindex.fields(to),
        copying.seen.size(),
        target.encodedTokens(),
        finished);
  }

  /// Pages cannot be encoded anew, for a collection keeps no pictures.
  private static Function<String, Encoder> textsOnly(Function<String, Encoder> models) {
    return name -> {
      Encoder encoder = models.apply(name);
      if (encoder instanceof PageEncoder) {
        encoder.close();
        throw new IllegalArgumentException(
            "the model '%s' reads pages, of which a collection keeps the texts and not the pictures; index the files into another folder instead"
                .formatted(name));
      }
      return encoder;
    };
  }

  private void keepWhatIsDone(Throwable failed) {
    try {
      target.commit();
    } catch (IOException | RuntimeException alsoFailed) {
      failed.addSuppressed(alsoFailed);
    }
    try {
      target.rollback();
    } catch (IOException | RuntimeException alsoFailed) {
      failed.addSuppressed(alsoFailed);
    }
  }

  /// Says whether it came to the end.
  private boolean run(StoredDocuments documents, Predicate<String> ids) throws IOException {
    Semaphore room = new Semaphore(4 * options.threads());
    List<StoredDocuments.Stored> group = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(options.threads())) {
      documents.forEach(
          stored -> {
            if (ids.test(stored.document().id()) && seen.add(stored.document().id())) {
              group.add(stored);
              if (isFull(group)) {
                start(group, threads, room);
                commitNowAndThen();
              }
            }
            return failure.get() == null && !watch.stopped();
          });
      start(group, threads, room);
    }
    // Whoever stops it may end the process, and then models refuse to encode: no failure.
    if (watch.stopped()) {
      return false;
    }
    Throwable failed = failure.get();
    if (failed != null) {
      throw failed instanceof IOException io
          ? io
          : new IOException(String.valueOf(failed.getMessage()), failed);
    }
    removeOthers();
    return true;
  }

  private static boolean isFull(List<StoredDocuments.Stored> group) {
    int characters = group.stream().mapToInt(each -> each.document().text().length()).sum();
    return group.size() == TOGETHER || characters >= TOGETHER_CHARACTERS;
  }

  /// Has a thread add a group, which is empty then.
  private void start(List<StoredDocuments.Stored> group, ExecutorService threads, Semaphore room) {
    List<StoredDocuments.Stored> started = List.copyOf(group);
    group.clear();
    room.acquireUninterruptibly();
    threads.execute(() -> add(started, room));
  }

  private void add(List<StoredDocuments.Stored> group, Semaphore room) {
    try {
      if (failure.get() != null || watch.stopped()) {
        return;
      }
      List<Document> whole = new ArrayList<>();
      for (StoredDocuments.Stored each : group) {
        if (each.chunking() == null) {
          whole.add(each.document());
        } else {
          target.add(each.document(), each.chunking());
        }
      }
      target.addAll(whole);
      group.forEach(_ -> watch.step());
    } catch (Throwable failed) {
      failure.compareAndSet(null, failed);
    } finally {
      room.release();
    }
  }

  private void commitNowAndThen() throws IOException {
    if (System.nanoTime() - lastCommit > COMMIT_INTERVAL.toNanos()) {
      target.commit();
      lastCommit = System.nanoTime();
    }
  }

  /// What an earlier run copied and the collection has no more.
  private void removeOthers() throws IOException {
    target.refresh();
    List<String> others = new ArrayList<>();
    target
        .reading()
        .use(
            searcher -> {
              new StoredDocuments(searcher.getIndexReader())
                  .forEach(
                      stored -> {
                        if (!seen.contains(stored.document().id())) {
                          others.add(stored.document().id());
                        }
                        return true;
                      });
              return true;
            });
    for (String id : others) {
      target.delete(id);
    }
  }
}

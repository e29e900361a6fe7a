package pleiad;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SegmentReader;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.IOUtils;
import pleiad.codec.Workers;
import pleiad.index.Codebooks;
import pleiad.index.PleiadCodec;

/// Gives a collection more fields: their vectors are made from the texts that it keeps, and all
/// else is copied as it is, codes too.
///
/// The fields grow in a folder beside it, `NAME.fields`, for each segment in a folder of its own:
/// the same documents in the same order ([FieldsBeside]). But for deletions a segment never
/// changes, so what was made for it stays good however often a run is interrupted; only what was
/// merged since is made again. At the end each segment is copied together with what grew beside it,
/// and all of them take the collection's place by one commit ([Switch]).
final class NewFields {
  private static final String SUFFIX = ".fields";
  private static final Duration COMMIT_INTERVAL = Duration.ofSeconds(15);

  private final Directory directory;
  private final Path folder;
  private final Description before;
  private final Description after;
  private final Options options;
  private final Reindex.Watch watch;
  private final Codebooks codebooks;
  private final DocumentEncoder encoder;

  /// The new fields alone.
  private final Description fresh;

  private long lastCommit = System.nanoTime();

  /// @param after the fields of `before`, and more
  /// @param models the open ones of those
  NewFields(
      Directory directory,
      Path folder,
      Description before,
      Description after,
      Models models,
      Options options,
      Reindex.Watch watch) {
    this.directory = directory;
    this.folder = folder;
    this.before = before;
    this.after = after;
    this.options = options;
    this.watch = watch;
    this.fresh =
        Description.of(
            after.fields().values().stream()
                .filter(field -> !before.fields().containsKey(field.name()))
                .toList(),
            after.language());
    this.codebooks = new Codebooks(new Workers(options.threads()));
    this.encoder = new DocumentEncoder(fresh, models, options.maxDocumentTokens());
  }

  /// Where the fields of a collection grow.
  static Path next(Path folder) {
    Path real = folder.toAbsolutePath().normalize();
    return real.resolveSibling(real.getFileName() + SUFFIX);
  }

  Reindex.Report add() throws IOException {
    PleiadCodec codec = new PleiadCodec(after.codes(), codebooks);
    try (Switch waiting = Switch.hold(directory, folder, codec)) {
      boolean finished = fresh.fields().isEmpty();
      int documents = 0;
      try (DirectoryReader collection = DirectoryReader.open(directory)) {
        removeLeftovers(collection);
        if (!finished) {
          documents = collection.numDocs();
          finished = add(collection, waiting);
        }
      }
      if (finished) {
        remove(next(folder));
      }
      return new Reindex.Report(
          Reindex.fields(before),
          Reindex.fields(after),
          documents,
          encoder.encodedTokens(),
          finished,
          encoder.reductionCosts());
    }
  }

  private boolean add(DirectoryReader collection, Switch waiting) throws IOException {
    List<FieldsBeside> all = new ArrayList<>();
    Throwable failure = null;
    try (ExecutorService threads = Executors.newFixedThreadPool(options.threads())) {
      for (LeafReaderContext leaf : collection.leaves()) {
        FieldsBeside fields = FieldsBeside.open(next(folder).resolve(name(leaf)), fresh, codebooks);
        all.add(fields);
        if (!grow(leaf, fields, threads)) {
          return false;
        }
      }
      List<CodecReader> joined = new ArrayList<>();
      for (int i = 0; i < all.size(); i++) {
        joined.add(all.get(i).with(collection.leaves().get(i).reader()));
      }
      waiting.to(joined, after);
      return true;
    } catch (Throwable failed) {
      failure = failed;
      throw failed;
    } finally {
      if (failure == null) {
        IOUtils.close(all);
      } else {
        IOUtils.closeWhileSuppressingExceptions(failure, all);
      }
    }
  }

  /// A name that no other segment has, of whatever collection.
  private static String name(LeafReaderContext leaf) {
    return HexFormat.of().formatHex(((SegmentReader) leaf.reader()).getSegmentInfo().info.getId());
  }

  /// What is encoded, or will be, and which documents it is.
  private record Ahead(
      SegmentDocuments.Run run, Future<List<org.apache.lucene.document.Document>> fields) {}

  /// Encodes what is not there yet, on several threads, and adds it in its order; says whether it
  /// came to the end. What was added is kept when this fails.
  private boolean grow(LeafReaderContext leaf, FieldsBeside fields, ExecutorService threads)
      throws IOException {
    SegmentDocuments documents = new SegmentDocuments(leaf.reader(), encoder);
    Deque<Ahead> ahead = new ArrayDeque<>();
    int next = fields.documents();
    try {
      while (fields.documents() < leaf.reader().maxDoc()) {
        while (next < leaf.reader().maxDoc() && ahead.size() < 4 * options.threads()) {
          SegmentDocuments.Run run = documents.next(next);
          ahead.add(new Ahead(run, threads.submit(() -> documents.encode(run))));
          next = run.end();
        }
        if (watch.stopped()) {
          return false;
        }
        Ahead first = ahead.remove();
        fields.add(encoded(first.fields()));
        for (int i = first.run().first(); i < first.run().end(); i++) {
          watch.step();
        }
        commitNowAndThen(fields);
      }
      return true;
    } finally {
      ahead.forEach(each -> each.fields().cancel(false));
      fields.commit();
    }
  }

  private static List<org.apache.lucene.document.Document> encoded(
      Future<List<org.apache.lucene.document.Document>> fields) throws IOException {
    try {
      return fields.get();
    } catch (ExecutionException failed) {
      Throwable cause = failed.getCause();
      throw cause instanceof IOException io
          ? io
          : new IOException(String.valueOf(cause == null ? failed : cause.getMessage()), failed);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while encoding", e);
    }
  }

  private void commitNowAndThen(FieldsBeside fields) throws IOException {
    if (System.nanoTime() - lastCommit > COMMIT_INTERVAL.toNanos()) {
      fields.commit();
      lastCommit = System.nanoTime();
    }
  }

  /// Removes what grew beside segments that are no more, and what is in the collection already.
  ///
  /// @throws IllegalArgumentException when something else lies there
  private void removeLeftovers(DirectoryReader collection) throws IOException {
    Path next = next(folder);
    if (!Files.exists(next)) {
      return;
    }
    Set<String> segments =
        collection.leaves().stream().map(NewFields::name).collect(Collectors.toSet());
    for (Path each : list(next)) {
      if (!Files.isDirectory(each)) {
        throw new IllegalArgumentException(
            "'%s' holds '%s', and new fields would grow there; move it away"
                .formatted(next, each.getFileName()));
      }
      Description there = FieldsBeside.description(each);
      boolean through =
          there != null && before.fields().values().containsAll(there.fields().values());
      if (there != null && !through && !there.equals(fresh)) {
        throw new IllegalArgumentException(
            "an unfinished addition of other fields lies in '%s' (%s); ask for the same again to go on with it, or delete that folder to begin anew"
                .formatted(next, there.inWords()));
      }
      if (through || !segments.contains(Objects.toString(each.getFileName()))) {
        remove(each);
      }
    }
    if (list(next).isEmpty()) {
      Files.delete(next);
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  /// Removes a folder of files and of folders with files.
  private static void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    for (Path each : list(folder)) {
      if (Files.isDirectory(each)) {
        remove(each);
      } else {
        Files.delete(each);
      }
    }
    Files.delete(folder);
  }
}

package pleiad;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/// Makes a collection anew, with another model or other codes, from the titles, texts and metadata
/// that it keeps.
///
/// The new version grows in a folder beside the old one, `NAME.reindex`, and takes its place in one
/// step at the end. All the while the old one is searched as before, and nobody writes to it: its
/// write lock is held. What is on disk:
///
/// | step | the collection's folder                              | `NAME.reindex`          |
/// |------|------------------------------------------------------|-------------------------|
/// | 1    | the old version                                      | grows, commit by commit |
/// | 2    | the old version                                      | the whole new version   |
/// | 3    | the old version, and files that no commit names yet  | the whole new version   |
/// | 4    | the new version: `segments_N` was renamed            | the whole new version   |
/// | 5    | the new version                                      | gone                    |
///
/// The switch from 3 to 4 is Lucene's commit, one rename of one file: whoever opens the collection
/// has the one version or the other, and the files that belong to neither are removed by the next
/// writer. A run that was interrupted before it goes on where its last commit was when it is asked
/// for again; one that was interrupted behind it has only the folder to remove. The disk must have
/// room for the old version and twice the new one.
public final class Reindex {
  private static final String SUFFIX = ".reindex";

  private Reindex() {}

  /// Is told how far it is, from any thread, and may end it.
  public interface Watch {
    /// Looks away.
    Watch NONE =
        new Watch() {
          @Override
          public void step() {}

          @Override
          public boolean stopped() {
            return false;
          }
        };

    /// A document is done.
    void step();

    /// Whether to stop soon; what is done by then is kept for the next run.
    boolean stopped();
  }

  /// What was done.
  ///
  /// @param from the fields before
  /// @param to the fields after
  /// @param documents that were looked at, each in passages counted once; where fields were added,
  ///   each passage
  /// @param tokens that encoders were asked for, those that a cache gave among them
  /// @param finished false when it was stopped: then the collection is as it was
  /// @param reductionCosts of fields that were added in this run, where they pool or leave out
  ///   tokens
  public record Report(
      List<VectorField> from,
      List<VectorField> to,
      long documents,
      long tokens,
      boolean finished,
      List<ReductionCost> reductionCosts) {
    public Report {
      from = List.copyOf(from);
      to = List.copyOf(to);
      reductionCosts = List.copyOf(reductionCosts);
    }

    Report(
        List<VectorField> from,
        List<VectorField> to,
        long documents,
        long tokens,
        boolean finished) {
      this(from, to, documents, tokens, finished, List.of());
    }
  }

  /// What a collection is made of, to be changed and given to [#run].
  public static Settings settings(Path folder) throws IOException {
    try (Directory directory = Folder.existing(folder)) {
      return Folder.descriptionOrRefuse(directory, folder).settings();
    }
  }

  /// Where the new version grows.
  public static Path next(Path folder) {
    Path real = folder.toAbsolutePath().normalize();
    return real.resolveSibling(real.getFileName() + SUFFIX);
  }

  /// Makes a collection anew with these settings. Asked for what it is already made of, it does
  /// nothing.
  ///
  /// @param options the threads that encode and how models are opened; settings in it do not count
  /// @throws IllegalArgumentException when a field's vectors were brought by the caller, for they
  ///   cannot be made anew, or a field is to be of a page-image model, for pictures are not kept;
  ///   or when an unfinished run to something else lies beside the collection
  /// @throws IOException when the collection is open for writing elsewhere, or a document cannot be
  ///   encoded; what was done is kept for the next run
  public static Report run(Path folder, Settings wanted, Options options, Watch watch)
      throws IOException {
    try (Directory directory = Folder.existing(folder)) {
      Description before = Folder.descriptionOrRefuse(directory, folder);
      refuseBrought(before, folder);
      try (Switch waiting = Switch.hold(directory, folder)) {
        Path next = next(folder);
        removeFinished(next, before);
        if (isMadeOf(before, wanted, options)) {
          return new Report(fields(before), fields(before), 0, 0, true);
        }
        Report made = make(directory, before, next, wanted, options, watch);
        if (made.finished()) {
          try (Directory whole = FSDirectory.open(next)) {
            waiting.to(whole);
          }
          remove(next);
        }
        return made;
      }
    }
  }

  /// Whether nothing would change: also the models of the same names are the same.
  private static boolean isMadeOf(Description description, Settings wanted, Options options) {
    if (!description.settings().equals(wanted)) {
      return false;
    }
    try (Models models = new Models(options)) {
      return description.fields().values().stream()
          .allMatch(
              field ->
                  field.model() == null
                      || models
                          .open(field.model())
                          .model()
                          .fingerprint()
                          .equals(field.fingerprint()));
    }
  }

  private static Report make(
      Directory directory,
      Description before,
      Path next,
      Settings wanted,
      Options options,
      Watch watch)
      throws IOException {
    try {
      return Copy.of(directory, before, next, options.settings(wanted), _ -> true, watch);
    } catch (IllegalArgumentException refused) {
      if (!Pleiad.exists(next)) {
        if (Files.exists(next) && isEmpty(next)) {
          Files.delete(next);
        }
        throw refused;
      }
      throw new IllegalArgumentException(
          "an unfinished reindexing lies in '%s' (%s); ask for the same again to go on with it, or delete that folder to begin anew"
              .formatted(next, refused.getMessage()),
          refused);
    }
  }

  /// Fills a new collection with documents of another one, encoded anew; the other is only read.
  ///
  /// @param options with the settings of the new one
  /// @param ids those that are wanted
  /// @throws IllegalArgumentException when a field's vectors were brought by the caller
  public static Report copy(Path from, Path to, Options options, Predicate<String> ids, Watch watch)
      throws IOException {
    try (Directory directory = Folder.existing(from)) {
      Description before = Folder.descriptionOrRefuse(directory, from);
      refuseBrought(before, from);
      return Copy.of(directory, before, to, options, ids, watch);
    }
  }

  /// Gives a collection more fields, filled from the titles and texts that it keeps; everything
  /// else of it stays as it is, the vectors of its other fields among it.
  ///
  /// The fields grow beside it, in [#nextFields], and become part of it in one step at the end, as
  /// with [#run]; a run that was interrupted goes on when it is asked for again. Asked for fields
  /// that are all there, it does nothing.
  ///
  /// @param wanted the fields that it has, and those that it is to have
  /// @param options the threads that encode and how models are opened; settings in it do not count
  /// @throws IllegalArgumentException when a field that is there would be another one, or one to be
  ///   added has no model; or when an unfinished addition of other fields lies beside the
  ///   collection
  /// @throws IOException when the collection is open for writing elsewhere, or a document cannot be
  ///   encoded; what was done is kept for the next run
  public static Report addFields(Path folder, Settings wanted, Options options, Watch watch)
      throws IOException {
    try (Directory directory = Folder.existing(folder);
        Models models = new Models(options)) {
      Description before = Folder.descriptionOrRefuse(directory, folder);
      Description after = before.with(wanted, models, folder);
      return new NewFields(directory, folder, before, after, models, options, watch).add();
    }
  }

  /// Where fields grow that are being added to a collection.
  public static Path nextFields(Path folder) {
    return NewFields.next(folder);
  }

  static List<VectorField> fields(Description description) {
    return List.copyOf(description.fields().values());
  }

  static List<VectorField> fields(Path folder) throws IOException {
    try (Directory directory = Folder.existing(folder)) {
      return fields(Folder.descriptionOrRefuse(directory, folder));
    }
  }

  private static void refuseBrought(Description description, Path folder) {
    for (VectorField field : description.fields().values()) {
      if (field.model() == null) {
        throw new IllegalArgumentException(
            "field '%s' of '%s' holds vectors that were brought, which cannot be made anew from the texts; add the documents with new vectors to another folder"
                .formatted(field.name(), folder));
      }
    }
  }

  /// Removes what a run left that had switched already.
  private static void removeFinished(Path next, Description current) throws IOException {
    if (Pleiad.exists(next)) {
      Description left;
      try (Directory directory = FSDirectory.open(next)) {
        left = Folder.description(directory);
      }
      if (current.equals(left)) {
        remove(next);
      }
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  private static void remove(Path next) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(next)) {
      files = new ArrayList<>(all.toList());
    }
    for (Path file : files) {
      Files.delete(file);
    }
    Files.delete(next);
  }

  /// The description that a folder's newest commit carries, as Lucene keeps it.
  static Map<String, String> written(Directory directory) throws IOException {
    return Folder.newestCommit(directory).getUserData();
  }
}

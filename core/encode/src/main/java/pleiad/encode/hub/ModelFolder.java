package pleiad.encode.hub;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A model's folder in the store, as the Hugging Face client lays it out:
///
/// ```
/// models--ORG--NAME/
/// ├─ blobs/ETAG                 a file's bytes, named by their checksum; ETAG.incomplete while they come
/// ├─ refs/REVISION              the commit that a branch or tag stood for
/// ├─ snapshots/COMMIT/FILE   →  ../../blobs/ETAG
/// ├─ trees/COMMIT.json          all files of the model, where the client wrote it
/// └─ pleiad/COMMIT.json         the files that were pulled here; COMMIT.pending while they come
/// ```
///
/// @param cache the store
/// @param name the model
record ModelFolder(Path cache, ModelName name) {
  private static final String LIST = ".json";
  private static final String PENDING = ".pending";

  Path path() {
    return cache.resolve(name.folder());
  }

  Path blobs() {
    return path().resolve("blobs");
  }

  Path blob(String etag) {
    return blobs().resolve(etag);
  }

  /// Where a blob grows.
  Path partial(String etag) {
    return blobs().resolve(etag + ".incomplete");
  }

  Path refs() {
    return path().resolve("refs");
  }

  Snapshot snapshot(String commit) {
    return new Snapshot(this, commit);
  }

  Path lock() {
    return cache.resolve(".locks").resolve(name.folder()).resolve("pleiad.lock");
  }

  Path pulledList(String commit) {
    return path().resolve("pleiad").resolve(commit + LIST);
  }

  Path pendingList(String commit) {
    return path().resolve("pleiad").resolve(commit + PENDING);
  }

  Path clientList(String commit) {
    return path().resolve("trees").resolve(commit + LIST);
  }

  boolean exists() {
    return Files.isDirectory(path());
  }

  /// Refuses to change what lies elsewhere.
  void requireInside() throws IOException {
    if (Files.isSymbolicLink(path())) {
      throw new FileSystemException(
          path().toString(), null, "is a link out of the store; change what it points to by hand");
    }
  }

  /// The commit that a revision stands for here; without one, that of `main` or the only one.
  Optional<String> commit(@Nullable String revision) throws IOException {
    String wanted = revision == null ? "main" : revision;
    if (Checksum.isSha1(wanted)) {
      return Optional.of(wanted);
    }
    RepoPaths.checkRevision(wanted);
    Path ref = refs().resolve(wanted);
    if (Files.isRegularFile(ref)) {
      return readRef(ref);
    }
    List<String> commits = snapshots();
    return revision == null && commits.size() == 1
        ? Optional.of(commits.getFirst())
        : Optional.empty();
  }

  private static Optional<String> readRef(Path ref) throws IOException {
    if (Files.size(ref) > 100) {
      return Optional.empty();
    }
    String commit = Files.readString(ref).strip();
    return Checksum.isSha1(commit) ? Optional.of(commit) : Optional.empty();
  }

  /// Lets a revision stand for a commit from now on.
  void writeRef(String revision, String commit) throws IOException {
    Path ref = refs().resolve(revision);
    if (Files.isRegularFile(ref) && readRef(ref).equals(Optional.of(commit))) {
      return;
    }
    Files.createDirectories(ref.getParent());
    Path partial = ref.resolveSibling(ref.getFileName() + ".pleiad.tmp");
    Files.writeString(partial, commit);
    Files.move(partial, ref, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /// The revisions that stand for each commit.
  Map<String, List<String>> revisions() throws IOException {
    Map<String, List<String>> revisions = new TreeMap<>();
    if (Files.isDirectory(refs())) {
      try (Stream<Path> files = Files.walk(refs())) {
        for (Path ref : files.filter(Files::isRegularFile).sorted().toList()) {
          String revision = slashed(refs().relativize(ref));
          readRef(ref)
              .filter(commit -> !revision.endsWith(".tmp"))
              .ifPresent(
                  commit ->
                      revisions.computeIfAbsent(commit, each -> new ArrayList<>()).add(revision));
        }
      }
    }
    return revisions;
  }

  /// The commits of which there is a snapshot, however much of it.
  List<String> snapshots() throws IOException {
    return names(path().resolve("snapshots"), "");
  }

  /// The commits of which there is a snapshot or the beginning of a pull.
  TreeSet<String> commits() throws IOException {
    TreeSet<String> commits = new TreeSet<>(snapshots());
    commits.addAll(names(path().resolve("pleiad"), PENDING));
    return commits;
  }

  /// The blobs that snapshots link to, by their names.
  Set<String> linkedBlobs() throws IOException {
    Set<String> linked = new HashSet<>();
    for (String commit : snapshots()) {
      Snapshot snapshot = snapshot(commit);
      for (String file : snapshot.files()) {
        snapshot.blobName(file).ifPresent(linked::add);
      }
    }
    return linked;
  }

  private static List<String> names(Path folder, String ending) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> name.endsWith(ending))
          .map(name -> name.substring(0, name.length() - ending.length()))
          .filter(Checksum::isSha1)
          .sorted()
          .toList();
    }
  }

  /// A relative path as the hub would write it.
  static String slashed(Path path) {
    List<String> segments = new ArrayList<>();
    path.forEach(segment -> segments.add(segment.toString()));
    return String.join("/", segments);
  }
}

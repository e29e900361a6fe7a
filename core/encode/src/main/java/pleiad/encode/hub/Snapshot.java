package pleiad.encode.hub;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A model's files at one commit, under the names that the model gives them.
///
/// @param folder the model's
/// @param commit 40 digits
record Snapshot(ModelFolder folder, String commit) {
  private static final Pattern WEIGHTS =
      Pattern.compile(
          "(?:.*/)?[^/]+\\.(?:safetensors|onnx)|(?:.*/)?(?:pytorch|tf|flax)_model[^/]*\\.(?:bin|h5|msgpack)");
  private static final Pattern WRITTEN = Pattern.compile("(?:.*/)?pleiad/.+");
  private static final Pattern SHARD = Pattern.compile("(.+)-\\d{5}-of-(\\d{5})(\\.\\w+)");

  Path path() {
    return folder.path().resolve("snapshots").resolve(commit);
  }

  Path path(String file) {
    return path().resolve(file);
  }

  /// The model's files that are in it, links that lead nowhere included.
  List<String> files() throws IOException {
    return all().stream().filter(file -> !isWritten(file)).toList();
  }

  /// What Pleiad wrote beside them: graphs, where the model has none.
  List<String> written() throws IOException {
    return all().stream().filter(this::isWritten).toList();
  }

  /// Pleiad writes into a folder of its name, and no links.
  private boolean isWritten(String file) {
    return WRITTEN.matcher(file).matches() && !Files.isSymbolicLink(path(file));
  }

  private List<String> all() throws IOException {
    if (!Files.isDirectory(path())) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(path())) {
      return files
          .filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
          .map(file -> ModelFolder.slashed(path().relativize(file)))
          .sorted()
          .toList();
    }
  }

  /// Whether it has a file, by name and size.
  boolean holds(RepoFile file) {
    return isThere(path(file.path()), file.size());
  }

  /// Whether a file's bytes are in it or among the blobs.
  boolean has(RepoFile file) {
    return holds(file) || isThere(folder.blob(file.etag()), file.size());
  }

  private static boolean isThere(Path file, long size) {
    return Files.isRegularFile(file) && file.toFile().length() == size;
  }

  /// Bytes of files; one that has two names counts once.
  long bytes(List<String> files) throws IOException {
    Map<Path, Long> sizes = new HashMap<>();
    for (String file : files) {
      if (Files.isRegularFile(path(file))) {
        Path real = path(file).toRealPath();
        sizes.put(real, Files.size(real));
      }
    }
    return sizes.values().stream().mapToLong(Long::longValue).sum();
  }

  /// The files that a pull brought, all of them; nothing where none ended here.
  Optional<Manifest> pulled() throws IOException {
    return Manifest.read(folder.pulledList(commit));
  }

  /// Whether nothing is missing: of a pull's files, or else of what can be told by the names.
  boolean complete() throws IOException {
    Optional<Manifest> pulled = pulled();
    return pulled.isPresent()
        ? pulled.get().files().stream().allMatch(this::holds)
        : looksComplete();
  }

  /// The client leaves no trace of what it has still to bring, so this looks for what every model
  /// has: a configuration, weights, each shard of them, and no link that leads nowhere.
  private boolean looksComplete() throws IOException {
    List<String> files = files();
    Set<String> there = new HashSet<>();
    for (String file : files) {
      if (!Files.isRegularFile(path(file))) {
        return false;
      }
      there.add(file);
    }
    return there.stream().anyMatch(file -> file.matches("(?:.*/)?config\\.json"))
        && there.stream().anyMatch(file -> WEIGHTS.matcher(file).matches())
        && there.stream().allMatch(file -> shardsAreThere(file, there));
  }

  private static boolean shardsAreThere(String file, Set<String> there) {
    Matcher shard = SHARD.matcher(file);
    if (!shard.matches()) {
      return true;
    }
    long same =
        there.stream()
            .map(SHARD::matcher)
            .filter(
                other ->
                    other.matches()
                        && other.group(1).equals(shard.group(1))
                        && other.group(2).equals(shard.group(2))
                        && other.group(3).equals(shard.group(3)))
            .count();
    return same == Long.parseLong(shard.group(2));
  }

  /// Gives a blob its name in the snapshot: by a link, or as a file of its own where links cannot
  /// be or are not wanted.
  void place(RepoFile file, boolean links) throws IOException {
    if (holds(file)) {
      return;
    }
    Path at = path(file.path());
    Path parent = Objects.requireNonNull(at.getParent(), "a file of a snapshot is in a folder");
    Files.createDirectories(parent);
    Files.deleteIfExists(at);
    Path blob = folder.blob(file.etag());
    Path target = parent.relativize(blob);
    boolean placed =
        (links && made(at, () -> Files.createSymbolicLink(at, target)))
            || made(at, () -> Files.createLink(at, blob));
    if (!placed) {
      Files.copy(blob, at);
    }
  }

  /// Makes a link.
  private interface Making {
    void make() throws IOException;
  }

  /// Whether a link could be made. A system that cannot make links says so in many ways, and then
  /// the bytes are copied; if something else is wrong, that fails too and says what.
  private static boolean made(Path at, Making link) throws IOException {
    try {
      link.make();
      return true;
    } catch (UnsupportedOperationException | FileSystemException impossible) {
      Files.deleteIfExists(at);
      return false;
    }
  }

  /// The blob that a file links to, by its name; nothing for a file of its own.
  Optional<String> blobName(String file) throws IOException {
    Path at = path(file);
    return Files.isSymbolicLink(at)
        ? Optional.of(Files.readSymbolicLink(at).getFileName().toString())
        : Optional.empty();
  }
}

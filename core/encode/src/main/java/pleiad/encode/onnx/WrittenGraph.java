package pleiad.encode.onnx;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// The graph of a checkpoint that ships none: written once, and kept beside the weights.
///
/// ```
/// CHECKPOINT/pleiad/
/// ├─ float32-v1-0123456789abcdef/model.onnx    and model.onnx.data, where it is large
/// ├─ .writing-123/                             one that is not whole yet, or never will be
/// └─ .lock                                     held by whoever writes
/// ```
///
/// The name holds the precision and the weights' digest, so that changed weights get another graph.
/// A folder appears whole: it is written under another name and then renamed. One process or thread
/// writes at a time, and first removes what another left that ended while it wrote. All of it may
/// be deleted; it is written again.
public final class WrittenGraph {
  private static final System.Logger LOG = System.getLogger(WrittenGraph.class.getName());

  private static final String FOLDER = "pleiad";
  private static final String NAME = "model.onnx";
  private static final String PARTIAL = ".writing-";
  private static final String LOCK = ".lock";

  /// Raised when graphs are written otherwise than before.
  private static final int VERSION = 1;

  private static final int DIGITS = 16;

  private WrittenGraph() {}

  /// The graph's file, after writing it where it is not there; nothing where none can be kept,
  /// which is logged.
  ///
  /// @param checkpoint the folder of configuration and weights
  /// @param digest of them, in hex: another one for others
  /// @throws IOException when the checkpoint cannot be read or is not supported, or the disk is
  ///   full
  public static Optional<Path> kept(Path checkpoint, Precision precision, String digest)
      throws IOException {
    Path place = checkpoint.resolve(FOLDER);
    Path kept = place.resolve(name(precision, digest));
    Path graph = kept.resolve(NAME);
    if (Files.isRegularFile(graph)) {
      return Optional.of(graph);
    }
    Optional<WritingLock> lock = lock(place);
    if (lock.isEmpty()) {
      return Optional.empty();
    }
    try (WritingLock _ = lock.get()) {
      if (!Files.isRegularFile(graph)) {
        removePartial(place);
        write(checkpoint, precision, place, kept);
      }
    }
    return Optional.of(graph);
  }

  private static Optional<WritingLock> lock(Path place) throws IOException {
    try {
      Files.createDirectories(place);
      return Optional.of(WritingLock.of(place.resolve(LOCK)));
    } catch (FileSystemException refused) {
      LOG.log(
          System.Logger.Level.WARNING,
          "the graph written from the weights cannot be kept and is made in memory each time: "
              + refused);
      return Optional.empty();
    }
  }

  private static String name(Precision precision, String digest) {
    return "%s-v%d-%s"
        .formatted(precision.name().toLowerCase(Locale.ROOT), VERSION, digest.substring(0, DIGITS));
  }

  private static void write(Path checkpoint, Precision precision, Path place, Path kept)
      throws IOException {
    Path partial = Files.createTempDirectory(place, PARTIAL);
    try {
      EncoderGraphs.write(checkpoint, partial.resolve(NAME), precision);
      Files.move(partial, kept, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      delete(partial);
    }
  }

  private static void removePartial(Path place) throws IOException {
    try (Stream<Path> folders = Files.list(place)) {
      for (Path folder : folders.toList()) {
        if (folder.getFileName().toString().startsWith(PARTIAL)) {
          delete(folder);
        }
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.deleteIfExists(file);
        }
      }
      Files.deleteIfExists(folder);
    }
  }
}

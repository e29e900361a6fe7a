package pleiad.encode;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import pleiad.encode.onnx.EncoderGraph;
import pleiad.encode.onnx.EncoderGraphs;
import pleiad.encode.onnx.Precision;

/// The graph of a checkpoint that ships none: written once, and kept beside the weights.
///
/// ```
/// CHECKPOINT/pleiad/float32-0123456789abcdef/model.onnx
/// ```
///
/// The name holds a digest of the settings and of the sizes and times of the weights, so that
/// changed weights get another graph. A folder appears whole: it is written under another name and
/// then renamed. Where nothing can be written, the graph is made in memory every time.
final class WrittenGraph {
  private static final String FOLDER = "pleiad";
  private static final String NAME = "model.onnx";

  /// Raised when graphs are written otherwise than before.
  private static final int VERSION = 1;

  private WrittenGraph() {}

  /// Loads the graph, after writing it where it is not there.
  ///
  /// @throws IOException when the checkpoint cannot be read
  static Session load(
      OrtEnvironment environment,
      Path checkpoint,
      EncoderGraph graph,
      Precision precision,
      Device device)
      throws IOException {
    Session.Wanted wanted = new Session.Wanted(graph.output(), graph.dimension(), device);
    Path kept = kept(checkpoint, precision);
    if (!Files.isRegularFile(kept.resolve(NAME)) && !isWritten(checkpoint, kept, precision)) {
      return Session.load(environment, EncoderGraphs.toBytes(checkpoint, precision), wanted);
    }
    return Session.load(environment, kept.resolve(NAME), wanted);
  }

  private static Path kept(Path checkpoint, Precision precision) throws IOException {
    return checkpoint
        .resolve(FOLDER)
        .resolve(
            precision.name().toLowerCase(Locale.ROOT) + "-" + digest(checkpoint).substring(0, 16));
  }

  private static String digest(Path checkpoint) throws IOException {
    MessageDigest sha256 = Fingerprint.sha256();
    sha256.update((byte) VERSION);
    sha256.update(Files.readAllBytes(checkpoint.resolve("config.json")));
    for (Path file : weights(checkpoint)) {
      sha256.update(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
      sha256.update(
          ByteBuffer.allocate(2 * Long.BYTES)
              .putLong(Files.size(file))
              .putLong(Files.getLastModifiedTime(file).toMillis())
              .array());
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  /// The files of a checkpoint's weights, by name.
  static List<Path> weights(Path checkpoint) throws IOException {
    try (Stream<Path> files = Files.list(checkpoint)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".safetensors"))
          .sorted()
          .toList();
    }
  }

  /// Whether the graph could be kept.
  private static boolean isWritten(Path checkpoint, Path kept, Precision precision)
      throws IOException {
    Path partial;
    try {
      Files.createDirectories(kept.getParent());
      partial = Files.createTempDirectory(kept.getParent(), ".writing-");
    } catch (AccessDeniedException | ReadOnlyFileSystemException closed) {
      return false;
    } catch (FileSystemException refused) {
      if (Files.isWritable(checkpoint)) {
        throw refused;
      }
      return false;
    }
    try {
      EncoderGraphs.write(checkpoint, partial.resolve(NAME), precision);
      Files.move(partial, kept, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException refused) {
      // Another process may have been faster, and have written the same.
      if (!Files.isRegularFile(kept.resolve(NAME))) {
        throw refused;
      }
    } finally {
      delete(partial);
    }
    return true;
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

package pleiad.encode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import pleiad.encode.checkpoint.Dense;
import pleiad.encode.checkpoint.Linear;
import pleiad.encode.checkpoint.Residual;
import pleiad.encode.onnx.GraphContract;
import pleiad.encode.weights.Safetensors;

/// SHA-256 over the parts that decide a model's vectors, each preceded by its length: one that is
/// longer at another's cost gives another fingerprint.
final class Fingerprint {
  private static final int BLOCK = 1 << 20;

  private final MessageDigest digest = sha256();

  /// A part that is in memory.
  Fingerprint with(byte[] part) {
    length(part.length);
    digest.update(part);
    return this;
  }

  /// A part that is text.
  Fingerprint with(String part) {
    return with(part.getBytes(StandardCharsets.UTF_8));
  }

  /// A part that is a number.
  Fingerprint with(int part) {
    return with(ByteBuffer.allocate(Integer.BYTES).putInt(part).array());
  }

  /// A part that is a file, by its SHA-256; takes about two seconds a gigabyte, except where the
  /// file is a link to one that a store of models has named so.
  Fingerprint with(Path file) throws IOException {
    String name = file.toRealPath().getFileName().toString();
    return with(name.matches("[0-9a-f]{64}") ? name : sha256(file));
  }

  /// A graph: its file, and those beside it that hold its large tensors.
  Fingerprint withGraph(Path onnx) throws IOException {
    with(onnx);
    for (String name : new TreeSet<>(GraphContract.read(onnx).data())) {
      with(name).with(onnx.resolveSibling(name));
    }
    return this;
  }

  /// What a graph is written from: a checkpoint's configuration and weights.
  Fingerprint withWeights(Path checkpoint) throws IOException {
    with(checkpoint.resolve("config.json"));
    for (Path weights : Safetensors.files(checkpoint)) {
      with(weights.getFileName().toString()).with(weights);
    }
    return this;
  }

  /// Layers behind an encoder: how they are computed, and the files of their weights, each once.
  Fingerprint withLayers(List<Dense> layers) throws IOException {
    Set<Path> files = new TreeSet<>();
    for (Dense layer : layers) {
      with(layer.activation().name());
      files.add(layer.linear().file());
      switch (layer.residual()) {
        case Residual.None _ -> with("no residual");
        case Residual.Same _ -> with("input added");
        case Residual.Projected(Linear linear) -> {
          with("input added by a matrix");
          files.add(linear.file());
        }
      }
    }
    for (Path file : files) {
      with(file);
    }
    return this;
  }

  private static String sha256(Path file) throws IOException {
    MessageDigest sha256 = sha256();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer block = ByteBuffer.allocate(BLOCK);
      while (channel.read(block) >= 0) {
        sha256.update(block.flip());
        block.clear();
      }
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  private void length(long length) {
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(length).array());
  }

  /// In hex; ends it.
  String end() {
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every JVM has SHA-256", impossible);
    }
  }
}

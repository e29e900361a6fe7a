package pleiad.encode;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A model that lies on the class path, as two resources of an artifact that need not be used for
/// anything else.
///
/// @param name what people call the model
/// @param graph the resource of its `.onnx` file
/// @param tokenizer the resource of its `tokenizer.json`
/// @param artifact what to add to a build that lacks them
/// @param dimension numbers of a token's vector
record ModelFiles(String name, String graph, String tokenizer, String artifact, int dimension) {
  /// The graph's bytes.
  byte[] readGraph(ClassLoader loader) {
    return read(loader, graph);
  }

  /// The tokenizer file's bytes.
  byte[] readTokenizer(ClassLoader loader) {
    return read(loader, tokenizer);
  }

  private byte[] read(ClassLoader loader, String resource) {
    try (InputStream in = loader.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(
            "the model '%s' is not on the class path: there is no resource '%s'; add the artifact %s"
                .formatted(name, resource, artifact));
      }
      return in.readAllBytes();
    } catch (IOException broken) {
      throw new UncheckedIOException(
          "the resource '%s' of the model '%s' cannot be read".formatted(resource, name), broken);
    }
  }

  /// SHA-256 over the parts that decide a vector, each preceded by its length.
  static String fingerprint(byte[] graph, byte[] tokenizer, String profile, int dimension) {
    MessageDigest sha256 = sha256();
    update(sha256, graph);
    update(sha256, tokenizer);
    update(sha256, profile.getBytes(StandardCharsets.UTF_8));
    update(sha256, ByteBuffer.allocate(Integer.BYTES).putInt(dimension).array());
    return HexFormat.of().formatHex(sha256.digest());
  }

  private static void update(MessageDigest digest, byte[] part) {
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(part.length).array());
    digest.update(part);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every JVM has SHA-256", impossible);
    }
  }
}

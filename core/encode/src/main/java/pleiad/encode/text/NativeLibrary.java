package pleiad.encode.text;

import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The Hugging Face library's native part, loaded once out of DJL's jar.
///
/// DJL's own loader is left aside. It asks the network where the machine has a CUDA driver, for
/// another build of the library, and on first use whether this is a machine of Amazon's, to report
/// home; and it keeps a folder in the user's home. Here the library is unpacked into a temporary
/// folder of this process and loaded from there. Nothing else of DJL is needed.
final class NativeLibrary {
  private static final String NEEDS =
      "It runs on Linux x86-64 and arm64 with glibc (not musl, as on Alpine), macOS arm64 and"
          + " Windows x86-64, needs ai.djl.huggingface:tokenizers on the class path, a writable"
          + " folder java.io.tmpdir that allows execution, and wants"
          + " --enable-native-access=ALL-UNNAMED. Uncased WordPiece needs none of this.";

  /// Why it did not load; `null` when it did.
  private static final @Nullable Throwable FAILURE = load();

  private NativeLibrary() {}

  /// The library's functions.
  ///
  /// @throws IllegalStateException when it does not load here
  static TokenizersLibrary functions() {
    if (FAILURE != null) {
      throw new IllegalStateException(
          "the native library of Hugging Face tokenizers does not load here (%s). %s"
              .formatted(FAILURE, NEEDS),
          FAILURE);
    }
    return TokenizersLibrary.LIB;
  }

  @SuppressWarnings("restricted") // native code is what this class is about
  private static @Nullable Throwable load() {
    try {
      Path folder = Files.createTempDirectory("pleiad-tokenizers");
      for (String part : parts()) {
        System.load(unpack(part, folder).toString());
      }
      return null;
    } catch (IOException | LinkageError | IllegalCallerException notLoaded) {
      return notLoaded;
    }
  }

  /// What to load, in order; on Windows first what the library is linked to.
  private static List<String> parts() {
    String library = System.mapLibraryName("tokenizers");
    return library.endsWith(".dll")
        ? List.of("libwinpthread-1.dll", "libgcc_s_seh-1.dll", "libstdc++-6.dll", library)
        : List.of(library);
  }

  private static Path unpack(String part, Path folder) throws IOException {
    String resource = "/native/lib/%s/cpu/%s".formatted(platform(part), part);
    Path file = folder.resolve(part);
    // Files are deleted before the folder they are in: the last one named goes first.
    folder.toFile().deleteOnExit();
    file.toFile().deleteOnExit();
    try (InputStream in = TokenizersLibrary.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("DJL's jar has no '%s'".formatted(resource));
      }
      Files.copy(in, file);
    }
    return file;
  }

  private static String platform(String part) {
    String system = part.endsWith(".dll") ? "win" : part.endsWith(".dylib") ? "osx" : "linux";
    String processor = ManagementFactory.getOperatingSystemMXBean().getArch();
    return system + "-" + (processor.equals("amd64") ? "x86_64" : processor);
  }
}

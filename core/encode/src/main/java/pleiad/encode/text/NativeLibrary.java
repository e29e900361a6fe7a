package pleiad.encode.text;

import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

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

  /// Why it did not load; empty when it did.
  private static final String FAILURE = load();

  private NativeLibrary() {}

  /// The library's functions.
  ///
  /// @throws IllegalStateException when it does not load here
  static TokenizersLibrary functions() {
    if (!FAILURE.isEmpty()) {
      throw new IllegalStateException(
          "the native library of Hugging Face tokenizers does not load here (%s). %s"
              .formatted(FAILURE, NEEDS));
    }
    return TokenizersLibrary.LIB;
  }

  @SuppressWarnings("restricted") // native code is what this class is about
  private static String load() {
    try {
      File folder = Files.createTempDirectory("pleiad-tokenizers").toFile();
      List<File> files = new ArrayList<>();
      try {
        for (String part : parts()) {
          files.add(unpack(part, folder));
          System.load(files.getLast().toString());
        }
      } finally {
        files.add(0, folder);
        files.reversed().forEach(NativeLibrary::delete);
      }
      return "";
    } catch (IOException | LinkageError | IllegalCallerException notLoaded) {
      return notLoaded.toString();
    }
  }

  /// What to load, in order; on Windows first what the library is linked to.
  private static List<String> parts() {
    String library = System.mapLibraryName("tokenizers");
    return library.endsWith(".dll")
        ? List.of("libwinpthread-1.dll", "libgcc_s_seh-1.dll", "libstdc++-6.dll", library)
        : List.of(library);
  }

  private static File unpack(String part, File folder) throws IOException {
    String resource = "/native/lib/%s/cpu/%s".formatted(platform(part), part);
    try (InputStream in = TokenizersLibrary.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("DJL's jar has no '%s'".formatted(resource));
      }
      File file = new File(folder, part);
      Files.copy(in, file.toPath());
      return file;
    }
  }

  /// A library stays loaded without its file, except on Windows, which keeps the file until then.
  private static void delete(File file) {
    if (!file.delete()) {
      file.deleteOnExit();
    }
  }

  private static String platform(String part) {
    String system = part.endsWith(".dll") ? "win" : part.endsWith(".dylib") ? "osx" : "linux";
    String processor = ManagementFactory.getOperatingSystemMXBean().getArch();
    return system + "-" + (processor.equals("amd64") ? "x86_64" : processor);
  }
}

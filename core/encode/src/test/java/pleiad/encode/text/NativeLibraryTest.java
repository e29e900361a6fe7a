package pleiad.encode.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NativeLibraryTest {
  @TempDir private Path folder;

  private Process start(String option) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-Djava.io.tmpdir=" + folder,
            "-Duser.home=" + folder,
            option,
            "-cp",
            System.getProperty("java.class.path"),
            SplitOnce.class.getName(),
            Families.folder("bert-uncased").toString(),
            Families.folder("roberta").toString())
        .redirectErrorStream(true)
        .start();
  }

  private static String said(Process process) throws IOException {
    try (BufferedReader output = process.inputReader(UTF_8)) {
      return output.lines().collect(Collectors.joining("\n"));
    }
  }

  @Test
  void nothingIsLeftOfTheLibraryInTheFileSystem() throws Exception {
    Process process = start("-Dunused=1");
    assertThat(said(process)).startsWith("pieces: 2\npieces: ");
    assertThat(process.waitFor()).isZero();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aMachineWithoutTheLibraryIsToldWhatItNeedsAndStillHasWordPiece() throws Exception {
    Process process = start("-Dos.arch=sparcv9");
    assertThat(said(process))
        .startsWith("pieces: 2\n")
        .contains("the native library of Hugging Face tokenizers does not load here")
        .containsPattern("DJL's jar has no '/native/lib/[a-z]+-sparcv9/cpu/")
        .contains("It runs on Linux x86-64 and arm64 with glibc (not musl, as on Alpine)");
    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(folder).isEmptyDirectory();
  }
}

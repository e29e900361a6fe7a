package pleiad.encode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What goes wrong on the way to an encoder, and what is said about it.
final class EncodersTest {
  private static final ModelFiles FILES =
      new ModelFiles("small", "graph.onnx", "tokenizer.json", "org.example:small", 384);

  /// Opens an encoder, to see what a JVM says that cannot.
  static final class Open {
    private Open() {}

    public static void main(String[] arguments) {
      Encoders.open(Encoders.DEFAULT).close();
    }
  }

  @Test
  void anUnknownNameIsToldWhatThereIs() {
    assertThatThrownBy(() -> Encoders.open("bge-large"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "there is no model 'bge-large': it is no folder, and does not come with Pleiad as bge-small-en-v1.5 does");
  }

  @Test
  void aMissingModelNamesTheArtifactToAdd(@TempDir Path folder) throws Exception {
    try (URLClassLoader empty = loader(folder)) {
      assertThatThrownBy(() -> Encoders.open(FILES, empty))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "the model 'small' is not on the class path: there is no resource 'tokenizer.json';"
                  + " add the artifact org.example:small");
    }
  }

  @Test
  void aBrokenGraphSaysSo(@TempDir Path folder) throws Exception {
    Files.write(folder.resolve("graph.onnx"), new byte[100]);
    Files.write(folder.resolve("tokenizer.json"), Bundled.tokenizerFile());
    try (URLClassLoader loader = loader(folder)) {
      assertThatThrownBy(() -> Encoders.open(FILES, loader))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("the graph of 100 bytes is no transformer that ONNX Runtime 1.");
    }
  }

  @Test
  void anotherDimensionThanPromisedIsRefused() {
    ModelFiles wrong =
        new ModelFiles(
            "wrong", "bge-small-en-v1.5-q.onnx", "bge-small-en-v1.5-q-tokenizer.json", "none", 768);
    assertThatThrownBy(() -> Encoders.open(wrong, Encoders.class.getClassLoader()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'last_hidden_state' should be floats with a last axis of 768");
  }

  @Test
  void aBrokenVocabularySaysWhichFile(@TempDir Path folder) throws Exception {
    Files.write(folder.resolve("tokenizer.json"), "{\"model\":{}}".getBytes(UTF_8));
    try (URLClassLoader loader = loader(folder)) {
      ModelFiles files =
          new ModelFiles("odd", "bge-small-en-v1.5-q.onnx", "tokenizer.json", "none", 384);
      assertThatThrownBy(() -> Encoders.open(files, loader))
          .hasMessage("the tokenizer of the model 'odd' cannot be read")
          .hasRootCauseMessage("'tokenizer.json' has no vocabulary at 'model.vocab'");
    }
  }

  @Test
  void theModelThatComesWithPleiadRunsOnTheCpuOnly() {
    assertThatThrownBy(() -> Encoders.open(Encoders.DEFAULT, null, Device.CUDA))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the model 'bge-small-en-v1.5' is int8, which runs on the cpu, got the device cuda;"
                + " a GPU is for models in floats, such as a checkpoint's folder");
  }

  @Test
  void aLibraryWithoutGpusSaysWhichOneIsWanted(@TempDir Path home) throws Exception {
    Path folder = ParityCopy.of(ParityGolden.of("pylate-bert"), home);
    assertThatThrownBy(() -> Encoders.open(folder.toString(), null, Device.CUDA))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll(
            "the device cuda needs ONNX Runtime's library for GPUs; the one that was loaded runs on",
            "CPU",
            "com.microsoft.onnxruntime:onnxruntime_gpu");
  }

  @Test
  void aDeviceIsReadAsItIsWritten() {
    for (Device each : Device.values()) {
      assertThat(Device.named(each.toString())).isEqualTo(each);
    }
    assertThatThrownBy(() -> Device.named("gpu"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a device is cpu or cuda, got 'gpu'");
  }

  @Test
  void aMachineWithoutTheNativeLibraryIsToldWhatItNeeds(@TempDir Path folder) throws Exception {
    Process process = Child.start(folder, List.of("-Dos.arch=sparcv9"), Open.class);
    try (BufferedReader output = process.inputReader(UTF_8)) {
      String said = output.lines().collect(Collectors.joining("\n"));
      assertThat(process.waitFor()).isEqualTo(1);
      assertThat(said)
          .contains("ONNX Runtime's native library does not load here")
          .contains("Unsupported arch:sparcv9")
          .contains("It runs on Linux x86-64 and arm64 with glibc (not musl, as on Alpine)");
    }
  }

  @Test
  void aLongCommandLineDoesNoHarm(@TempDir Path folder) throws Exception {
    String option = "-Dpath=" + "/a/folder/with/a.jar:".repeat(5_000);
    Process process = Child.start(folder, List.of(option), Open.class);
    try (BufferedReader output = process.inputReader(UTF_8)) {
      String said = output.lines().collect(Collectors.joining("\n"));
      assertThat(process.waitFor()).as(said).isZero();
    }
  }

  @Test
  void theFingerprintDependsOnEveryPart() {
    byte[] graph = {1, 2};
    byte[] tokenizer = {3};
    assertThat(
            List.of(
                ModelFiles.fingerprint(graph, tokenizer, "profile", 384),
                ModelFiles.fingerprint(new byte[] {1, 2, 3}, new byte[0], "profile", 384),
                ModelFiles.fingerprint(new byte[] {1, 3}, tokenizer, "profile", 384),
                ModelFiles.fingerprint(graph, new byte[] {4}, "profile", 384),
                ModelFiles.fingerprint(graph, tokenizer, "profil", 384),
                ModelFiles.fingerprint(graph, tokenizer, "profile", 385)))
        .doesNotHaveDuplicates();
  }

  /// The folder's files before those of the class path.
  private static URLClassLoader loader(Path folder) throws Exception {
    return new URLClassLoader(new URL[] {folder.toUri().toURL()}, Encoders.class.getClassLoader());
  }
}

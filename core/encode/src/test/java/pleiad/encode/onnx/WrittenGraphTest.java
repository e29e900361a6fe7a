package pleiad.encode.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What lies beside the weights of a checkpoint without a graph, also after a crash.
final class WrittenGraphTest {
  private static final String DIGEST = "0123456789abcdef".repeat(4);
  private static final String OTHER = "fedcba9876543210".repeat(4);

  @TempDir private Path home;
  private Path checkpoint;

  @SuppressWarnings("NullAway.Init") // JUnit calls make
  WrittenGraphTest() {}

  @BeforeEach
  void make() throws IOException {
    checkpoint = Altered.copy("bert", home).folder();
  }

  private Path keep(String digest) throws IOException {
    return WrittenGraph.kept(checkpoint, Precision.FLOAT32, digest).orElseThrow();
  }

  /// All files that were not the checkpoint's own.
  private List<String> written() throws IOException {
    Path place = checkpoint.resolve("pleiad");
    try (Stream<Path> files = Files.walk(place)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> checkpoint.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }

  @Test
  void aGraphIsNamedByItsPrecisionAndTheWeightsDigest() throws IOException {
    Path graph = keep(DIGEST);
    assertThat(graph)
        .isEqualTo(checkpoint.resolve("pleiad/float32-v1-0123456789abcdef/model.onnx"))
        .hasBinaryContent(EncoderGraphs.toBytes(checkpoint, Precision.FLOAT32));
    assertThat(keep(OTHER)).isNotEqualTo(graph);
    assertThat(written()).hasSize(3);
  }

  @Test
  void whatAProcessLeftBehindThatEndedWhileItWroteIsRemoved() throws IOException {
    Path left = checkpoint.resolve("pleiad/.writing-8765");
    Files.createDirectories(left);
    Files.writeString(left.resolve("model.onnx"), "half of a gra");
    Files.writeString(left.resolve("model.onnx.data"), "");
    assertThat(written()).hasSize(2);
    keep(DIGEST);
    assertThat(left).doesNotExist();
    assertThat(written())
        .containsExactly("pleiad/.lock", "pleiad/float32-v1-0123456789abcdef/model.onnx");
  }

  @Test
  void whoeverWritesIsWaitedForAndNotDisturbed() throws Exception {
    Path left = checkpoint.resolve("pleiad/.writing-1");
    Files.createDirectories(left);
    CompletableFuture<Path> waiting;
    try (WritingLock _ = WritingLock.of(checkpoint.resolve("pleiad/.lock"))) {
      waiting =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return keep(DIGEST);
                } catch (IOException failed) {
                  throw new AssertionError(failed);
                }
              });
      Thread.sleep(100);
      assertThat(waiting).isNotDone();
      assertThat(left).exists();
    }
    assertThat(waiting.get()).exists();
    assertThat(left).doesNotExist();
  }

  @Test
  void whoeverWaitsCanBeInterrupted() throws IOException {
    Files.createDirectories(checkpoint.resolve("pleiad"));
    try (WritingLock _ = WritingLock.of(checkpoint.resolve("pleiad/.lock"))) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> keep(DIGEST)).isInstanceOf(IOException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void aCheckpointThatCannotBeReadLeavesNothing() throws IOException {
    Files.writeString(checkpoint.resolve("model.safetensors"), "nothing");
    assertThatThrownBy(() -> keep(DIGEST)).hasMessageContaining("model.safetensors");
    assertThat(written()).containsExactly("pleiad/.lock");
    try (Stream<Path> files = Files.list(checkpoint.resolve("pleiad"))) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void whereNothingCanBeWrittenThereIsNone() throws IOException {
    Files.writeString(checkpoint.resolve("pleiad"), "");
    assertThat(WrittenGraph.kept(checkpoint, Precision.INT8, DIGEST)).isEmpty();
  }
}

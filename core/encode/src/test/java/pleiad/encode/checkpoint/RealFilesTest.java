package pleiad.encode.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pleiad.encode.onnx.GraphContent;

/// Files that others exported: those of the bundled model, and tokenizers of published models.
final class RealFilesTest {
  private static final Path TOKENIZERS =
      Path.of(System.getProperty("pleiad.root")).resolve("../shared/data/tokenizers").normalize();

  @TempDir private Path path;

  private void copy(String resource, String name) throws IOException {
    try (InputStream in = RealFilesTest.class.getResourceAsStream("/" + resource)) {
      Files.copy(Objects.requireNonNull(in, resource), path.resolve(name));
    }
  }

  @Test
  void theBundledModelIsAnEncoderWhosePoolingNobodySays() throws IOException {
    copy("bge-small-en-v1.5-q.onnx", "model_quantized.onnx");
    copy("bge-small-en-v1.5-q-tokenizer.json", "tokenizer.json");
    new ModelFolder(path)
        .file(
            "config.json",
            "{\"model_type\": \"bert\", \"hidden_size\": 384, \"max_position_embeddings\": 512}");
    BiEncoder model = new ModelFolder(path).single();
    assertThat(model.pooling().guessed()).isTrue();
    assertThat(model.length()).isEqualTo(512);
    assertThat(model.graph())
        .isInstanceOfSatisfying(
            Graph.File.class,
            graph -> {
              assertThat(graph.answer().content()).isEqualTo(GraphContent.STATES);
              assertThat(graph.answer().dimension()).isEqualTo(OptionalInt.of(384));
            });
    TokenizerFiles tokenizer = model.basis().tokenizer();
    assertThat(tokenizer.kind()).isEqualTo(TokenizerKind.WORD_PIECE);
    assertThat(tokenizer.size()).isEqualTo(30_522);
    assertThat(tokenizer.frame()).isEqualTo(new TokenizerFiles.Frame(1, 1));
    assertThat(tokenizer.special())
        .containsEntry("mask", new TokenizerFiles.Special("[MASK]", 103))
        .containsEntry("unk", new TokenizerFiles.Special("[UNK]", 100));
  }

  @Test
  void publishedTokenizersAreRead() throws IOException {
    for (Path file : files()) {
      Files.copy(file, path.resolve("tokenizer.json"));
      Tokens tokens = Tokenizers.read(path);
      assertThat(tokens.files().kind()).as("%s", file).isEqualTo(TokenizerKind.WORD_PIECE);
      assertThat(tokens.files().frame()).as("%s", file).isEqualTo(new TokenizerFiles.Frame(1, 1));
      assertThat(tokens.files().special()).as("%s", file).containsKeys("cls", "sep", "mask", "pad");
      Files.delete(path.resolve("tokenizer.json"));
    }
  }

  /// None where the collections are not.
  private static List<Path> files() throws IOException {
    if (!Files.isDirectory(TOKENIZERS)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(TOKENIZERS)) {
      return files.filter(file -> file.toString().endsWith("tokenizer.json")).sorted().toList();
    }
  }
}

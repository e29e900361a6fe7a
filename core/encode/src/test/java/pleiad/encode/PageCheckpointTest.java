package pleiad.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pleiad.encode.cache.EncodeCache;
import pleiad.encode.image.Golden;

final class PageCheckpointTest {
  @TempDir Path folder;

  private Path copied(String model) throws IOException {
    try (Stream<Path> files = Files.list(Golden.folder(model))) {
      for (Path file : files.toList()) {
        if (!file.endsWith("golden.safetensors")) {
          Files.copy(file, folder.resolve(file.getFileName()));
        }
      }
    }
    return folder;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"colpali", "colpali-hf", "colqwen2", "colqwen2-hf", "colsmol", "colmodernvbert"})
  void everyFamilyIsKnown(String model) throws IOException {
    assertThat(PageCheckpoint.isIn(Golden.folder(model))).isTrue();
    assertThat(PageCheckpoint.read(Golden.folder(model)).patches(Golden.picture("form")).patches())
        .isPositive();
  }

  @Test
  void aModelOfTextsIsNone() throws IOException {
    assertThat(PageCheckpoint.isIn(folder)).isFalse();
    Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"bert\"}");
    assertThat(PageCheckpoint.isIn(folder)).isFalse();
    assertThatThrownBy(() -> PageCheckpoint.read(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("supported is a family of page-image models");
  }

  @Test
  void theGraphSaysItsDimension() throws IOException {
    assertThat(PageCheckpoint.read(Golden.folder("colqwen2-hf")).dimension()).hasValue(8);
    assertThat(PageCheckpoint.read(Golden.folder("colpali")).dimension()).isEmpty();
  }

  @Test
  void theFingerprintIsOfAllThatDecidesTheVectors() throws IOException {
    PageCheckpoint checkpoint = PageCheckpoint.read(copied("colqwen2-hf"));
    String before = checkpoint.fingerprint();
    assertThat(before).matches("[0-9a-f]{64}");
    assertThat(PageCheckpoint.read(Golden.folder("colqwen2-hf")).fingerprint()).isEqualTo(before);
    for (String name :
        List.of(
            "config.json", "processor_config.json", "tokenizer.json", "model.onnx", "query.onnx")) {
      Path file = folder.resolve(name);
      byte[] content = Files.readAllBytes(file);
      // Protobuf's field 15, empty, which no ONNX model has; for JSON a blank.
      byte[] more = name.endsWith(".onnx") ? new byte[] {0x7a, 0} : new byte[] {' '};
      Files.write(file, more, StandardOpenOption.APPEND);
      assertThat(checkpoint.fingerprint()).as(name).isNotEqualTo(before);
      Files.write(file, content);
    }
    assertThat(checkpoint.fingerprint()).isEqualTo(before);
    Files.delete(folder.resolve("query.onnx"));
    assertThat(PageCheckpoint.read(folder).fingerprint()).isNotEqualTo(before);
  }

  @Test
  void withoutAGraphThereIsNoFingerprint() throws IOException {
    PageCheckpoint checkpoint = PageCheckpoint.read(Golden.folder("colpali"));
    assertThat(checkpoint.graph()).isEmpty();
    assertThatThrownBy(checkpoint::fingerprint)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("has no graph; expected one of");
  }

  @Test
  void encodersOpenAPageImageModel() throws IOException {
    String name = copied("colpali-hf").toString();
    try (Encoder encoder = Encoders.open(name)) {
      assertThat(encoder).isInstanceOf(PageEncoder.class);
      assertThat(encoder.model())
          .isEqualTo(
              new Model(name, PageCheckpoint.read(folder).fingerprint(), 8, 8, Integer.MAX_VALUE));
      assertThat(encoder.rows("Wer?", Role.QUERY))
          .hasSameSizeAs(encoder.encode("Wer?", Role.QUERY).tokens());
    }
  }

  @Test
  void aPageImageModelHasNoSettingsAndOrdersNoTexts() throws IOException {
    String name = copied("colpali-hf").toString();
    assertThatThrownBy(() -> Encoders.open(name + ",document-length=100"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("comes as it is and has no settings");
    assertThatThrownBy(() -> Encoders.openReranker(name, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("reads pages (PDF, PNG, JPEG) and not texts");
  }

  @Test
  void aCacheOfTextsLeavesItAlone(@TempDir Path kept) throws IOException {
    try (Encoder encoder = Encoders.open(copied("colpali-hf").toString());
        EncodeCache cache = EncodeCache.open(kept, 1 << 20, _ -> {})) {
      assertThat(cache.around(encoder)).isSameAs(encoder);
    }
  }
}

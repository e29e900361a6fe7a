package pleiad.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is told of a model without loading it is what its encoder says.
final class DescribedModelTest {
  @TempDir private Path home;

  static List<ParityGolden> checkpoints() throws IOException {
    return ParityGolden.all().stream().filter(golden -> !golden.kind().equals("pairs")).toList();
  }

  @ParameterizedTest
  @MethodSource("checkpoints")
  void aCheckpointIsDescribedAsItsEncoderSays(ParityGolden golden) throws IOException {
    String folder = ParityCopy.of(golden, home).toString();
    Model described = Encoders.describe(ModelReference.of(folder), null);
    try (Encoder encoder = Encoders.open(folder)) {
      assertThat(described).isEqualTo(encoder.model());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"profile=stanford", "precision=int8", "document-length=20", "long=cut"})
  void settingsAreOfAccountAsTheyAreToTheEncoder(String setting) throws IOException {
    String folder = ParityCopy.of(ParityGolden.of("pylate-bert"), home).toString();
    Model described = Encoders.describe(ModelReference.parse(folder + "," + setting), null);
    try (Encoder encoder = Encoders.open(folder + "," + setting)) {
      assertThat(described).isEqualTo(encoder.model());
    }
    assertThat(described.fingerprint())
        .isNotEqualTo(Encoders.describe(ModelReference.of(folder), null).fingerprint());
  }

  @Test
  void theModelThatComesWithPleiadIsDescribedToo() throws IOException {
    try (Encoder encoder = Encoders.open(Encoders.DEFAULT)) {
      assertThat(Encoders.describe(ModelReference.of(Encoders.DEFAULT), null))
          .isEqualTo(encoder.model());
    }
    assertThatThrownBy(
            () -> Encoders.describe(ModelReference.parse(Encoders.DEFAULT + ",long=cut"), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has no settings");
  }

  @Test
  void noGraphIsWritten() throws IOException {
    Path folder = ParityCopy.of(ParityGolden.of("pylate-bert"), home);
    Encoders.describe(ModelReference.of(folder.toString()), null);
    assertThat(folder.resolve("pleiad")).doesNotExist();
  }

  @Test
  void aCrossEncoderMakesNoVectors() throws IOException {
    Path folder = ParityCopy.of(ParityGolden.of("cross-bert"), home);
    assertThatThrownBy(() -> Encoders.describe(ModelReference.of(folder.toString()), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("scores pairs of texts and makes no vectors");
  }

  @Test
  void weightsThatAreMissingAreToldOf() throws IOException {
    Path folder = ParityCopy.of(ParityGolden.of("dense5-mean"), home);
    Files.delete(folder.resolve("model.safetensors"));
    assertThatThrownBy(() -> Encoders.describe(ModelReference.of(folder.toString()), null))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("has no weights");
  }
}

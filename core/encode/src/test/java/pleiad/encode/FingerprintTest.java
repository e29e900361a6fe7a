package pleiad.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pleiad.encode.onnx.SplitGraph;

/// A checkpoint's fingerprint: the same wherever it lies, another one for other vectors.
final class FingerprintTest {
  @TempDir private Path home;

  private Path copy(String golden) throws IOException {
    return ParityCopy.of(ParityGolden.of(golden), home);
  }

  private static String fingerprint(Object model) {
    try (Encoder encoder = Encoders.open(model.toString())) {
      return encoder.model().fingerprint();
    }
  }

  @Test
  void aCopyHasTheSameFingerprint() throws IOException {
    Path folder = copy("pylate-bert");
    Path other = ParityCopy.of(ParityGolden.of("pylate-bert"), home.resolve("elsewhere"));
    assertThat(fingerprint(folder)).matches("[0-9a-f]{64}").isEqualTo(fingerprint(other));
    assertThat(fingerprint(folder)).isEqualTo(fingerprint(other));
  }

  @Test
  void everySettingGivesAnotherFingerprint() throws IOException {
    String folder = copy("pylate-bert").toString();
    List<String> fingerprints = new ArrayList<>();
    for (String settings :
        List.of(
            "",
            ",profile=stanford",
            ",profile=st6",
            ",profile=next-plaid",
            ",profile=fastembed",
            ",profile=vespa",
            ",precision=int8",
            ",query-length=24",
            ",document-length=50",
            ",dimension=8",
            ",long=cut")) {
      fingerprints.add(fingerprint(folder + settings));
    }
    assertThat(fingerprints).doesNotHaveDuplicates();
  }

  @Test
  void lengthsOfABiEncoderGiveAnotherFingerprintToo() throws IOException {
    String folder = copy("dense-prompts").toString();
    assertThat(
            List.of(
                fingerprint(folder),
                fingerprint(folder + ",query-length=24"),
                fingerprint(folder + ",document-length=24"),
                fingerprint(folder + ",dimension=8"),
                fingerprint(folder + ",profile=st6")))
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({"model.safetensors", "1_Dense/model.safetensors"})
  void aNumberOfTheWeightsGivesAnotherFingerprint(String weights) throws IOException {
    Path folder = copy("pylate-bert");
    String before = fingerprint(folder);
    Altered.number(folder.resolve(weights));
    assertThat(fingerprint(folder)).isNotEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          pylate-bert       | config.json         | "layer_norm_eps": 1e-12 | "layer_norm_eps": 1e-11
          pylate-bert       | tokenizer.json      | "lowercase": true       | "lowercase": false
          pylate-modernbert | 1_Dense/config.json | activation.GELU         | activation.SiLU
          pylate-modernbert | 3_Dense/config.json | activation.SiLU         | activation.GELU
          dense-prompts     | config_sentence_transformers.json | "query: "  | "question: "
          dense-prompts     | 1_Pooling/config.json | "include_prompt": false | "include_prompt": true
          dense5-mean       | 2_Dense/config.json | activation.Tanh         | activation.ReLU
          """)
  void whatFilesSayGivesAnotherFingerprint(String golden, String file, String piece, String by)
      throws IOException {
    Path folder = copy(golden);
    String before = fingerprint(folder);
    Altered.text(folder.resolve(file), piece, by);
    assertThat(fingerprint(folder)).isNotEqualTo(before);
  }

  @Test
  void aGraphOfItsOwnGivesAnotherFingerprint() throws IOException {
    Path folder = copy("plaid-bert");
    String before = fingerprint(folder);
    Altered.lastBit(folder.resolve("model.onnx"));
    assertThat(fingerprint(folder)).isNotEqualTo(before);
  }

  @Test
  void aByteOfTheTensorsThatAGraphKeepsInAnotherFileGivesAnotherFingerprint() throws IOException {
    Path folder = copy("dense-mean");
    float[] written = single(folder);
    SplitGraph.write(folder, folder.resolve("model.onnx"));
    assertThat(single(folder)).containsExactly(written);
    String before = fingerprint(folder);
    assertThat(fingerprint(folder)).isEqualTo(before);
    Altered.lastBit(folder.resolve("model.onnx.data"));
    assertThat(fingerprint(folder)).isNotEqualTo(before);
  }

  private static float[] single(Path folder) {
    try (Encoder encoder = Encoders.open(folder.toString())) {
      return encoder.encode("Rivers carry water to the sea.", Role.DOCUMENT).single();
    }
  }

  @Test
  void whatPleiadWritesBesideTheWeightsIsNotInIt() throws IOException {
    Path folder = copy("pylate-bert");
    String before = fingerprint(folder);
    assertThat(fingerprint(folder + ",precision=int8")).isNotEqualTo(before);
    Files.writeString(folder.resolve("README.md"), "not in it either");
    assertThat(fingerprint(folder)).isEqualTo(before);
  }
}

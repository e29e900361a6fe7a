package pleiad.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pleiad.encode.hub.HubSettings;
import pleiad.encode.hub.ModelStore;

/// What is asked for with a model is done, or refused; never passed over.
final class SettingsTest {
  private static final String LONG = "rain ".repeat(200);

  @TempDir private Path home;

  private String copy(String golden) throws IOException {
    return ParityCopy.of(ParityGolden.of(golden), home).toString();
  }

  private static int rows(Encoder encoder, String text, Role role) {
    return encoder.rows(text, role).size();
  }

  private static long passes(Encoder encoder, String text, Role role) {
    return encoder.rows(text, role).stream().mapToInt(InputRow::pass).distinct().count();
  }

  @Test
  void lengthsOfALateInteractionModelAreTakenUpToTheEncodersWindow() throws IOException {
    try (Encoder encoder =
        Encoders.open(copy("pylate-modernbert") + ",query-length=96,document-length=95,long=cut")) {
      assertThat(rows(encoder, LONG, Role.QUERY)).isEqualTo(96);
      assertThat(rows(encoder, LONG, Role.DOCUMENT)).isEqualTo(95);
    }
  }

  @ParameterizedTest
  @CsvSource({"dense-mean", "dense-prompts", "dense5-roberta"})
  void lengthsOfABiEncoderAreTaken(String golden) throws IOException {
    String folder = copy(golden);
    try (Encoder encoder = Encoders.open(folder + ",query-length=12,document-length=60,long=cut")) {
      assertThat(rows(encoder, LONG, Role.QUERY)).isEqualTo(12);
      assertThat(rows(encoder, LONG, Role.DOCUMENT)).isEqualTo(60);
    }
    try (Encoder encoder = Encoders.open(folder + ",query-length=12,document-length=60")) {
      assertThat(rows(encoder, LONG, Role.QUERY)).isEqualTo(12);
      assertThat(passes(encoder, LONG, Role.DOCUMENT)).isGreaterThan(3);
      assertThat(encoder.model().window()).isLessThan(60).isGreaterThan(50);
    }
    try (Encoder encoder = Encoders.open(folder)) {
      assertThat(encoder.model().window()).isLessThan(40);
      assertThat(passes(encoder, LONG, Role.QUERY)).isGreaterThan(1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          pylate-bert    | query-length=97    | takes 96 tokens at most, special ones included; got query-length=97
          stanford-bert  | document-length=97 | takes 96 tokens at most, special ones included; got document-length=97
          dense-mean     | document-length=97 | takes 96 tokens at most, special ones included; got document-length=97
          dense5-roberta | query-length=512   | tokens at most, special ones included; got query-length=512
          dense-mean     | query-length=2     | a pass of 2 tokens has no room for text beside the 2 around it
          pylate-bert    | document-length=3  | a pass of 3 tokens has no room for text beside the 3 around it
          pylate-bert    | dimension=17       | has vectors of 16 numbers; got dimension=17
          fastembed-bert | precision=int8     | has a graph of its own, 'model.onnx', which runs as it is
          plaid-bert     | precision=int8     | Leave it out, or take a copy of the folder without its .onnx files
          """)
  void whatDoesNotFitIsRefused(String golden, String setting, String message) throws IOException {
    String folder = copy(golden);
    assertThatThrownBy(() -> Encoders.open(folder + "," + setting))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  /// A bundle of next-plaid has no `config.json`; its graph takes 96 tokens, its settings say 60.
  @Test
  void whereNoFileSaysAWindowTheGraphDecides() throws IOException {
    String folder = copy("plaid-bert-expansion");
    try (Encoder encoder = Encoders.open(folder + ",document-length=90,long=cut")) {
      assertThat(rows(encoder, LONG, Role.DOCUMENT)).isEqualTo(90);
      assertThat(encoder.encode(LONG, Role.DOCUMENT).vectors().count()).isEqualTo(90);
    }
    try (Encoder encoder = Encoders.open(folder + ",document-length=150,long=cut")) {
      assertThatThrownBy(() -> encoder.encode(LONG, Role.DOCUMENT))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("the model failed on 150 tokens");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          profile=st6                    | profile=st6
          query-length=20                | query-length=20
          document-length=20,long=cut    | document-length=20, long=cut
          precision=int8,dimension=4     | dimension=4
          """)
  void aCrossEncoderHasNoSettingButPrecision(String settings, String refused) throws IOException {
    String folder = copy("cross-bert");
    assertThatThrownBy(() -> Encoders.openReranker(folder + "," + settings, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the model '%s' scores pairs of texts, and of all settings has precision only; got %s"
                .formatted(folder, refused));
  }

  @Test
  void aCrossEncoderOfIntegersScoresNearly() throws IOException {
    String folder = copy("cross-bert");
    List<String> texts = List.of("rain", "a river that carries water to the sea", "");
    try (Reranker single = Encoders.openReranker(folder, null);
        Reranker integers = Encoders.openReranker(folder + ",precision=int8", null)) {
      List<Float> expected = single.scores("where does the rain go?", texts);
      List<Float> found = integers.scores("where does the rain go?", texts);
      assertThat(found).isNotEqualTo(expected);
      for (int i = 0; i < texts.size(); i++) {
        assertThat(found.get(i)).isBetween(expected.get(i) - 0.05f, expected.get(i) + 0.05f);
      }
    }
  }

  @Test
  void aFolderHasNoRevisions() throws IOException {
    Files.createDirectories(home.resolve("mine"));
    ModelReference reference = ModelReference.of(home.resolve("mine").toString()).at("v1");
    assertThatThrownBy(() -> Encoders.folder(reference, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is a folder and has no revisions, got 'v1'");
  }

  @Test
  void aModelThatIsNowhereSaysWhereItWasLookedFor() {
    ModelStore store = new ModelStore(HubSettings.of(Map.of(), home));
    assertThatThrownBy(() -> Encoders.open("org/name@v2", store))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(
            "is not in '" + store.cache() + "' at 'v2'",
            "pleiad model pull org/name --revision v2");
    assertThatThrownBy(() -> Encoders.folder(ModelReference.of(Encoders.DEFAULT), store))
        .hasMessageContaining("comes with Pleiad and has no folder of its own");
  }
}

package pleiad.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a checkpoint asks for and does not get is said aloud when it is opened.
final class CheckpointWishesTest {
  private static final Logger LOGGER = Logger.getLogger(LocalModel.class.getName());

  /// Keeps what is logged.
  private static final class Said extends Handler {
    private final List<String> lines = new ArrayList<>();

    @Override
    public void publish(LogRecord line) {
      lines.add(MessageFormat.format(line.getMessage(), line.getParameters()));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  private final Said said = new Said();

  @TempDir private Path home;

  @BeforeEach
  void listen() {
    LOGGER.addHandler(said);
  }

  @AfterEach
  void stop() {
    LOGGER.removeHandler(said);
  }

  private Path copy(String golden) throws IOException {
    return ParityCopy.of(ParityGolden.of(golden), home);
  }

  @Test
  void aBiEncoderWasNotTrainedForLateInteraction() throws IOException {
    Path folder = copy("dense-max");
    Encoders.open(folder.toString()).close();
    assertThat(said.lines)
        .containsExactly(
            folder
                + ": its token vectors are the states of an encoder that was not trained for late interaction; a ColBERT model finds more");
  }

  @Test
  void aModelForLateInteractionSaysNothing() throws IOException {
    Encoders.open(copy("pylate-modernbert").toString()).close();
    assertThat(said.lines).isEmpty();
  }

  @Test
  void tokensThatACheckpointWantsPooledAreNotPooledByAnEncoder() throws IOException {
    Path folder = copy("sentence-modernbert");
    Altered.text(
        folder.resolve("modules.json"),
        "\n]",
        """
        , {"idx": 5, "name": "5", "path": "5_Pooling",
           "type": "sentence_transformers.multi_vector_encoder.modules.token_pooling.HierarchicalTokenPooling"}]
        """);
    Files.createDirectories(folder.resolve("5_Pooling"));
    Files.writeString(folder.resolve("5_Pooling/config.json"), "{\"pool_factor\": 3}");
    Encoders.open(folder.toString()).close();
    assertThat(said.lines)
        .containsExactly(
            folder
                + ": the model's files want 3 tokens pooled to one; an encoder gives all of them. A collection pools its documents' tokens when it is asked to: index --pool 3");
  }

  @ParameterizedTest
  @CsvSource({
    "dense-mean, dot, true",
    "dense-mean, euclidean, true",
    "dense-mean, manhattan, true",
    "dense-mean, cosine, false",
    "dense-max, dot, false",
    "dense-max, manhattan, true"
  })
  void lengthsOfVectorsThatAreLostAreSaid(String golden, String comparison, boolean warned)
      throws IOException {
    Path folder = copy(golden);
    Altered.text(
        folder.resolve("config_sentence_transformers.json"),
        "\"similarity_fn_name\": \"cosine\"",
        "\"similarity_fn_name\": \"%s\"".formatted(comparison));
    Encoders.open(folder.toString()).close();
    assertThat(
            said.lines.stream().anyMatch(line -> line.contains("compare vectors by " + comparison)))
        .isEqualTo(warned);
  }

  @Test
  void promptsOfACrossEncoderThatAreNotTheUsualOneAreNotPutInFront() throws IOException {
    Path folder = copy("cross-bert-prompt");
    Encoders.openReranker(folder.toString(), null).close();
    assertThat(said.lines)
        .containsExactly(
            folder
                + ": prompts that the model does not name as the usual one are not put in front of queries: other");
  }
}

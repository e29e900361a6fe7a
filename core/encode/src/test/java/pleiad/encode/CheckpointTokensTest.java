package pleiad.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pleiad.encode.image.Golden;
import pleiad.encode.image.PageInput;
import pleiad.encode.image.PageProcessor;
import pleiad.encode.text.Tokenizer;
import pleiad.encode.text.Tokenizers;

/// With the `tokenizer.json` of each checkpoint, prompts are those of the reference processors.
final class CheckpointTokensTest {
  static Stream<String> models() {
    return Golden.MODELS.stream();
  }

  private static List<Long> ids(PageInput input) {
    return Arrays.stream(input.ids()).asLongStream().boxed().toList();
  }

  @ParameterizedTest
  @MethodSource("models")
  void pagesHaveTheTokensOfTheReference(String model) throws IOException {
    try (Tokenizer tokenizer = Tokenizers.open(Golden.folder(model))) {
      PageProcessor processor =
          PageProcessor.open(Golden.folder(model), new CheckpointTokens(tokenizer));
      for (String picture : Golden.PICTURES) {
        assertThat(ids(processor.page(Golden.picture(picture))))
            .isEqualTo(Golden.wholes(model, picture + ".ids"));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void queriesHaveTheTokensOfTheReference(String model) throws IOException {
    try (Tokenizer tokenizer = Tokenizers.open(Golden.folder(model))) {
      CheckpointTokens tokens = new CheckpointTokens(tokenizer);
      PageProcessor processor = PageProcessor.open(Golden.folder(model), tokens);
      assertThat(ids(processor.query(Golden.QUERY))).isEqualTo(Golden.wholes(model, "query.ids"));
      assertThat(tokens.tokens(processor.prompt(), Golden.QUERY))
          .extracting(token -> (long) token.id())
          .isEqualTo(Golden.wholes(model, "query.ids"));
    }
  }

  /// The reference makes tokens of them.
  @Test
  void whatAQuerySpellsIsText() throws IOException {
    try (Tokenizer tokenizer = Tokenizers.open(Golden.folder("colpali"))) {
      PageProcessor processor =
          PageProcessor.open(Golden.folder("colpali"), new CheckpointTokens(tokenizer));
      int without = processor.query("").ids().length;
      for (String spelled : List.of("<image>", "<pad>", "<bos>")) {
        assertThat(processor.query(spelled).ids()).hasSize(without + spelled.length());
        assertThat(processor.query(spelled).patches().patches()).isZero();
      }
    }
  }
}

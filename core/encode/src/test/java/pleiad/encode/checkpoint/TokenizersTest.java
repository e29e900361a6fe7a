package pleiad.encode.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pleiad.testkit.Seed;

final class TokenizersTest {
  @TempDir private Path path;

  private Tokens json(String content) throws IOException {
    new ModelFolder(path).file("tokenizer.json", content);
    return Tokenizers.read(path);
  }

  @Test
  void aWordPieceTokenizerIsRead() throws IOException {
    Tokens tokens = Tokenizers.read(new ModelFolder(path).tokenizer("a", "##b").path());
    assertThat(tokens.files().kind()).isEqualTo(TokenizerKind.WORD_PIECE);
    assertThat(tokens.files().files()).containsExactly("tokenizer.json", "tokenizer_config.json");
    assertThat(tokens.files().size()).isEqualTo(7);
    assertThat(tokens.files().frame()).isEqualTo(new TokenizerFiles.Frame(1, 1));
    assertThat(tokens.files().special())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "pad", new TokenizerFiles.Special("[PAD]", 0),
                "unk", new TokenizerFiles.Special("[UNK]", 1),
                "cls", new TokenizerFiles.Special("[CLS]", 2),
                "sep", new TokenizerFiles.Special("[SEP]", 3),
                "mask", new TokenizerFiles.Special("[MASK]", 4)));
    assertThat(tokens.find("##b")).isEqualTo(OptionalInt.of(6));
    assertThat(tokens.find("b")).isEmpty();
    assertThat(tokens.text(5)).isEqualTo("a");
    assertThat(tokens.text(99)).isEqualTo("99");
    assertThat(tokens.longest()).isEmpty();
  }

  @Test
  void addedTokensHaveTheirNumbers() throws IOException {
    Tokens tokens =
        json(
            """
            {"added_tokens": [
               {"id": 9, "content": "[Q] ", "single_word": false, "special": false},
               {"id": 3, "content": "<mask>", "special": true, "lstrip": true}],
             "model": {"type": "BPE", "vocab": {"a": 0, "b": 1}, "merges": [["a", "b"], "a b"]}}
            """);
    assertThat(tokens.files().kind()).isEqualTo(TokenizerKind.BPE);
    assertThat(tokens.find("[Q] ")).isEqualTo(OptionalInt.of(9));
    assertThat(tokens.files().size()).isEqualTo(10);
    assertThat(tokens.files().frame().tokens()).isZero();
    assertThat(tokens.files().special())
        .containsExactly(Map.entry("mask", new TokenizerFiles.Special("<mask>", 3)));
  }

  @Test
  void aUnigramTokenizerCountsItsPieces() throws IOException {
    Tokens tokens =
        json(
            """
            {"post_processor": {"type": "Sequence", "processors": [
                {"type": "ByteLevel", "add_prefix_space": true},
                {"type": "RobertaProcessing", "sep": ["</s>", 1], "cls": ["<s>", 0]}]},
             "model": {"type": "Unigram", "unk_id": 2,
                       "vocab": [["<s>", 0.0], ["</s>", 0], ["<unk>", 0.0], ["▁a", -3.5]]}}
            """);
    assertThat(tokens.files().kind()).isEqualTo(TokenizerKind.UNIGRAM);
    assertThat(tokens.find("▁a")).isEqualTo(OptionalInt.of(3));
    assertThat(tokens.files().special())
        .containsEntry("unk", new TokenizerFiles.Special("<unk>", 2));
    assertThat(tokens.files().frame()).isEqualTo(new TokenizerFiles.Frame(1, 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"model": {"vocab": {"a": 0}, "max_input_chars_per_word": 100}} | WORD_PIECE
          {"model": {"vocab": {"a": 0}, "merges": []}}                    | BPE
          {"model": {"vocab": [["a", 0.0]]}}                              | UNIGRAM
          """)
  void aFileThatDoesNotSayItsKindShowsIt(String content, TokenizerKind kind) throws IOException {
    assertThat(json(content).files().kind()).isEqualTo(kind);
  }

  @Test
  void aListOfPiecesIsEnoughForBert() throws IOException {
    new ModelFolder(path)
        .file("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\n")
        .file("added_tokens.json", "{\"[Q] \": 6}")
        .file(
            "special_tokens_map.json", "{\"mask_token\": {\"content\": \"a\", \"lstrip\": false}}")
        .file("tokenizer_config.json", "{\"model_max_length\": 77}");
    Tokens tokens = Tokenizers.read(path);
    assertThat(tokens.files().kind()).isEqualTo(TokenizerKind.WORD_PIECE);
    assertThat(tokens.find("[Q] ")).isEqualTo(OptionalInt.of(6));
    assertThat(tokens.files().frame()).isEqualTo(new TokenizerFiles.Frame(1, 1));
    assertThat(tokens.files().special())
        .containsEntry("mask", new TokenizerFiles.Special("a", 5))
        .containsEntry("cls", new TokenizerFiles.Special("[CLS]", 2));
    assertThat(tokens.longest()).isEqualTo(OptionalInt.of(77));
  }

  @Test
  void aFolderWithoutATokenizerIsRefused() throws IOException {
    assertThatThrownBy(() -> Tokenizers.read(path))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("there is no tokenizer in", "found neither");
    new ModelFolder(path).file("sentencepiece.bpe.model", "");
    assertThatThrownBy(() -> Tokenizers.read(path))
        .hasMessageContaining("found only sentencepiece.bpe.model");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          []                                                   | expected an object, found START_ARRAY
          {}                                                   | it has no vocabulary
          {"model": 1}                                         | expected an object, found VALUE_NUMBER_INT
          {"model": {"vocab": 1}}                              | expected a vocabulary, found VALUE_NUMBER_INT
          {"model": {"vocab": {"a": -1}}}                      | a token has the number -1
          {"model": {"vocab": {"a": "b"}}}                     | a token has the number -1
          {"model": {"vocab": {"a": 99999999}}}                | a token has the number 99999999
          {"model": {"type": "WordLevel", "vocab": {"a": 0}}}  | is of the type 'WordLevel'; expected WordPiece, BPE or Unigram
          {"added_tokens": {}, "model": {"vocab": {"a": 0}}}   | expected an array of added tokens
          {"added_tokens": [{"id": 5}]}                        | a token has the number 5
          {"model": {"vocab": {"a": 0                          | Unexpected end-of-input
          """)
  void aFileThatIsNoTokenizerIsRefused(String content, String message) {
    assertThatThrownBy(() -> json(content))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("tokenizer.json", message);
  }

  @Test
  void deepFilesAreRefused() {
    assertThatThrownBy(() -> json("{\"x\": " + "[".repeat(100) + "]".repeat(100) + "}"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("nesting depth");
  }

  @Test
  @ExtendWith(Seed.class)
  void aBrokenFileEndsInAnErrorOrInATokenizer(Random random) throws IOException {
    new ModelFolder(path).tokenizer("a", "b").without("tokenizer_config.json");
    byte[] whole = Files.readAllBytes(path.resolve("tokenizer.json"));
    for (int i = 0; i < 1_000; i++) {
      byte[] broken = Arrays.copyOf(whole, random.nextInt(whole.length + 1));
      for (int j = random.nextInt(3); j > 0 && broken.length > 0; j--) {
        broken[random.nextInt(broken.length)] = (byte) " \"{}[]:,1nt".charAt(random.nextInt(11));
      }
      Files.write(path.resolve("tokenizer.json"), broken);
      try {
        assertThat(Tokenizers.read(path).files().size()).isPositive();
      } catch (IOException refused) {
        assertThat(refused).hasMessageContaining("tokenizer.json");
      }
    }
  }
}

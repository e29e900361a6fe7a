package pleiad.encode.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pleiad.testkit.Seed;

/// A broken file is refused with its name, and never ends the process.
@ExtendWith(Seed.class)
final class BrokenTokenizerTest {
  private static void refused(String json, String message) {
    assertThatThrownBy(() -> Altered.open(json))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("'altered.json'")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                              | should be a JSON object
          []                              | should be a JSON object
          {                               | is wrong: Unexpected end-of-input
          {"model"                        | is wrong: Unexpected end-of-input
          not json                        | is wrong: Unrecognized token 'not'
          {}                              | has no object 'model'
          {"model":null}                  | 'model' is an object
          {"model":{}}                    | no vocabulary at 'model.vocab'
          {"model":{"vocab":{}}}          | no vocabulary at 'model.vocab'
          {"model":{"vocab":7}}           | 'model.vocab' is an object or an array
          {"model":{"vocab":{"a":-1}}}    | the piece 'a' has the number -1; expected 0 to 4194303
          {"model":{"vocab":{"a":4194304}}} | the piece 'a' has the number 4194304
          {"model":{"vocab":{"a":99999999999}}} | out of range of int
          {"model":{"vocab":{"a":"1"}}}   | the number of the piece 'a' is a whole number
          {"model":{"vocab":{"a":1,"b":1}}} | the pieces 'a' and 'b' have the same number 1
          {"model":{"vocab":{"a":1,"a":2}}} | has the piece 'a' twice
          {"model":{"vocab":{"a":1},"vocab":{"a":1}}} | has 'model.vocab' twice
          {"model":{"vocab":{"a":0}},"model":{}} | has 'model' twice
          {"model":{"vocab":[["a",0]]}}   | which of its 1 pieces is the unknown one
          {"model":{"unk_id":1,"vocab":[["a",0]]}} | which of its 1 pieces is the unknown one
          {"model":{"unk_id":0,"vocab":[["a"]]}} | 'model.vocab[0]' is a piece and its score
          {"model":{"unk_id":0,"vocab":[["a",0,1]]}} | 'model.vocab[0]' is a piece and its score
          {"model":{"vocab":{"a":0}}} {}  | goes on behind its JSON object
          {"added_tokens":{}}             | 'added_tokens' is an array
          {"added_tokens":[]}             | has no object 'model'
          {"added_tokens":[1]}            | 'added_tokens[0]' is an object, and it is 1
          {"added_tokens":[{"id":1}],"model":{"vocab":{"a":0}}} | 'added_tokens[0].content' is a string
          {"added_tokens":[{"id":2,"content":"b"}],"model":{"vocab":{"a":0}}} | the added token 'b'
          {"added_tokens":[{"id":1,"content":"a"}],"model":{"vocab":{"a":0}}} | by its place it would have 0
          {"added_tokens":[{"id":1,"content":""}],"model":{"vocab":{"a":0}}} | the added token ''
          {"normalizer":[],"model":{"vocab":{"a":0}}} | 'normalizer' is an object, and it is an array
          {"post_processor":{"type":"New"},"model":{"vocab":{"a":0}}} | 'post_processor.type' is 'New'
          {"model":{"type":"New","vocab":{"a":0}}} | is none that the Hugging Face library can run
          {"version":"2.0","model":{"type":"WordLevel","unk_token":"a","vocab":{"a":0}}} | Unknown tokenizer version
          """)
  void aBrokenFileSaysWhatIsWrong(String json, String message) {
    refused(json, message);
  }

  @Test
  void aHundredMegabytesOfBracketsAreRefusedAtOnce(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("tokenizer.json");
    Files.writeString(file, "{\"normalizer\":" + "[".repeat(100 << 20));
    assertThatThrownBy(() -> Tokenizers.open(folder))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("the JSON in '%s' is wrong: Document nesting depth (33)", file);
  }

  @Test
  void settingsThatAreBrokenAreRefused(@TempDir Path folder) throws IOException {
    Files.copy(
        Families.folder("roberta").resolve("tokenizer.json"), folder.resolve("tokenizer.json"));
    Path settings = folder.resolve("tokenizer_config.json");
    Files.writeString(settings, "{\"cls_token\": {\"no\": 1}}");
    assertThatThrownBy(() -> Tokenizers.open(folder))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "'%s' should say that 'cls_token.content' is a string, and it is absent", settings);
    Files.writeString(settings, "[".repeat(1_000));
    assertThatThrownBy(() -> Tokenizers.open(folder))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("the JSON in '%s' is wrong: Document nesting depth (17)", settings);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"single":[],"pair":[]} | 'post_processor.single' is an array of 0, which is not supported
          {"single":[{"Sequence":{"id":"A","type_id":0}}],"pair":[]} | 'post_processor.pair' is an array of 0
          {"single":[{"Sequence":{"id":"B","type_id":0}}],"pair":[]} | special tokens around the one text 'A'
          {"single":[{}],"pair":[]} | 'post_processor.single[0].SpecialToken' is an object, and it is absent
          {"single":[{"SpecialToken":{"id":"x","type_id":0}}],"special_tokens":{}} | 'post_processor.special_tokens.x' is an object
          {"single":[{"SpecialToken":{"id":"x","type_id":0}}],"special_tokens":{"x":{"ids":[-1]}}} | 'post_processor.special_tokens.x.ids[0]' is a whole number
          {"single":[{"Sequence":{"id":"A","type_id":0}},{"SpecialToken":{"id":"x","type_id":0}}],"pair":[{"Sequence":{"id":"A","type_id":0}},{"Sequence":{"id":"B","type_id":0}}],"special_tokens":{"x":{"ids":[9]}}} | the post_processor in 'altered.json' adds the number 9; the vocabulary ends at 0
          """)
  void aTemplateThatPlacesNoTextIsRefused(String template, String message) {
    refused(
        "{\"post_processor\":{\"type\":\"TemplateProcessing\",%s,\"model\":{\"vocab\":{\"a\":0}}}"
            .formatted(template.substring(1)),
        message);
  }

  /// Each of these made the library end the process.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"Replace\",\"pattern\":{\"Regex\":\"a*\"},\"content\":\"b\"}",
        "{\"type\":\"Sequence\",\"normalizers\":[{\"type\":\"Replace\",\"pattern\":{\"Regex\":\"a?\"},\"content\":\"\"}]}",
        "{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"\"}",
        "{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"AAAA\"}",
        "{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"!\"}",
        "{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"AAA\"}",
        "{\"type\":\"Precompiled\"}",
        "{\"precompiled_charsmap\":\"CAAAAP///3////9/YWJjAA==\"}",
      })
  void aNormalizerThatEndsTheProcessIsRefused(String normalizer) {
    refused(Altered.json("modernbert", "{\"type\":\"NFC\"}", normalizer), "normalizer.");
  }

  @Test
  void whatElseEndsTheProcessIsRefused() {
    refused(
        Altered.json(
            "modernbert",
            "\"continuing_subword_prefix\":null",
            "\"continuing_subword_prefix\":\"#####\""),
        "'model.continuing_subword_prefix' of a BPE is '#####', which is not supported");
    refused(
        Altered.json(
            "bert-cased",
            "{\"type\":\"BertPreTokenizer\"}",
            "{\"type\":\"FixedLength\",\"length\":0}"),
        "'pre_tokenizer.length' is a whole number of 1 to 2147483647, and it is 0");
    refused(
        Altered.json(
            "modernbert",
            "{\"type\":\"NFC\"}",
            "{\"type\":\"Strip\",\"strip_left\":true,\"strip_right\":true}"),
        "normalisation leaves nothing of the added token '        '");
    refused(
        Altered.json(
            "modernbert",
            "\"content\":\"[Q] \",\"single_word\":false,\"lstrip\":false,\"rstrip\":false",
            "\"content\":\"[Q] \",\"single_word\":false,\"lstrip\":false,\"rstrip\":true"),
        "the added token '[Q] ' in 'altered.json' takes the blanks behind it, and the token");
  }

  @Test
  void aTableOfCharactersIsRunWhereItIsSound() throws IOException {
    String table = Base64.getEncoder().encodeToString(CharacterTableTest.table("\u0001", "the"));
    String json =
        Altered.json(
            "modernbert",
            "{\"type\":\"NFC\"}",
            "{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"%s\"}".formatted(table));
    try (Tokenizer tokenizer = Altered.open(json)) {
      assertThat(tokenizer.split("\u0001").ids()).isEqualTo(tokenizer.split("the").ids());
    }
  }

  @Test
  void aFileWithAnyByteAlteredIsRunOrRefused(Random random) {
    for (int run = 0; run < 200; run++) {
      String family = random.nextBoolean() ? "bert-uncased" : "bert-cased";
      StringBuilder json = new StringBuilder(Altered.json(family));
      json.setCharAt(random.nextInt(json.length()), (char) (' ' + random.nextInt(95)));
      try (Tokenizer tokenizer = Altered.open(json.toString())) {
        assertThat(tokenizer.size()).isPositive();
      } catch (IOException refused) {
        assertThat(refused).hasMessageContaining("'altered.json'");
      }
    }
  }
}

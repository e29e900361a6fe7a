package pleiad.encode.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

final class TokenizersTest {
  static final List<String> FAMILIES = Families.ALL;

  @TempDir private Path folder;

  @ParameterizedTest
  @FieldSource("FAMILIES")
  void everyPieceIsFoundByItsNumberAndItsName(String family) {
    try (Tokenizer tokenizer = Families.open(family)) {
      for (int id = 0; id < tokenizer.size(); id++) {
        assertThat(tokenizer.id(tokenizer.piece(id))).hasValue(id);
      }
      assertThat(tokenizer.id("no such piece")).isEmpty();
      assertThatThrownBy(() -> tokenizer.piece(tokenizer.size()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "no piece has the number %d; the vocabulary goes from 0 to %d",
              tokenizer.size(), tokenizer.size() - 1);
      assertThatThrownBy(() -> tokenizer.piece(-1)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @FieldSource("FAMILIES")
  void everyFamilyKnowsItsSpecialTokens(String family) {
    boolean angles = family.endsWith("roberta");
    try (Tokenizer tokenizer = Families.open(family)) {
      Specials specials = tokenizer.specials();
      assertThat(specials.cls()).isEqualTo(tokenizer.id(angles ? "<s>" : "[CLS]")).isPresent();
      assertThat(specials.sep()).isEqualTo(tokenizer.id(angles ? "</s>" : "[SEP]")).isPresent();
      assertThat(specials.mask()).isEqualTo(tokenizer.id(angles ? "<mask>" : "[MASK]")).isPresent();
      assertThat(specials.pad()).isEqualTo(tokenizer.id(angles ? "<pad>" : "[PAD]")).isPresent();
      assertThat(specials.unk()).isEqualTo(tokenizer.id(angles ? "<unk>" : "[UNK]")).isPresent();
    }
  }

  @Test
  void aTokenWithABlankIsAnotherThanWithout() {
    try (Tokenizer tokenizer = Families.open("modernbert")) {
      assertThat(tokenizer.id("[Q] ")).hasValue(tokenizer.size() - 2);
      assertThat(tokenizer.id("[Q]")).isEmpty();
    }
  }

  @Test
  void aLengthThatIsNoneIsNotSaid() {
    assertThat(maxLength("bert-uncased")).hasValue(512);
    assertThat(maxLength("modernbert")).hasValue(8192);
    assertThat(maxLength("roberta")).isEmpty();
    assertThat(maxLength("bert-vocabulary")).isEmpty();
  }

  private static OptionalInt maxLength(String family) {
    try (Tokenizer tokenizer = Families.open(family)) {
      return tokenizer.maxLength();
    }
  }

  @Test
  void theSettingsOfABertPrevailOverItsTokenizerFile() throws IOException {
    copy("bert-uncased", "tokenizer.json");
    settings("{\"do_lower_case\": false, \"tokenizer_class\": \"BertTokenizerFast\"}");
    try (Tokenizer tokenizer = Tokenizers.open(folder)) {
      assertThat(tokenizer.split("THE").id(0)).isEqualTo(tokenizer.specials().unk().orElseThrow());
    }
    settings("{\"do_lower_case\": false, \"tokenizer_class\": \"PreTrainedTokenizerFast\"}");
    try (Tokenizer tokenizer = Tokenizers.open(folder)) {
      assertThat(tokenizer.piece(tokenizer.split("THE").id(0))).isEqualTo("the");
    }
  }

  @Test
  void theDigestTellsTokenizersApart() throws IOException {
    List<String> digests = Families.ALL.stream().map(TokenizersTest::digest).toList();
    assertThat(digests).doesNotHaveDuplicates().allMatch(digest -> digest.matches("[0-9a-f]{64}"));
    assertThat(digest("roberta")).isEqualTo(digest("roberta"));
    copy("bert-cased", "tokenizer.json");
    settings("{\"do_lower_case\": true}");
    try (Tokenizer lower = Tokenizers.open(folder)) {
      assertThat(lower.digest()).isNotIn(digests);
    }
  }

  private static String digest(String family) {
    try (Tokenizer tokenizer = Families.open(family)) {
      return tokenizer.digest();
    }
  }

  @Test
  void aMarkerMayBeAnyPieceOfTheVocabulary() throws IOException {
    Path bert = Families.folder("bert-uncased");
    try (Tokenizer tokenizer = Tokenizers.open(bert, List.of("[unused0]"))) {
      assertThat(Families.names(tokenizer, tokenizer.split("[unused0] ", "the [unused0]")))
          .startsWith("[unused0]", "the", "[")
          .doesNotHaveDuplicates();
    }
    assertThatThrownBy(() -> Tokenizers.open(bert, List.of("[Q] ")))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "the tokenizer in '%s' has no token '[Q] ' to mark texts with; is it the model's own,"
                + " blanks and all?",
            bert.resolve("tokenizer.json"));
  }

  @Test
  void aFolderWithoutATokenizerSaysWhatToDo() throws IOException {
    assertThatThrownBy(() -> Tokenizers.open(folder))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "'%s' has no tokenizer.json and no vocab.txt; transformers writes one:"
                + " AutoTokenizer.from_pretrained(folder).save_pretrained(folder)",
            folder);
    Files.write(folder.resolve("sentencepiece.bpe.model"), new byte[] {1});
    assertThatThrownBy(() -> Tokenizers.open(folder))
        .hasMessageContaining("and no vocab.txt, only 'sentencepiece.bpe.model', which cannot be");
    assertThatThrownBy(() -> Tokenizers.open(folder.resolve("nowhere")))
        .hasMessageContaining(
            "nowhere' has no tokenizer.json and no vocab.txt, as it is no folder");
  }

  @Test
  void aVocabularyOfAnotherClassIsRefused() throws IOException {
    copy("bert-vocabulary", "vocab.txt");
    settings(
        "{\"tokenizer_class\": \"BertJapaneseTokenizer\", \"word_tokenizer_type\": \"mecab\"}");
    assertThatThrownBy(() -> Tokenizers.open(folder))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "'%s' comes with a tokenizer of class BertJapaneseTokenizer, which a vocabulary alone"
                + " does not make; a tokenizer.json would",
            folder.resolve("vocab.txt"));
  }

  @Test
  void aVocabularyAloneIsUncasedAsBertWas() throws IOException {
    copy("bert-vocabulary", "vocab.txt");
    try (Tokenizer tokenizer = Tokenizers.open(folder)) {
      assertThat(Families.names(tokenizer, tokenizer.split("the, The"))).endsWith("the");
      assertThat(tokenizer.split("THE").ids()).isEqualTo(tokenizer.split("the").ids());
    }
  }

  @Test
  void aVocabularyWithoutBertsTokensIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("vocab.txt"), "[PAD]\n[UNK]\na\n");
    assertThatThrownBy(() -> Tokenizers.open(folder))
        .hasMessage(
            "'%s' has 3 lines and none is '[CLS]', so it is not the vocabulary of a BERT", file);
    Files.write(file, new byte[] {(byte) 0xC3, '\n'});
    assertThatThrownBy(() -> Tokenizers.open(folder)).hasMessage("'%s' is not UTF-8", file);
  }

  private void copy(String family, String name) throws IOException {
    Files.copy(Families.folder(family).resolve(name), folder.resolve(name));
  }

  private void settings(String json) throws IOException {
    Files.writeString(folder.resolve("tokenizer_config.json"), json);
  }
}

package pleiad.passage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import pleiad.encode.Token;
import pleiad.passage.Chunking.By;
import pleiad.testkit.Seed;

@ExtendWith(Seed.class)
class ChunksTest {
  private static List<Chunk> chunks(String text, Chunking how) {
    return Chunks.of(text, Pieces.of(text), how, Locale.ENGLISH);
  }

  private static List<String> texts(String text, Chunking how) {
    return chunks(text, how).stream()
        .map(chunk -> text.substring(chunk.start(), chunk.end()))
        .toList();
  }

  private static long count(Chunk chunk, List<Token> tokens) {
    return tokens.stream()
        .filter(token -> token.start() < chunk.end() && token.end() > chunk.start())
        .count();
  }

  @ParameterizedTest
  @EnumSource
  void everyTokenIsInAPassageAndNoPassageHasTooMany(By by, Random random) {
    for (int round = 0; round < 300; round++) {
      String text = RandomText.of(random);
      int most = 1 + random.nextInt(40);
      int overlap = random.nextInt(3) == 0 ? most - 1 : random.nextInt(most);
      Chunking how = Chunking.of(by, most).overlap(overlap);
      List<Chunk> chunks = chunks(text, how);
      List<Token> tokens = Pieces.real(text);
      String said = "%s of '%s'".formatted(how, text);
      for (Token token : tokens) {
        assertThat(chunks)
            .as("%s: a passage with %s", said, token)
            .anyMatch(chunk -> chunk.start() <= token.start() && token.end() <= chunk.end());
      }
      for (int i = 0; i < chunks.size(); i++) {
        assertThat(count(chunks.get(i), tokens)).as(said).isBetween(1L, (long) most);
        if (i > 0) {
          Chunk before = chunks.get(i - 1);
          Chunk chunk = chunks.get(i);
          assertThat(chunk.start()).as(said).isGreaterThan(before.start());
          assertThat(chunk.end()).as(said).isGreaterThan(before.end());
          if (before.end() > chunk.start()) {
            assertThat(count(new Chunk(chunk.start(), before.end(), List.of()), tokens))
                .as(said)
                .isLessThanOrEqualTo(overlap);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void passagesWithoutOverlapHoldEveryTokenOnce(By by, Random random) {
    for (int round = 0; round < 100; round++) {
      String text = RandomText.of(random);
      List<Token> tokens = Pieces.real(text);
      long held =
          chunks(text, Chunking.of(by, 1 + random.nextInt(20))).stream()
              .mapToLong(chunk -> count(chunk, tokens))
              .sum();
      assertThat(held).as(text).isEqualTo(tokens.size());
    }
  }

  @ParameterizedTest
  @EnumSource
  void noWordIsCutThatFitsIntoAPassage(By by, Random random) {
    for (int round = 0; round < 100; round++) {
      String text = RandomText.of(random);
      for (Chunk chunk : chunks(text, Chunking.of(by, 12).overlap(random.nextInt(12)))) {
        assertThat(cutsAWord(text, chunk.start()))
            .as("%s at the start of %s", text, chunk)
            .isFalse();
        assertThat(cutsAWord(text, chunk.end())).as("%s at the end of %s", text, chunk).isFalse();
      }
    }
  }

  /// Words of a random text have at most twelve letters.
  private static boolean cutsAWord(String text, int at) {
    return at > 0
        && at < text.length()
        && isLetter(text.codePointBefore(at))
        && isLetter(text.codePointAt(at));
  }

  private static boolean isLetter(int character) {
    return Character.isLetterOrDigit(character) && !Character.isIdeographic(character);
  }

  @ParameterizedTest
  @EnumSource
  void aTextNoLongerThanAPassageStaysWhole(By by) {
    String text = " # One\n\ntwo. six. ";
    assertThat(texts(text, Chunking.of(by, 6))).containsExactly("# One\n\ntwo. six.");
    assertThat(chunks(text, Chunking.of(by, 5))).hasSizeGreaterThan(1);
    assertThat(texts("one", Chunking.of(by, 1))).containsExactly("one");
  }

  @ParameterizedTest
  @EnumSource
  void aTextWithoutTokensHasNoPassages(By by) {
    for (String text : List.of("", " ", "\r\n\r\n")) {
      assertThat(chunks(text, Chunking.of(by, 3).overlap(2))).isEmpty();
    }
  }

  @Test
  void aPassageOfTokensEndsBehindASentenceWhereOneEndsLateEnough() {
    assertThat(texts("a b c d e f g. h i j k l m", Chunking.of(By.TOKENS, 10)))
        .containsExactly("a b c d e f g.", "h i j k l m");
    assertThat(texts("a. b c d e f g h i j k", Chunking.of(By.TOKENS, 10)))
        .containsExactly("a. b c d e f g h i", "j k");
    assertThat(texts("a b c d e f g (h i!) j k", Chunking.of(By.TOKENS, 12)))
        .containsExactly("a b c d e f g (h i!)", "j k");
  }

  @Test
  void passagesOfTokensOverlapByWholeWords() {
    assertThat(texts("a b c d e f g h", Chunking.of(By.TOKENS, 4).overlap(2)))
        .containsExactly("a b c d", "c d e f", "e f g h");
    assertThat(texts("a b c d e f", Chunking.of(By.TOKENS, 4).overlap(3)))
        .containsExactly("a b c d", "b c d e", "c d e f");
    assertThat(texts("a b longest f g", Chunking.of(By.TOKENS, 4).overlap(1)))
        .as("a word of two pieces does not fit into an overlap of one")
        .containsExactly("a b longest", "f g");
  }

  @Test
  void aWordLongerThanAPassageIsCutBetweenItsPieces() {
    assertThat(texts("a aaaabbbbccccdddd b", Chunking.of(By.TOKENS, 2)))
        .containsExactly("a aaaa", "bbbbcccc", "dddd b");
  }

  @Test
  void sentencesStayWhole() {
    String text = "One is here. Two is too! Is six? Four.";
    assertThat(texts(text, Chunking.of(By.SENTENCES, 8)))
        .containsExactly("One is here. Two is too!", "Is six? Four.");
    assertThat(texts(text, Chunking.of(By.SENTENCES, 7)))
        .containsExactly("One is here.", "Two is too! Is six?", "Four.");
    assertThat(texts(text, Chunking.of(By.SENTENCES, 8).overlap(4)))
        .containsExactly("One is here. Two is too!", "Two is too! Is six?", "Is six? Four.");
    assertThat(texts(text, Chunking.of(By.SENTENCES, 8).overlap(3)))
        .as("a sentence of four tokens is not repeated by an overlap of three")
        .containsExactly("One is here. Two is too!", "Is six? Four.");
  }

  @Test
  void aSentenceLongerThanAPassageIsCutBetweenWords() {
    assertThat(texts("Tiny one. a b c d e f g h i j. End.", Chunking.of(By.SENTENCES, 5)))
        .containsExactly("Tiny one. a b", "c d e f g", "h i j.", "End.");
  }

  @Test
  void aSentenceIsTheLanguages() {
    assertThat(texts("今天天气很好。我们去公园吧！好吗？", Chunking.of(By.SENTENCES, 8)))
        .containsExactly("今天天气很好。", "我们去公园吧！", "好吗？");
    String german = "Am 3. Mai kam z. B. er. „Wohin?“ Das weiß keiner.";
    assertThat(
            Chunks.of(german, Pieces.of(german), Chunking.of(By.SENTENCES, 12), Locale.GERMAN)
                .stream()
                .map(chunk -> german.substring(chunk.start(), chunk.end())))
        .containsExactly("Am 3. Mai kam z. B. er.", "„Wohin?“ Das weiß keiner.");
  }

  @Test
  void chineseWithoutSentencesIsCutBetweenCharacters() {
    assertThat(texts("天地玄黄宇宙洪荒", Chunking.of(By.TOKENS, 3).overlap(1)))
        .containsExactly("天地玄", "玄黄宇", "宇宙洪", "洪荒");
  }

  @Test
  void aBlankLineEndsASentenceAndWindowsLineEndsAreOneLineEach() {
    assertThat(texts("one two\r\nsix\r\n\r\nfour five", Chunking.of(By.SENTENCES, 3)))
        .containsExactly("one two\r\nsix", "four five");
    assertThat(texts("one two\nsix\n \nfour five", Chunking.of(By.SENTENCES, 3)))
        .containsExactly("one two\nsix", "four five");
  }

  @Test
  void headingsAreThePassagesPath() {
    String text =
        """
        Before any.
        # Top
        Text of top.
        ## Inner ##
        Text of inner.
        # Last
        End.
        """;
    assertThat(chunks(text, Chunking.of(By.HEADINGS, 11).overlap(4)))
        .extracting(Chunk::headings)
        .containsExactly(List.of(), List.of("Top"), List.of("Top", "Inner"), List.of("Last"));
    assertThat(texts(text, Chunking.of(By.HEADINGS, 11)))
        .containsExactly(
            "Before any.", "# Top\nText of top.", "## Inner ##\nText of inner.", "# Last\nEnd.")
        .isEqualTo(
            texts(text.replace("\n", "\r\n"), Chunking.of(By.HEADINGS, 11)).stream()
                .map(each -> each.replace("\r\n", "\n"))
                .toList());
  }

  @Test
  void aLongSectionIsCutBySentencesUnderItsHeading() {
    assertThat(chunks("# Long\n\nOne is. Two is. Three is.", Chunking.of(By.HEADINGS, 8)))
        .extracting(Chunk::headings)
        .containsExactly(List.of("Long"), List.of("Long"));
  }

  @Test
  void whatCannotGetOnIsRefused() {
    assertThatThrownBy(() -> Chunking.of(By.TOKENS, 0)).hasMessageContaining("at least 1 token");
    assertThatThrownBy(() -> Chunking.of(By.TOKENS, 5).overlap(5))
        .hasMessageContaining("overlap by 0 to 4, got 5");
    assertThatThrownBy(() -> Chunking.of(By.TOKENS, 5).overlap(-1)).hasMessageContaining("got -1");
  }

  @Test
  void aChunkingIsWrittenAndReadInWords() {
    for (By by : By.values()) {
      for (boolean late : new boolean[] {false, true}) {
        Chunking how = Chunking.of(by, 256).overlap(32).late(late);
        assertThat(Chunking.parse(how.inWords())).isEqualTo(how);
      }
    }
    assertThat(Chunking.of(By.HEADINGS, 9).late(true).inWords()).isEqualTo("headings 9 0 late");
    assertThatThrownBy(() -> Chunking.parse("tokens 3")).hasMessageContaining("no way to cut");
  }
}

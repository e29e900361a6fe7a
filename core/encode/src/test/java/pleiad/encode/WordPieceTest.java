package pleiad.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pleiad.testkit.Seed;

@ExtendWith(Seed.class)
final class WordPieceTest {
  private final WordPiece wordPiece = Bundled.wordPiece();

  static List<Golden.Split> goldenTokens() {
    return Golden.tokens();
  }

  @ParameterizedTest
  @MethodSource("goldenTokens")
  void idsAreThoseOfTheReference(Golden.Split golden) {
    assertThat(column(golden.text(), Token::id)).isEqualTo(golden.ids());
  }

  /// The reference ends a token at its last letter, Pleiad at that letter's last accent.
  @ParameterizedTest
  @MethodSource("goldenTokens")
  void placesAreThoseOfTheReferenceButForAccents(Golden.Split golden) {
    String text = golden.text();
    assertThat(column(text, Token::start)).isEqualTo(golden.starts());
    assertThat(column(text, Token::end))
        .isEqualTo(golden.ends().stream().map(end -> behindAccents(text, end)).toList());
  }

  private static int behindAccents(String text, int end) {
    boolean letter = end > 0 && !Letters.isPunctuation(text.codePointBefore(end));
    int behind = end;
    while (letter && behind < text.length() && Letters.isAccent(text.codePointAt(behind))) {
      behind += Character.charCount(text.codePointAt(behind));
    }
    return behind;
  }

  private List<Integer> column(String text, Function<Token, Integer> part) {
    return wordPiece.split(text).tokens().stream().map(part).toList();
  }

  @Test
  void anAccentBelongsToItsLetter() {
    assertThat(wordPiece.split("cafe\u0301 au lait").tokens().getFirst())
        .isEqualTo(new Token("cafe", 7668, 0, 5));
  }

  @Test
  void aSpecialTokenInATextIsText() {
    assertThat(wordPiece.split("[SEP]").tokens())
        .extracting(Token::piece)
        .containsExactly("[", "sep", "]");
  }

  @Test
  void aWordOfMoreThanAHundredCharactersIsUnknown() {
    assertThat(wordPiece.split("a" + "b".repeat(99)).count()).isGreaterThan(1);
    assertThat(wordPiece.split("x a" + "b".repeat(100)).tokens().getLast())
        .isEqualTo(new Token("[UNK]", 100, 2, 103));
  }

  @Test
  void halfASurrogatePairVanishes() {
    assertThat(wordPiece.split("a\ud83db").tokens()).containsExactly(new Token("ab", 11113, 0, 3));
  }

  @Test
  void randomTextNeverBreaksTheOrderOfTokens(Random random) {
    for (int run = 0; run < 2_000; run++) {
      String text = randomText(random);
      int before = 0;
      for (Token token : wordPiece.split(text).tokens()) {
        assertThat(token.start()).as(text).isGreaterThanOrEqualTo(before);
        assertThat(token.end()).as(text).isBetween(token.start() + 1, text.length());
        // A letter that decomposes into several characters may be shared by several pieces.
        before = token.start();
      }
    }
  }

  private static String randomText(Random random) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(40);
    for (int i = 0; i < length; i++) {
      int bound =
          switch (random.nextInt(4)) {
            case 0 -> 0x80;
            case 1 -> 0x370;
            case 2 -> 0x10000;
            default -> 0x110000;
          };
      text.appendCodePoint(random.nextInt(bound));
    }
    return text.toString();
  }
}

package pleiad.encode.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pleiad.testkit.Seed;

@ExtendWith(Seed.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WordPieceTest {
  private static final byte[] BUNDLED = bundled();

  private final Tokenizer tokenizer = open();

  private static byte[] bundled() {
    try (InputStream in =
        WordPieceTest.class.getResourceAsStream("/bge-small-en-v1.5-q-tokenizer.json")) {
      return Objects.requireNonNull(in, "the vocabulary is not on the class path").readAllBytes();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static Tokenizer open() {
    try {
      return Tokenizers.open(BUNDLED, "bundled");
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  static List<Case> goldenTokens() {
    return Case.read("bert-base-uncased.jsonl");
  }

  @ParameterizedTest
  @MethodSource("goldenTokens")
  void idsAreThoseOfTheReference(Case golden) {
    assertThat(Families.ids(tokenizer.split(golden.text("text")))).isEqualTo(golden.numbers("ids"));
  }

  /// The reference ends a token at its last letter, Pleiad at that letter's last accent.
  @ParameterizedTest
  @MethodSource("goldenTokens")
  void placesAreThoseOfTheReferenceButForAccents(Case golden) {
    String text = golden.text("text");
    Pieces pieces = tokenizer.split(text);
    assertThat(Families.starts(pieces)).isEqualTo(golden.numbers("starts"));
    assertThat(Families.ends(pieces))
        .isEqualTo(golden.numbers("ends").stream().map(end -> behindAccents(text, end)).toList());
  }

  private static int behindAccents(String text, int end) {
    boolean letter = end > 0 && !Letters.isPunctuation(text.codePointBefore(end));
    int behind = end;
    while (letter && behind < text.length() && Letters.isAccent(text.codePointAt(behind))) {
      behind += Character.charCount(text.codePointAt(behind));
    }
    return behind;
  }

  private List<String> split(String text) {
    Pieces pieces = tokenizer.split(text);
    return IntStream.range(0, pieces.count())
        .mapToObj(
            i ->
                "%s %d-%d".formatted(tokenizer.piece(pieces.id(i)), pieces.start(i), pieces.end(i)))
        .toList();
  }

  @Test
  void anAccentBelongsToItsLetter() {
    assertThat(split("cafe\u0301 au lait")).startsWith("cafe 0-5");
  }

  @Test
  void aSpecialTokenInATextIsText() {
    assertThat(split("[SEP]")).containsExactly("[ 0-1", "sep 1-4", "] 4-5");
  }

  @Test
  void aWordOfMoreThanAHundredCharactersIsUnknown() {
    assertThat(split("a" + "b".repeat(99))).hasSizeGreaterThan(1);
    assertThat(split("x a" + "b".repeat(100))).endsWith("[UNK] 2-103");
  }

  @Test
  void halfASurrogatePairVanishes() {
    assertThat(split("a\ud83db")).containsExactly("ab 0-3");
  }

  @Test
  void randomTextNeverBreaksTheOrderOfTokens(Random random) {
    for (int run = 0; run < 2_000; run++) {
      String text = randomText(random);
      int before = 0;
      Pieces pieces = tokenizer.split(text);
      for (int i = 0; i < pieces.count(); i++) {
        assertThat(pieces.start(i)).as(text).isGreaterThanOrEqualTo(before);
        assertThat(pieces.end(i)).as(text).isBetween(pieces.start(i) + 1, text.length());
        // A letter that decomposes into several characters may be shared by several pieces.
        before = pieces.start(i);
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

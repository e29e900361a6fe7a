package pleiad.encode.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import pleiad.testkit.Seed;

@ExtendWith(Seed.class)
final class VocabularyTest {
  @Test
  void theLongestPieceIsFound(Random random) {
    List<String> pieces = new ArrayList<>(List.of("[UNK]"));
    while (pieces.size() < 300) {
      String piece = (random.nextBoolean() ? "##" : "") + letters(random, 1 + random.nextInt(6));
      if (!pieces.contains(piece)) {
        pieces.add(piece);
      }
    }
    Vocabulary vocabulary = Vocabulary.of(pieces);
    for (int run = 0; run < 5_000; run++) {
      String word = letters(random, 1 + random.nextInt(12));
      int from = random.nextInt(word.length());
      assertThat(vocabulary.longest(word.toCharArray(), from, word.length()))
          .isEqualTo(slowLongest(pieces, word, from));
    }
  }

  private static long slowLongest(List<String> pieces, String word, int from) {
    for (int to = word.length(); to > from; to--) {
      int id = pieces.indexOf((from == 0 ? "" : "##") + word.substring(from, to));
      if (id >= 0) {
        return (long) id << 32 | to;
      }
    }
    return -1;
  }

  private static String letters(Random random, int length) {
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < length; i++) {
      letters.append((char) ('a' + random.nextInt(3)));
    }
    return letters.toString();
  }

  @Test
  void aPieceKnownBothWaysIsFoundBothWays() {
    Vocabulary vocabulary = Vocabulary.of(List.of("[UNK]", "a", "##a"));
    assertThat(vocabulary.id("a")).isEqualTo(1);
    assertThat(vocabulary.id("##a")).isEqualTo(2);
    assertThat(vocabulary.unknown()).isZero();
  }

  @Test
  void aVocabularyWithoutUnknownIsRefused() {
    assertThatThrownBy(() -> Vocabulary.of(List.of("a")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the vocabulary has no piece '[UNK]'");
  }
}

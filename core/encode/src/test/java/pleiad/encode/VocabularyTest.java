package pleiad.encode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import pleiad.testkit.Seed;

@ExtendWith(Seed.class)
final class VocabularyTest {
  @Test
  void theBundledVocabularyIsBertsUncased() throws IOException {
    Vocabulary vocabulary = Vocabulary.read(Bundled.tokenizerFile());
    assertThat(vocabulary.size()).isEqualTo(30_522);
    assertThat(vocabulary.id("[CLS]")).isEqualTo(101);
    assertThat(vocabulary.id("[SEP]")).isEqualTo(102);
    assertThat(vocabulary.unknown()).isEqualTo(100);
    for (int id = 0; id < vocabulary.size(); id++) {
      assertThat(vocabulary.id(vocabulary.piece(id))).isEqualTo(id);
    }
  }

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
  void numbersMustFollowEachOther() {
    assertThatThrownBy(() -> read("{\"model\":{\"vocab\":{\"[UNK]\":0,\"a\":2}}}"))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "the vocabulary numbers its pieces 0, 1, 2, ...; 'a' has 2 where 1 was expected");
  }

  @Test
  void aFileWithoutAVocabularySaysSo() {
    assertThatThrownBy(() -> read("{\"version\":{\"model\":{}}}"))
        .isInstanceOf(IOException.class)
        .hasMessage("the tokenizer file has no object 'model' at this depth");
  }

  @Test
  void aVocabularyWithoutUnknownIsRefused() {
    assertThatThrownBy(() -> read("{\"model\":{\"vocab\":{\"a\":0}}}"))
        .isInstanceOf(IOException.class)
        .hasMessage("the vocabulary has no piece '[UNK]'");
  }

  private static Vocabulary read(String json) throws IOException {
    return Vocabulary.read(json.getBytes(UTF_8));
  }
}

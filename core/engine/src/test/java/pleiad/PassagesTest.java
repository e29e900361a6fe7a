package pleiad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import pleiad.encode.Role;
import pleiad.testkit.Seed;

@ExtendWith(Seed.class)
class PassagesTest {
  private static final WordEncoder ENCODER = new WordEncoder("words", "1");

  @Test
  void passagesTogetherHoldEveryTokenOnceInOrder(Random random) {
    for (int length : new int[] {1, 9, 10, 11, 20, 21, 199}) {
      for (int most : new int[] {1, 2, 10, 200}) {
        String text = text(length, random);
        List<String> words = new ArrayList<>();
        List<Document> passages = Passages.split(Document.of("d", text), ENCODER, most);
        for (Document passage : passages) {
          List<String> pieces = pieces(passage.text());
          assertThat(pieces).hasSizeBetween(1, most);
          words.addAll(pieces);
        }
        assertThat(words).isEqualTo(pieces(text));
      }
    }
  }

  @Test
  void aShortDocumentStaysAsItIs() {
    Document document = Document.of("d", "one two three").with("k", 1);
    assertThat(Passages.split(document, ENCODER, 3)).containsExactly(document);
  }

  @Test
  void aPassageEndsBehindASentenceWhereOneEndsLateEnough() {
    Document document = Document.of("d", "a b c d e f g . h i j k l m").withTitle("t").with("k", 1);
    List<Document> passages = Passages.split(document, ENCODER, 10);
    assertThat(passages)
        .extracting(Document::text)
        .containsExactly("a b c d e f g .", "h i j k l m");
    assertThat(passages).extracting(Document::id).containsExactly("d#1", "d#2");
    assertThat(passages).extracting(Document::title).containsOnly("t");
    assertThat(passages.getLast().metadata()).containsEntry(Passages.OF, "d").containsEntry("k", 1);
  }

  @Test
  void aSentenceThatEndsTooEarlyDoesNotEndThePassage() {
    Document document = Document.of("d", "a . b c d e f g h i j k");
    assertThat(Passages.split(document, ENCODER, 10).getFirst().text())
        .isEqualTo("a . b c d e f g h i");
  }

  @Test
  void noTokensAPassageIsRefused() {
    assertThatThrownBy(() -> Passages.split(Document.of("d", "x"), ENCODER, 0))
        .hasMessageContaining("at least 1 token");
  }

  private static List<String> pieces(String text) {
    return ENCODER.tokenize(text, Role.DOCUMENT).stream().map(each -> each.piece()).toList();
  }

  private static String text(int words, Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < words; i++) {
      text.append(random.nextInt(6) == 0 ? "." : "w" + i)
          .append(random.nextBoolean() ? " " : " \n");
    }
    return text.toString();
  }
}

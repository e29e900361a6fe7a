package pleiad.encode.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import pleiad.testkit.Seed;

@ExtendWith(Seed.class)
final class LibrarySplitterTest {
  @Test
  void aPlaceIsGivenInUtf16() {
    try (Tokenizer tokenizer = Families.open("bert-cased")) {
      Pieces pieces = tokenizer.split("\ud83d\ude00 Straße");
      assertThat(pieces.start(0)).isZero();
      assertThat(pieces.end(0)).isEqualTo(2);
      assertThat(pieces.start(1)).isEqualTo(3);
      assertThat(pieces.end(pieces.count() - 1)).isEqualTo(9);
    }
  }

  @Test
  void theBytesOfACharacterShareItsPlace() {
    try (Tokenizer tokenizer = Families.open("roberta")) {
      Pieces pieces = tokenizer.split("a\ud83e\udd84b");
      assertThat(pieces.count()).isGreaterThan(3);
      for (int i = 1; i < pieces.count() - 1; i++) {
        assertThat(pieces.start(i)).isEqualTo(1);
        assertThat(pieces.end(i)).isEqualTo(3);
      }
    }
  }

  @Test
  void halfASurrogatePairSpoilsNothingBesideIt() {
    try (Tokenizer tokenizer = Families.open("xlm-roberta")) {
      String broken = "\ud83d\ude00 \ud83d the \ude00";
      Pieces pieces = tokenizer.split(broken);
      assertThat(pieces.ids()).isEqualTo(tokenizer.split("\ud83d\ude00 \ufffd the \ufffd").ids());
      assertThat(pieces.end(pieces.count() - 1)).isEqualTo(broken.length());
    }
  }

  @Test
  void truncationAndPaddingOfTheFileDoNotTakeEffect() {
    try (Tokenizer tokenizer = Families.open("roberta")) {
      assertThat(Altered.json("roberta")).contains("\"max_length\":16", "\"Fixed\":24");
      assertThat(tokenizer.split("a").count()).isEqualTo(1);
      assertThat(tokenizer.split("one more word ".repeat(400)).count()).isGreaterThan(1_200);
    }
  }

  @Test
  void theFirstPiecesAreThoseOfAll() {
    try (Tokenizer tokenizer = Families.open("roberta")) {
      Pieces all = tokenizer.split("query: ", "the warm wall and the cold water");
      Pieces first = all.first(all.prefixed() + 1);
      assertThat(first.count()).isEqualTo(all.prefixed() + 1);
      assertThat(first.prefixed()).isEqualTo(all.prefixed());
      assertThat(first.end(all.prefixed())).isEqualTo(all.end(all.prefixed()));
      assertThat(all.first(1).prefixed()).isEqualTo(1);
      assertThat(all.first(1_000)).isSameAs(all);
      assertThatThrownBy(() -> first.id(first.count()))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> all.first(-1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("at most -1 pieces cannot be had");
    }
  }

  @Test
  void manyThreadsGetTheSamePieces(Random random) throws Exception {
    try (Tokenizer tokenizer = Families.open("modernbert");
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        texts.add("the cold \ud83d\ude00 water ".repeat(random.nextInt(20)) + i);
      }
      List<Callable<int[]>> work =
          texts.stream().<Callable<int[]>>map(text -> () -> tokenizer.split(text).ids()).toList();
      List<Future<int[]>> together = threads.invokeAll(work);
      for (int i = 0; i < texts.size(); i++) {
        assertThat(together.get(i).get()).isEqualTo(tokenizer.split(texts.get(i)).ids());
      }
    }
  }

  @Test
  void aClosedTokenizerSaysSo() {
    Tokenizer tokenizer = Families.open("roberta");
    tokenizer.close();
    tokenizer.close();
    assertThatThrownBy(() -> tokenizer.split("too late"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "the tokenizer of '%s' is closed; open it again to split texts",
            Families.folder("roberta").resolve("tokenizer.json"));
    assertThat(tokenizer.piece(0)).isEqualTo("<s>");
  }

  @Test
  void closingWaitsForThoseWhoSplit() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int run = 0; run < 20; run++) {
        Tokenizer tokenizer = Families.open("roberta");
        int whole = tokenizer.split("the cold water").count();
        Callable<Integer> work =
            () -> {
              int pieces = 0;
              try {
                while (true) {
                  pieces += tokenizer.split("the cold water").count();
                }
              } catch (IllegalStateException closed) {
                return pieces;
              }
            };
        List<Future<Integer>> splitting = new ArrayList<>();
        for (int thread = 0; thread < 3; thread++) {
          splitting.add(threads.submit(work));
        }
        Thread.sleep(2);
        tokenizer.close();
        for (Future<Integer> each : splitting) {
          assertThat(each.get() % whole).isZero();
        }
      }
    }
  }

  @Test
  void aModelThatCannotSpellAWordSaysSo() throws IOException {
    String json = Altered.json("bert-cased", "\"unk_token\":\"[UNK]\"", "\"unk_token\":\"[NO]\"");
    try (Tokenizer tokenizer = Altered.open(json)) {
      assertThatThrownBy(() -> tokenizer.split("\ud83e\udd84"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith(
              "the tokenizer of 'altered.json' failed on a text of 2 characters");
    }
  }
}

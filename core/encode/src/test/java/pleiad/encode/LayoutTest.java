package pleiad.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pleiad.encode.text.Tokenizer;

/// Which ids a model is given, and which of its rows are kept.
final class LayoutTest {
  private static final Tokenizer WORDS = Bundled.tokenizer();
  private static final int CLS = 101;
  private static final int SEP = 102;
  private static final int MASK = 103;
  private static final int MARKER = 1;

  @Test
  void aTextStandsBetweenTheSpecialTokens() {
    Layout layout = Layout.of("red fox", Side.plain(512, false), WORDS);
    assertThat(layout.passes()).hasSize(1);
    assertThat(layout.passes().getFirst().ids()).containsExactly(CLS, 2417, 4419, SEP);
    assertThat(layout.passes().getFirst().attention()).containsOnly(1);
    assertThat(layout.passes().getFirst().kept()).containsExactly(1, 2);
    assertThat(layout.tokens())
        .containsExactly(new Token("red", 2417, 0, 3), new Token("fox", 4419, 4, 7));
  }

  @Test
  void specialTokensThatAreKeptHaveAPlaceWithoutLength() {
    Layout layout = Layout.of("red fox", Side.plain(512, true), WORDS);
    assertThat(layout.tokens())
        .containsExactly(
            new Token("[CLS]", CLS, 0, 0),
            new Token("red", 2417, 0, 3),
            new Token("fox", 4419, 4, 7),
            new Token("[SEP]", SEP, 7, 7));
  }

  @Test
  void aMarkerStandsSecondAndTakesRoom() {
    Layout layout = Layout.of("red fox red", query(5, 0, false), WORDS);
    assertThat(layout.passes().getFirst().ids()).containsExactly(CLS, MARKER, 2417, 4419, SEP);
  }

  @Test
  void whatFillsAQueryIsKeptAndSeesButIsNotSeen() {
    Pass pass = Layout.of("fox", query(8, 8, false), WORDS).passes().getFirst();
    assertThat(pass.ids()).containsExactly(CLS, MARKER, 4419, SEP, MASK, MASK, MASK, MASK);
    assertThat(pass.attention()).containsExactly(1, 1, 1, 1, 0, 0, 0, 0);
    assertThat(pass.kept()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    assertThat(pass.seen()).isEqualTo(4);
  }

  @Test
  void whatFillsAQueryMayBeSeen() {
    Pass pass = Layout.of("fox", query(8, 8, true), WORDS).passes().getFirst();
    assertThat(pass.attention()).containsOnly(1);
    assertThat(pass.seen()).isEqualTo(4);
  }

  @Test
  void aLongerQueryThanIsFilledToStaysWhole() {
    Pass pass = Layout.of("fox fox fox fox", query(100, 4, false), WORDS).passes().getFirst();
    assertThat(pass.ids()).containsExactly(CLS, MARKER, 4419, 4419, 4419, 4419, SEP);
  }

  @Test
  void anEmptyQueryIsAllFilling() {
    Layout layout = Layout.of("", query(5, 5, false), WORDS);
    assertThat(layout.passes().getFirst().ids()).containsExactly(CLS, MARKER, SEP, MASK, MASK);
    assertThat(layout.tokens()).hasSize(5).allMatch(token -> token.start() == token.end());
  }

  @Test
  void skippedTokensAreSeenAndNotKept() {
    BitSet skipped = new BitSet();
    skipped.set(1010); // a comma
    Side side = new Side(false, false, "", false, MARKER, 512, true, 0, -1, false, true, skipped);
    Layout layout = Layout.of("red, fox", side, WORDS);
    assertThat(layout.passes().getFirst().ids())
        .containsExactly(CLS, MARKER, 2417, 1010, 4419, SEP);
    assertThat(layout.passes().getFirst().kept()).containsExactly(0, 1, 2, 4, 5);
    assertThat(layout.tokens()).extracting(Token::piece).doesNotContain(",");
  }

  @Test
  void aPrefixIsSplitWithTheTextAndHasNoRowsUnlessTheyAreWanted() {
    Layout without = Layout.of("fox", prefixed(false), WORDS);
    Layout with = Layout.of("fox", prefixed(true), WORDS);
    assertThat(without.passes().getFirst().ids())
        .isEqualTo(with.passes().getFirst().ids())
        .containsExactly(CLS, 2417, 4419, SEP);
    assertThat(without.tokens()).containsExactly(new Token("fox", 4419, 0, 3));
    assertThat(with.tokens())
        .containsExactly(new Token("red", 2417, 0, 0), new Token("fox", 4419, 0, 3));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 20, 33, 100})
  void windowsKeepEachTokenOnceAndWhatIsAroundThemOnce(int words) {
    String text = String.join(" ", IntStream.range(0, words).mapToObj(i -> "a" + i % 10).toList());
    Side windows =
        new Side(false, false, "", false, MARKER, 19, true, 0, -1, false, true, new BitSet());
    Side whole =
        new Side(false, false, "", false, MARKER, 1000, true, 0, -1, false, true, new BitSet());
    Layout cut = Layout.of(text, windows, WORDS);
    assertThat(cut.tokens()).isEqualTo(Layout.of(text, whole, WORDS).tokens());
    assertThat(cut.passes()).allMatch(pass -> pass.ids().length <= 19);
    assertThat(cut.passes()).allMatch(pass -> pass.ids()[0] == CLS && pass.ids()[1] == MARKER);
    assertThat(cut.passes().stream().mapToInt(pass -> pass.kept().length).sum())
        .isEqualTo(cut.tokens().size());
  }

  @Test
  void theRowsOfATextAreAllOfItsPasses() {
    List<InputRow> rows = Layout.explain("red fox", query(7, 7, false), WORDS);
    assertThat(rows)
        .extracting(InputRow::piece)
        .containsExactly("[CLS]", "[unused0]", "red", "fox", "[SEP]", "[MASK]", "[MASK]");
    assertThat(rows)
        .extracting(InputRow::attended)
        .containsExactly(true, true, true, true, true, false, false);
    assertThat(rows).allMatch(InputRow::kept);
    assertThat(rows.get(3)).isEqualTo(new InputRow(0, "fox", 4419, true, true, 4, 7));
  }

  @Test
  void aPassWithoutRoomForTextIsRefused() {
    assertThatThrownBy(() -> Layout.of("fox", query(3, 0, false), WORDS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a pass of 3 tokens has no room for text beside the 3 around it");
  }

  private static Side query(int length, int expandTo, boolean attended) {
    return new Side(
        true,
        false,
        "",
        false,
        MARKER,
        length,
        false,
        expandTo,
        MASK,
        attended,
        true,
        new BitSet());
  }

  private static Side prefixed(boolean kept) {
    return new Side(
        false, false, "red ", kept, Side.NONE, 512, true, 0, -1, false, false, new BitSet());
  }
}

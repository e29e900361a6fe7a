package pleiad.encode;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Places of a text survive stripping and lower case.
final class PreparedTest {
  @Test
  void aTextThatIsLeftAloneStaysWhatItIs() {
    Prepared prepared = Prepared.of("  A b ", false, false);
    assertThat(prepared.text()).isEqualTo("  A b ");
    assertThat(prepared.given(3)).isEqualTo(3);
  }

  @Test
  void strippingMovesPlaces() {
    Prepared prepared = Prepared.of("\n\u00a0 \u0085a b\u2007\t", true, false);
    assertThat(prepared.text()).isEqualTo("a b");
    assertThat(prepared.given(0)).isEqualTo(4);
    assertThat(prepared.given(3)).isEqualTo(7);
  }

  @Test
  void aTextOfBlanksIsEmptyAndLiesAtItsEnd() {
    Prepared prepared = Prepared.of(" \t ", true, true);
    assertThat(prepared.text()).isEmpty();
    assertThat(prepared.given(0)).isEqualTo(3);
  }

  @Test
  void aLetterThatGrowsWhenSmallDoesNotMoveTheRest() {
    Prepared prepared = Prepared.of(" \u0130X\ud83d\ude00Y", true, true);
    assertThat(prepared.text()).isEqualTo("i\u0307x\ud83d\ude00y");
    assertThat(prepared.given(0)).isEqualTo(1);
    assertThat(prepared.given(2)).isEqualTo(2);
    assertThat(prepared.given(3)).isEqualTo(3);
    assertThat(prepared.given(5)).isEqualTo(5);
    assertThat(prepared.given(6)).isEqualTo(6);
  }

  @Test
  void aFinalSigmaIsLoweredAsTheWholeWordWants() {
    assertThat(Prepared.of("ΟΔΟΣ", false, true).text()).isEqualTo("οδος");
  }
}

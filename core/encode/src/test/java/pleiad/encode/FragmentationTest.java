package pleiad.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FragmentationTest {
  private static final String ENGLISH =
      "The boundary layer of a thin plate stays laminar up to a Reynolds number of 500000, and the heat"
          + " flux at the wall was measured with 12 sensors. Patients who received the drug had fewer"
          + " inflammatory episodes than those given placebo (p < 0.05).";
  private static final String GERMAN =
      "Die Grenzschicht einer dünnen Platte bleibt bis zu einer bestimmten Anströmgeschwindigkeit"
          + " laminar, und der Wärmestrom an der Wand wurde mit zwölf Messfühlern aufgezeichnet."
          + " Patienten, die das Medikament erhielten, hatten weniger Entzündungen.";
  private static final String CHINESE = "薄板的边界层在雷诺数达到五十万之前保持层流，壁面热流由十二个传感器测量。接受药物治疗的患者炎症发作较少。";

  @Test
  void aWordInOnePieceIsWhole() {
    Fragmentation counted = of("house, 42 trees", 1);
    assertThat(counted.words()).isEqualTo(3);
    assertThat(counted.broken()).isZero();
  }

  @Test
  void aWordInPiecesAndAnUnknownWordAreBroken() {
    Fragmentation counted = of("untokenizable \u13a0\u13a1 house", 1);
    assertThat(counted.words()).isEqualTo(3);
    assertThat(counted.broken()).isEqualTo(2);
    assertThat(counted.share()).isEqualTo(2.0 / 3, offset(1e-12));
  }

  @Test
  void adjacentIdeographsAreOneBrokenWord() {
    Fragmentation counted = of("北京大学。北", 1);
    assertThat(counted.words()).isEqualTo(2);
    assertThat(counted.broken()).isEqualTo(1);
  }

  @Test
  void punctuationAloneIsNoWord() {
    Fragmentation counted = of("--- (!?) +/* \u2026", 1);
    assertThat(counted.words()).isZero();
    assertThat(counted.share()).isZero();
    assertThat(counted.foreign()).isFalse();
  }

  @Test
  void englishIsNotForeign() {
    assertThat(of(ENGLISH, 20).words()).isGreaterThan(Fragmentation.ENOUGH_WORDS);
    assertThat(of(ENGLISH, 20).share()).isLessThan(0.2);
    assertThat(of(ENGLISH, 20).foreign()).isFalse();
  }

  @Test
  void germanAndChineseAreForeign() {
    assertThat(of(GERMAN, 20).foreign()).isTrue();
    assertThat(of(CHINESE, 200).foreign()).isTrue();
  }

  @Test
  void aFewWordsTellNothing() {
    assertThat(of(GERMAN, 1).share()).isGreaterThan(Fragmentation.FOREIGN);
    assertThat(of(GERMAN, 1).foreign()).isFalse();
  }

  @Test
  void manyThreadsCountTogether() throws InterruptedException {
    Fragmentation counted = new Fragmentation();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(Thread.ofPlatform().start(() -> add(counted, ENGLISH, 250)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(counted.words()).isEqualTo(1_000 * of(ENGLISH, 1).words());
    assertThat(counted.broken()).isEqualTo(1_000 * of(ENGLISH, 1).broken());
  }

  private Fragmentation of(String text, int times) {
    Fragmentation counted = new Fragmentation();
    add(counted, text, times);
    return counted;
  }

  private void add(Fragmentation counted, String text, int times) {
    for (int i = 0; i < times; i++) {
      counted.add(text, Bundled.tokens(text));
    }
  }
}

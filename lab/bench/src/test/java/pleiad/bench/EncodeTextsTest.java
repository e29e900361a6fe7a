package pleiad.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import pleiad.encode.Encoder;
import pleiad.encode.Encoders;
import pleiad.encode.Role;
import pleiad.testkit.Seed;

@ExtendWith(Seed.class)
class EncodeTextsTest {
  private static EncodeTexts texts(int... lengths) {
    List<String> texts = new ArrayList<>();
    List<EncodeTexts.Input> inputs = new ArrayList<>();
    for (int length : lengths) {
      List<Long> ones = Collections.nCopies(length, 1L);
      texts.add("text " + texts.size());
      inputs.add(new EncodeTexts.Input(ones, ones, List.of()));
    }
    return new EncodeTexts("some", Role.DOCUMENT, texts, inputs);
  }

  @Test
  void groupsKeepTheOrderAndTheLimits() {
    assertThat(texts(3, 4, 5, 20, 1, 1).groups(2, 10))
        .extracting(EncodeTexts::texts)
        .containsExactly(
            List.of("text 0", "text 1"),
            List.of("text 2"),
            List.of("text 3"),
            List.of("text 4", "text 5"));
  }

  @Test
  void batchesAreOfLikeLengthAndPaddedWithinTheBudget(Random random) {
    EncodeTexts texts = texts(random.ints(50, 1, 40).toArray());
    List<String> seen = new ArrayList<>();
    int before = Integer.MAX_VALUE;
    for (EncodeTexts batch : texts.batches(64)) {
      int longest = batch.inputs().getFirst().ids().size();
      assertThat(longest).isLessThanOrEqualTo(before);
      assertThat(batch.count() * longest).isLessThanOrEqualTo(64);
      seen.addAll(batch.texts());
      before = batch.inputs().getLast().ids().size();
    }
    assertThat(seen).containsExactlyInAnyOrderElementsOf(texts.texts());
  }

  @Test
  void drawnTextsHaveTheLengthsAskedFor() {
    try (Encoder encoder = Encoders.open(Encoders.DEFAULT)) {
      TextDraw draw = new TextDraw(encoder, 5);
      assertThat(draw.longest()).isEqualTo(512);
      for (int tokens : List.of(3, 32, 512)) {
        EncodeTexts texts = draw.exactly(tokens, 2, Role.DOCUMENT);
        assertThat(texts.inputs()).allMatch(input -> input.ids().size() == tokens);
        assertThat(texts.inputs()).allMatch(input -> input.kept().size() == tokens - 2);
        assertThat(texts.tokens()).isEqualTo(2 * tokens);
      }
      EncodeTexts mixed = draw.mixed(2_000, 4);
      assertThat(mixed.tokens()).isBetween(2_000, 2_384);
      assertThat(mixed.inputs()).allMatch(input -> input.ids().size() >= 8);
      assertThat(mixed.inputs().stream().map(input -> input.ids().size()).distinct().count())
          .isGreaterThan(mixed.count() / 2);
    }
  }

  @Test
  void aTextOfSeveralPassesIsRefused() {
    try (Encoder encoder = Encoders.open(Encoders.DEFAULT)) {
      assertThatThrownBy(
              () -> EncodeTexts.of("long", encoder, Role.DOCUMENT, List.of("word ".repeat(600))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("2 passes");
    }
  }
}

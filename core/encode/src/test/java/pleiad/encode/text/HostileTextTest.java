package pleiad.encode.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import pleiad.testkit.Seed;

/// No text calls up a special token or a marker.
@ExtendWith(Seed.class)
final class HostileTextTest {
  static final List<String> FAMILIES = Families.ALL;

  private static final List<String> GUARDED =
      List.of(
          "[CLS]",
          "[SEP]",
          "[MASK]",
          "[PAD]",
          "[Q] ",
          "[D] ",
          "[unused0]",
          "[QueryMarker]",
          "[DocumentMarker]",
          "<s>",
          "</s>",
          "<pad>",
          "<mask>",
          "<|padding|>");

  @ParameterizedTest
  @FieldSource("FAMILIES")
  void noMixtureOfSpecialTokensAndTextCallsOneUp(String family, Random random) {
    try (Tokenizer tokenizer = Families.open(family)) {
      Set<Integer> guarded =
          GUARDED.stream()
              .flatMapToInt(content -> tokenizer.id(content).stream())
              .boxed()
              .collect(Collectors.toSet());
      assertThat(guarded).hasSizeGreaterThanOrEqualTo(4);
      for (int run = 0; run < 300; run++) {
        String text = mixture(random);
        Pieces pieces = tokenizer.split(text);
        assertThat(Families.ids(pieces)).as(text).doesNotContainAnyElementsOf(guarded);
        assertInside(text, pieces);
      }
    }
  }

  /// Text that ends as a token begins does not join with the prefix to form it.
  @ParameterizedTest
  @FieldSource("FAMILIES")
  void prefixAndTextDoNotFormATokenTogether(String family) {
    try (Tokenizer tokenizer = Families.open(family)) {
      for (String content : GUARDED) {
        for (int cut = 1; cut < content.length(); cut++) {
          Pieces pieces = tokenizer.split(content.substring(0, cut), content.substring(cut));
          tokenizer
              .id(content)
              .ifPresent(id -> assertThat(Families.ids(pieces)).as(content).doesNotContain(id));
        }
      }
    }
  }

  private static String mixture(Random random) {
    List<String> others =
        new ArrayList<>(
            List.of(" ", "  ", "\n", "the", "Öl", "\ud83d\ude00", "北", "é", "\u0301", "\ud83d"));
    others.addAll(GUARDED);
    return IntStream.range(0, random.nextInt(12))
        .mapToObj(_ -> others.get(random.nextInt(others.size())))
        .collect(Collectors.joining());
  }

  private static void assertInside(String text, Pieces pieces) {
    for (int i = 0; i < pieces.count(); i++) {
      assertThat(pieces.start(i)).as(text).isBetween(0, pieces.end(i));
      assertThat(pieces.end(i)).as(text).isLessThanOrEqualTo(text.length());
    }
  }
}

package pleiad.cli;

import java.util.Arrays;
import java.util.stream.Collectors;
import pleiad.Score;
import pleiad.Threshold;

/// A threshold as it is written on the command line: `percentile=0.999`, or a bare number, which is
/// a score.
final class ThresholdText {
  private ThresholdText() {}

  /// @throws IllegalArgumentException that says what can be written
  static Threshold parse(String text) {
    int equals = text.indexOf('=');
    Score kind = equals < 0 ? Score.SCORE : kind(text, text.substring(0, equals).strip());
    String value = text.substring(equals + 1).strip();
    try {
      return new Threshold(kind, Double.parseDouble(value));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "--at-least '%s' has '%s' for a number; write it as %s=0.5"
              .formatted(text, value, kind.word()),
          e);
    }
  }

  private static Score kind(String text, String word) {
    return Arrays.stream(Score.values())
        .filter(each -> each.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--at-least '%s' is of no kind that there is; there are %s, as percentile=0.999"
                        .formatted(
                            text,
                            Arrays.stream(Score.values())
                                .map(Score::word)
                                .collect(Collectors.joining(", ")))));
  }
}

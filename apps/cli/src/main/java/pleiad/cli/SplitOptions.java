package pleiad.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import pleiad.passage.Chunking;

/// Whether and how long documents are cut into passages.
final class SplitOptions {
  private static final int DEFAULT_TOKENS = 256;

  @Option(
      names = "--split",
      arity = "0..1",
      fallbackValue = "" + DEFAULT_TOKENS,
      paramLabel = "TOKENS",
      description =
          "Cut longer texts into passages of at most so many tokens (without a number: "
              + DEFAULT_TOKENS
              + ").")
  private @Nullable Integer tokens;

  @Option(
      names = "--split-by",
      paramLabel = "UNIT",
      description = {
        "What passages are made of:",
        "tokens: as many words as fit, ending behind a sentence where one ends late enough (default);",
        "sentences: whole sentences;",
        "headings: what stands under one Markdown heading, by sentences where that is longer."
      })
  private Chunking.@Nullable By by;

  @Option(
      names = "--overlap",
      paramLabel = "TOKENS",
      description = "Repeat at most so many tokens of the passage before (default: 0).")
  private @Nullable Integer overlap;

  @Option(
      names = "--late",
      description =
          "Encode the whole text and cut its token vectors, so that a passage's vectors know what stands around it.")
  private boolean late;

  /// Null when documents stay whole.
  @Nullable Chunking chunking() {
    if (tokens == null && by == null && overlap == null && !late) {
      return null;
    }
    int most = tokens == null ? DEFAULT_TOKENS : tokens;
    int repeated = overlap == null ? 0 : overlap;
    if (most < 1) {
      throw new IllegalArgumentException("--split must be at least 1, got " + most);
    }
    if (repeated < 0 || repeated >= most) {
      throw new IllegalArgumentException(
          "--overlap must be 0 to %d for passages of %d tokens, got %d"
              .formatted(most - 1, most, repeated));
    }
    return new Chunking(by == null ? Chunking.By.TOKENS : by, most, repeated, late);
  }
}

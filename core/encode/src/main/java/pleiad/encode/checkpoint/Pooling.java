package pleiad.encode.checkpoint;

import java.util.List;
import java.util.Locale;

/// How one vector is made of the vectors of a text's tokens.
///
/// @param modes one vector each; several are put one behind the other
/// @param withPrompt whether the prompt's tokens take part
/// @param guessed whether no file says so
public record Pooling(List<Mode> modes, boolean withPrompt, boolean guessed) {
  /// A way to make one vector of many.
  public enum Mode {
    /// The first token's.
    CLS,
    /// The largest number in each dimension.
    MAX,
    /// The mean.
    MEAN,
    /// The sum divided by the root of the number of tokens.
    MEAN_SQRT_LEN_TOKENS,
    /// The mean, a token's weight being its place counted from 1.
    WEIGHTEDMEAN,
    /// The last token's.
    LASTTOKEN;

    /// As sentence-transformers writes it.
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Keeps the modes.
  public Pooling {
    modes = List.copyOf(modes);
  }
}

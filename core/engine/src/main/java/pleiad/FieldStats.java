package pleiad;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How one multi-vector field is kept. Tokens of deleted documents count as long as no merge has
/// removed them.
///
/// @param name the field
/// @param tokens kept, in whichever form
/// @param bytes of all its files, those of its mean vectors among them
/// @param plainTokens kept as numbers alone: `int8` where the field's code is a residual one and
///   its segments are small or young, the field's own code otherwise
/// @param codedTokens kept as codes of a codebook alone
/// @param bothTokens kept as codes, and as `int8` beside them
/// @param reencoded how often tokens were encoded from codes, which had lost something already; the
///   most of all segments
/// @param codebooks those in use, the one with the most tokens first
public record FieldStats(
    String name,
    long tokens,
    long bytes,
    long plainTokens,
    long codedTokens,
    long bothTokens,
    int reencoded,
    List<CodebookStats> codebooks) {
  public FieldStats {
    codebooks = List.copyOf(codebooks);
  }

  /// A codebook and how well it fits the tokens that are kept with it.
  ///
  /// An error is the share of a token's squared length that its codes miss, as a mean over tokens.
  ///
  /// @param fingerprint of all that is in it
  /// @param tokens kept as its codes
  /// @param segments that hold them
  /// @param trainedOn tokens that were there when it was trained
  /// @param trainingError among those
  /// @param error among those that are kept now, by a sample; null where nothing more precise is
  ///   kept beside the codes
  public record CodebookStats(
      String fingerprint,
      long tokens,
      int segments,
      long trainedOn,
      double trainingError,
      @Nullable Double error) {}
}

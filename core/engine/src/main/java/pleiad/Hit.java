package pleiad;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A document that was found.
///
/// @param rank 1 for the best
/// @param id the document's
/// @param score what the plan's last stage made of it: MaxSim itself after `tokens` or `maxsim`
/// @param normalized MaxSim divided by the number of query tokens, comparable between queries; the
///   score itself after another last stage than `tokens` or `maxsim`
/// @param title empty: none
/// @param text as it was added
/// @param metadata as it was added
/// @param matches for each query token what it found; empty when not wanted or no late interaction
public record Hit(
    int rank,
    String id,
    float score,
    float normalized,
    String title,
    String text,
    Map<String, Object> metadata,
    List<Match> matches) {
  public Hit {
    metadata = Map.copyOf(metadata);
    matches = List.copyOf(matches);
  }

  /// Of which document this is a passage; null when it is a whole one.
  public @Nullable Passage passage() {
    return Passage.of(metadata);
  }
}

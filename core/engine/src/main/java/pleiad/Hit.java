package pleiad;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A document that was found.
///
/// @param rank 1 for the best
/// @param id the document's
/// @param score what the plan's last stage made of it: MaxSim itself after `tokens` or `maxsim`
/// @param normalized MaxSim divided by the number of query tokens, comparable between queries, from
///   -1 to 1 for vectors of unit length; the score itself where that is not MaxSim
/// @param isMaxSim whether the score is MaxSim of the whole query: after `tokens`, and after a
///   `maxsim` that leaves out and weighs no query token
/// @param percentile the share of random pairs of a query and a document of the collection that
///   have less than `normalized`, see [Calibration]; null when not wanted or the score is not
///   MaxSim
/// @param title empty: none
/// @param text as it was added
/// @param metadata as it was added
/// @param matches for each query token what it found; empty when not wanted or no late interaction
public record Hit(
    int rank,
    String id,
    float score,
    float normalized,
    boolean isMaxSim,
    @Nullable Double percentile,
    String title,
    String text,
    Map<String, Object> metadata,
    List<Match> matches) {
  public Hit {
    metadata = Map.copyOf(metadata);
    matches = List.copyOf(matches);
  }

  /// `normalized` mapped from [-1, 1] to [0, 1]; null where the score is not MaxSim. Brought
  /// vectors of other lengths than one may be beyond both ends, and codes by what they round.
  public @Nullable Float unit() {
    return isMaxSim ? Score.unit(normalized) : null;
  }

  /// Of which document this is a passage; null when it is a whole one.
  public @Nullable Passage passage() {
    return Passage.of(metadata);
  }
}

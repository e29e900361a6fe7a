package pleiad;

import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// One document's score taken apart, and its way through the plan.
///
/// @param id the document's
/// @param score its exact MaxSim, whatever the plan made of it; null when it has no tokens
/// @param percentile of that score, as [Hit#percentile()]; null when it was not asked for, or there
///   is no score
/// @param matches what each query token found in it
/// @param stages where it stood after each stage
/// @param agreement how far the plan's sources agree for this query, from 0 to 1, see
///   [pleiad.search.Plan#agreement]; empty with one source
public record Explanation(
    String id,
    @Nullable Float score,
    @Nullable Double percentile,
    List<Match> matches,
    List<Stage> stages,
    OptionalDouble agreement) {
  /// A document's place after a stage.
  ///
  /// @param name the stage
  /// @param source whether the stage finds candidates, beside other sources perhaps; the others are
  ///   given some
  /// @param rank 1 for the best; null when the stage did not find it, or lost it
  /// @param score the stage's; null as the rank
  public record Stage(String name, boolean source, @Nullable Integer rank, @Nullable Float score) {}

  public Explanation {
    matches = List.copyOf(matches);
    stages = List.copyOf(stages);
  }
}

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
  /// @param terms the words that the score is the sum of, where the stage goes by words; those that
  ///   the document lacks are left out
  public record Stage(
      String name,
      boolean source,
      @Nullable Integer rank,
      @Nullable Float score,
      List<Term> terms) {
    public Stage {
      terms = List.copyOf(terms);
    }
  }

  /// What one of the query's words adds to a stage's score.
  ///
  /// @param field `text`, which is title and text, or `title`; empty where it is no word of any
  /// @param term as the index has it, a stem perhaps; of a phrase and the like what Lucene calls it
  /// @param score its part
  public record Term(String field, String term, float score) {}

  public Explanation {
    matches = List.copyOf(matches);
    stages = List.copyOf(stages);
  }
}

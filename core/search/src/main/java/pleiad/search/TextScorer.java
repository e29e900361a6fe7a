package pleiad.search;

import java.io.IOException;

/// Scores documents by their texts and the query's, for stages that go by those; given by whoever
/// has the texts and the models.
@FunctionalInterface
public interface TextScorer {
  /// A score for each document, larger for better ones.
  ///
  /// @param model which model reads them
  /// @param documents numbers of the searcher's reader
  float[] scores(String model, int[] documents) throws IOException;
}

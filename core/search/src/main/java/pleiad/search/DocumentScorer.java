package pleiad.search;

import java.io.IOException;
import pleiad.index.MultiVectorValues;

/// MaxSim of the documents of one segment, one after the other. For one thread.
sealed interface DocumentScorer permits ClusterScorer, CodedScorer, DecodedScorer {
  /// The current document's score; negative infinity when it has no tokens.
  ///
  /// @param values of the segment
  float score(MultiVectorValues values) throws IOException;

  /// Makes what scores the documents of a segment.
  @FunctionalInterface
  interface Maker {
    /// A scorer, for one thread.
    ///
    /// @param values of the segment, at a document
    DocumentScorer of(MultiVectorValues values) throws IOException;
  }
}

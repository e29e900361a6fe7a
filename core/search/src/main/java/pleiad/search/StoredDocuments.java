package pleiad.search;

import java.io.IOException;
import java.util.Objects;
import org.apache.lucene.index.LeafReader;
import org.jspecify.annotations.Nullable;
import pleiad.index.MultiVectorValues;

/// What one segment keeps of its documents, in whatever order they are asked for. For one thread at
/// a time.
final class StoredDocuments {
  private final LeafReader reader;
  private final FieldScoring scoring;

  /// Goes forward only; begun anew for a document before the last one.
  private MultiVectorValues values;

  private int last = -1;
  private @Nullable DecodedScorer scorer;

  /// @param values of the segment, which nobody else goes through
  StoredDocuments(LeafReader reader, MultiVectorValues values, FieldScoring scoring) {
    this.reader = reader;
    this.values = values;
    this.scoring = scoring;
  }

  /// A document's tokens; null when it has none.
  @Nullable MultiVectorValues at(int document) throws IOException {
    if (document <= last) {
      values = Objects.requireNonNull(MultiVectorValues.of(reader, scoring.field()));
    }
    last = document;
    return values.advanceExact(document) ? values : null;
  }

  /// The MaxSim of a document by its vectors, the best where some stand beside codes; negative
  /// infinity when it has none.
  float score(int document) throws IOException {
    MultiVectorValues there = at(document);
    if (there == null) {
      return Float.NEGATIVE_INFINITY;
    }
    if (scorer == null) {
      scorer = new DecodedScorer(scoring);
    }
    return scorer.score(there);
  }
}

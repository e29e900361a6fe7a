package pleiad.search;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;

/// Documents that are scored one by one, whatever found them; those that get no score drop out.
final class GivenDocuments {
  /// In ascending order, as segments want to be read.
  private final int[] documents;

  /// By place; not a number: none.
  private final float[] scores;

  private GivenDocuments(int[] documents) {
    this.documents = documents;
    this.scores = new float[documents.length];
    Arrays.fill(scores, Float.NaN);
  }

  static GivenDocuments of(Candidates candidates) {
    return new GivenDocuments(candidates.ascending());
  }

  /// Scores documents of one segment.
  @FunctionalInterface
  interface SegmentScorer {
    /// Gives a score to the documents of a segment that has some.
    void score(LeafReaderContext leaf, Given given) throws IOException;
  }

  /// The documents of one segment, by the segment's numbers.
  final class Given {
    private final int from;
    private final int to;
    private final int docBase;

    private Given(int from, int to, int docBase) {
      this.from = from;
      this.to = to;
      this.docBase = docBase;
    }

    int count() {
      return to - from;
    }

    int document(int place) {
      return documents[from + place] - docBase;
    }

    void score(int place, float score) {
      scores[from + place] = score;
    }
  }

  /// Scores the documents segment by segment.
  GivenDocuments by(IndexSearcher searcher, SegmentScorer scorer) throws IOException {
    List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
    for (LeafReaderContext leaf : leaves) {
      int from = firstFrom(leaf.docBase);
      int to = firstFrom(leaf.docBase + leaf.reader().maxDoc());
      if (from < to) {
        scorer.score(leaf, new Given(from, to, leaf.docBase));
      }
    }
    return this;
  }

  /// Scores the documents by a Lucene query.
  ///
  /// @param missing the score of those that do not match; not a number: they drop out
  GivenDocuments by(IndexSearcher searcher, Query query, float missing) throws IOException {
    Weight weight = searcher.createWeight(searcher.rewrite(query), ScoreMode.COMPLETE, 1);
    return by(
        searcher,
        (leaf, given) -> {
          Scorer scorer = weight.scorer(leaf);
          DocIdSetIterator matching = scorer == null ? DocIdSetIterator.empty() : scorer.iterator();
          for (int place = 0; place < given.count(); place++) {
            int document = given.document(place);
            int at = matching.docID() < document ? matching.advance(document) : matching.docID();
            given.score(place, scorer != null && at == document ? scorer.score() : missing);
          }
        });
  }

  private int firstFrom(int document) {
    int place = Arrays.binarySearch(documents, document);
    return place >= 0 ? place : -1 - place;
  }

  /// What a document got, by its number in the whole reader; not a number: nothing.
  float score(int document) {
    return scores[Arrays.binarySearch(documents, document)];
  }

  /// The best of those that got a score.
  Candidates best(int wanted, boolean complete) {
    Best best = new Best(Math.min(wanted, documents.length));
    for (int place = 0; place < documents.length; place++) {
      if (!Float.isNaN(scores[place])) {
        best.offer(documents[place], scores[place]);
      }
    }
    return best.drain(complete);
  }

  /// Those that got a score, in the order that the candidates had and with their scores.
  Candidates among(Candidates candidates) {
    int[] kept = new int[candidates.count()];
    float[] theirs = new float[kept.length];
    int count = 0;
    for (int place = 0; place < kept.length; place++) {
      int document = candidates.document(place);
      if (!Float.isNaN(scores[Arrays.binarySearch(documents, document)])) {
        kept[count] = document;
        theirs[count++] = candidates.score(place);
      }
    }
    return Candidates.ordered(
        Arrays.copyOf(kept, count), Arrays.copyOf(theirs, count), candidates.complete());
  }
}

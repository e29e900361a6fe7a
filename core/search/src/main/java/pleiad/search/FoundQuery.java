package pleiad.search;

import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.Explanation;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.Weight;
import org.jspecify.annotations.Nullable;
import pleiad.index.MultiVectorValues;

/// The documents that a [MaxSimQuery] found in one reader, with their scores.
final class FoundQuery extends Query {
  private final MaxSimQuery asked;
  private final Object reader;
  private final boolean complete;

  /// In ascending order.
  private final int[] documents;

  /// Of the documents, by place.
  private final float[] maxSims;

  private final float least;
  private final float most;

  /// @param reader the identity of the reader's context
  FoundQuery(MaxSimQuery asked, Object reader, Candidates found) {
    this.asked = asked;
    this.reader = reader;
    this.complete = found.complete();
    this.documents = found.ascending();
    this.maxSims = new float[documents.length];
    for (int place = 0; place < documents.length; place++) {
      maxSims[Arrays.binarySearch(documents, found.document(place))] = found.score(place);
    }
    this.most = documents.length == 0 ? Float.NEGATIVE_INFINITY : found.score(0);
    this.least =
        documents.length < asked.k() ? Float.NEGATIVE_INFINITY : found.score(documents.length - 1);
  }

  @Override
  public Weight createWeight(IndexSearcher searcher, ScoreMode scoreMode, float boost) {
    if (!searcher.getIndexReader().getContext().id().equals(reader)) {
      throw new IllegalStateException(
          "the documents of this query were found in another reader; search with the MaxSimQuery it was made from");
    }
    return new Weight(this) {
      @Override
      public @Nullable ScorerSupplier scorerSupplier(LeafReaderContext leaf) {
        return count(leaf) == 0
            ? null
            : new DefaultScorerSupplier(
                new FoundScorer(firstFrom(leaf.docBase), endOf(leaf), leaf.docBase, boost));
      }

      @Override
      public int count(LeafReaderContext leaf) {
        return endOf(leaf) - firstFrom(leaf.docBase);
      }

      @Override
      public Explanation explain(LeafReaderContext leaf, int document) throws IOException {
        return FoundQuery.this.explain(searcher, leaf, document, boost);
      }

      @Override
      public boolean isCacheable(LeafReaderContext leaf) {
        return true;
      }
    };
  }

  private int endOf(LeafReaderContext leaf) {
    return firstFrom(leaf.docBase + leaf.reader().maxDoc());
  }

  /// The place of the first document with that number or a larger one.
  private int firstFrom(int document) {
    int place = Arrays.binarySearch(documents, document);
    return place >= 0 ? place : -1 - place;
  }

  private Explanation explain(
      IndexSearcher searcher, LeafReaderContext leaf, int document, float boost)
      throws IOException {
    MaxSimExplanation explanation = new MaxSimExplanation(asked.field(), asked.query());
    MultiVectorValues values = MultiVectorValues.of(leaf.reader(), asked.field());
    if (values == null || !values.advanceExact(document) || values.tokenCount() == 0) {
      return explanation.noTokens();
    }
    int place = Arrays.binarySearch(documents, leaf.docBase + document);
    if (place >= 0) {
      return explanation.of(values, maxSims[place], boost);
    }
    Query filter = asked.filter();
    if (filter != null && !matches(searcher, filter, leaf, document)) {
      return Explanation.noMatch("it does not match the filter " + filter);
    }
    return notFound(
        FieldScoring.lasting(asked.field(), asked.query()).scorer(values).score(values));
  }

  private static boolean matches(
      IndexSearcher searcher, Query filter, LeafReaderContext leaf, int document)
      throws IOException {
    return searcher
        .createWeight(searcher.rewrite(filter), ScoreMode.COMPLETE_NO_SCORES, 1)
        .explain(leaf, document)
        .isMatch();
  }

  private Explanation notFound(float maxSim) {
    if (maxSim <= least) {
      return Explanation.noMatch(
          "its MaxSim is %s, the last of the first %d has %s".formatted(maxSim, asked.k(), least));
    }
    return Explanation.noMatch(
        "its MaxSim of %s would be among the first %d, but %s"
            .formatted(
                maxSim,
                asked.k(),
                complete
                    ? "it was not among the candidates; MaxSimOptions can ask for more"
                    : "the time ran out"));
  }

  private final class FoundScorer extends Scorer {
    private final FoundIterator iterator;
    private final float boost;

    FoundScorer(int first, int end, int docBase, float boost) {
      this.iterator = new FoundIterator(first, end, docBase);
      this.boost = boost;
    }

    @Override
    public float score() {
      return boost * MaxSimQuery.score(maxSims[iterator.place]);
    }

    @Override
    public float getMaxScore(int upTo) {
      return boost * MaxSimQuery.score(most);
    }

    @Override
    public int docID() {
      return iterator.docID();
    }

    @Override
    public DocIdSetIterator iterator() {
      return iterator;
    }
  }

  private final class FoundIterator extends DocIdSetIterator {
    private final int first;
    private final int end;
    private final int docBase;
    private int place;

    FoundIterator(int first, int end, int docBase) {
      this.first = first;
      this.end = end;
      this.docBase = docBase;
      this.place = first - 1;
    }

    @Override
    public int docID() {
      if (place < first) {
        return -1;
      }
      return place < end ? documents[place] - docBase : NO_MORE_DOCS;
    }

    @Override
    public int nextDoc() {
      place++;
      return docID();
    }

    @Override
    public int advance(int target) {
      place = target == NO_MORE_DOCS ? end : Math.min(end, firstFrom(docBase + target));
      return docID();
    }

    @Override
    public long cost() {
      return (long) end - first;
    }
  }

  @Override
  public void visit(QueryVisitor visitor) {
    asked.visit(visitor);
  }

  @Override
  public String toString(String defaultField) {
    return "Found(%d by %s)".formatted(documents.length, asked.toString(defaultField));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FoundQuery that
        && reader.equals(that.reader)
        && asked.equals(that.asked)
        && Arrays.equals(documents, that.documents)
        && Arrays.equals(maxSims, that.maxSims);
  }

  @Override
  public int hashCode() {
    return Objects.hash(asked, reader, Arrays.hashCode(documents), Arrays.hashCode(maxSims));
  }
}

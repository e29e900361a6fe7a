package pleiad.search;

import java.io.IOException;
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
import org.apache.lucene.search.TwoPhaseIterator;
import org.apache.lucene.search.Weight;
import org.jspecify.annotations.Nullable;
import pleiad.index.MultiVectorValues;
import pleiad.vector.TokenVectors;

/// Every document with at least one token, scored by MaxSim over what is stored; scores are those
/// of [MaxSimQuery], which finds the first `k` without scoring all.
///
/// A plain Lucene query: beside other clauses of a `BooleanQuery` only documents that match those
/// are scored, so it orders what they leave.
///
/// Costs `query tokens · tokens of the matching documents · dimension` multiply-adds.
public final class ExactMaxSimQuery extends Query {
  private final String field;
  private final TokenVectors query;
  private final int hash;

  /// @throws IllegalArgumentException when the query has no tokens or holds a number that is not
  ///   finite
  public ExactMaxSimQuery(String field, TokenVectors query) {
    this.field = Objects.requireNonNull(field);
    this.query = MaxSimQuery.checked(query);
    this.hash = Objects.hash(field, query);
  }

  @Override
  public Weight createWeight(IndexSearcher searcher, ScoreMode scoreMode, float boost) {
    return new Weight(this) {
      @Override
      public @Nullable ScorerSupplier scorerSupplier(LeafReaderContext leaf) throws IOException {
        MultiVectorValues values = MultiVectorValues.of(leaf.reader(), field);
        return values == null
            ? null
            : new DefaultScorerSupplier(new MaxSimScorer(values, scoreMode, boost));
      }

      @Override
      public Explanation explain(LeafReaderContext leaf, int document) throws IOException {
        MaxSimExplanation explanation = new MaxSimExplanation(field, query);
        MultiVectorValues values = MultiVectorValues.of(leaf.reader(), field);
        if (values == null || !values.advanceExact(document) || values.tokenCount() == 0) {
          return explanation.noTokens();
        }
        return explanation.of(values, new DocumentScorer(field, query).score(values), boost);
      }

      @Override
      public boolean isCacheable(LeafReaderContext leaf) {
        return true;
      }
    };
  }

  private final class MaxSimScorer extends Scorer {
    private final MultiVectorValues values;
    private final @Nullable DocumentScorer scorer;
    private final float boost;

    MaxSimScorer(MultiVectorValues values, ScoreMode mode, float boost) {
      this.values = values;
      this.scorer = mode.needsScores() ? new DocumentScorer(field, query) : null;
      this.boost = boost;
    }

    @Override
    public float score() throws IOException {
      return scorer == null ? 0 : boost * MaxSimQuery.score(scorer.score(values));
    }

    @Override
    public float getMaxScore(int upTo) {
      return Float.POSITIVE_INFINITY;
    }

    @Override
    public int docID() {
      return values.docID();
    }

    @Override
    public DocIdSetIterator iterator() {
      return TwoPhaseIterator.asDocIdSetIterator(twoPhaseIterator());
    }

    @Override
    public TwoPhaseIterator twoPhaseIterator() {
      return new TwoPhaseIterator(values) {
        @Override
        public boolean matches() throws IOException {
          return values.tokenCount() > 0;
        }

        @Override
        public float matchCost() {
          return 2;
        }
      };
    }
  }

  @Override
  public void visit(QueryVisitor visitor) {
    if (visitor.acceptField(field)) {
      visitor.visitLeaf(this);
    }
  }

  @Override
  public String toString(String defaultField) {
    return "ExactMaxSim(%s, %d × %d)".formatted(field, query.count(), query.dimension());
  }

  /// Two queries are equal when they look for the same numbers in the same field.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ExactMaxSimQuery that
        && field.equals(that.field)
        && query.equals(that.query);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}

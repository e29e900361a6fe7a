package pleiad.search;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
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
/// Costs `query tokens · tokens of the matching documents · dimension` multiply-adds, or as many
/// additions as a token has codes instead of dimensions where codes alone are kept.
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
    FieldScoring scoring = FieldScoring.lasting(field, query);
    return new Weight(this) {
      @Override
      public @Nullable ScorerSupplier scorerSupplier(LeafReaderContext leaf) throws IOException {
        MultiVectorValues values = MultiVectorValues.of(leaf.reader(), field);
        return values == null ? null : supplier(values, scoring, scoreMode, boost);
      }

      @Override
      public Explanation explain(LeafReaderContext leaf, int document) throws IOException {
        MaxSimExplanation explanation = new MaxSimExplanation(field, query);
        MultiVectorValues values = MultiVectorValues.of(leaf.reader(), field);
        if (values == null || !values.advanceExact(document) || values.tokenCount() == 0) {
          return explanation.noTokens();
        }
        return explanation.of(values, scoring.scorer(values).score(values), boost);
      }

      @Override
      public boolean isCacheable(LeafReaderContext leaf) {
        return true;
      }
    };
  }

  /// Makes nothing ready to score where another clause leaves no document.
  private static ScorerSupplier supplier(
      MultiVectorValues values, FieldScoring scoring, ScoreMode mode, float boost) {
    return new ScorerSupplier() {
      @Override
      public Scorer get(long leadCost) throws IOException {
        return new MaxSimScorer(values, mode.needsScores() ? scoring.scorer(values) : null, boost);
      }

      @Override
      public long cost() {
        return values.cost();
      }
    };
  }

  /// What one document of the reader comes to; negative infinity where it has no tokens. The same
  /// bits that a search gives it.
  public float maxSim(IndexReader reader, int document) throws IOException {
    List<LeafReaderContext> leaves = reader.leaves();
    LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(document, leaves));
    MultiVectorValues values = MultiVectorValues.of(leaf.reader(), field);
    return values == null || !values.advanceExact(document - leaf.docBase)
        ? Float.NEGATIVE_INFINITY
        : FieldScoring.lasting(field, query).scorer(values).score(values);
  }

  private static final class MaxSimScorer extends Scorer {
    private final MultiVectorValues values;
    private final @Nullable DocumentScorer scorer;
    private final float boost;

    /// @param scorer null where no score is asked for
    MaxSimScorer(MultiVectorValues values, @Nullable DocumentScorer scorer, float boost) {
      this.values = values;
      this.scorer = scorer;
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

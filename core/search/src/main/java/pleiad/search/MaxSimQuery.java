package pleiad.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
import org.apache.lucene.util.VectorUtil;
import org.jspecify.annotations.Nullable;
import pleiad.index.MultiVectorValues;
import pleiad.vector.TokenVectors;

/// Every document with at least one token, scored exactly by MaxSim over what is stored.
///
/// A plain Lucene query: put it beside a `FILTER` clause of a `BooleanQuery` and only documents
/// that match the filter are scored.
///
/// Lucene wants scores that are not negative, MaxSim may be; so the score is an image of it that
/// keeps the order: `1 + x` for `x ≥ 0`, else `1 / (1 - x)`, as Lucene's own maximum inner product
/// has it. [#maxSim(float)] takes it back, to within the rounding of the addition.
///
/// Costs `query tokens · tokens of the matching documents · dimension` multiply-adds.
public final class MaxSimQuery extends Query {
  private final String field;
  private final TokenVectors query;

  /// @throws IllegalArgumentException when the query has no tokens
  public MaxSimQuery(String field, TokenVectors query) {
    if (query.count() == 0) {
      throw new IllegalArgumentException("a query without tokens has nothing to look for");
    }
    this.field = Objects.requireNonNull(field);
    this.query = query;
  }

  /// The MaxSim that a score of this query stands for.
  public static float maxSim(float score) {
    return score >= 1 ? score - 1 : 1 - 1 / score;
  }

  /// The score of a document with that MaxSim.
  public static float score(float maxSim) {
    return VectorUtil.scaleMaxInnerProductScore(maxSim);
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
        MultiVectorValues values = MultiVectorValues.of(leaf.reader(), field);
        if (values == null || !values.advanceExact(document) || values.tokenCount() == 0) {
          return Explanation.noMatch("no tokens in field '" + field + "'");
        }
        return explanation(values, boost);
      }

      @Override
      public boolean isCacheable(LeafReaderContext leaf) {
        return true;
      }
    };
  }

  private Explanation explanation(MultiVectorValues values, float boost) throws IOException {
    List<Explanation> parts = new ArrayList<>();
    for (TokenMatch match : TokenMatch.all(query, values.vectors())) {
      parts.add(
          Explanation.match(
              match.similarity(),
              "query token %d found document token %d"
                  .formatted(match.queryToken(), match.documentToken())));
    }
    float maxSim = new DocumentScorer(field, query).score(values);
    Explanation sum =
        Explanation.match(
            maxSim, "MaxSim, the sum over query tokens of the best similarity", parts);
    return Explanation.match(
        boost * score(maxSim), "boost " + boost + " times the image of MaxSim", sum);
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
    return "MaxSim(%s, %d × %d)".formatted(field, query.count(), query.dimension());
  }

  /// Two queries are equal when they look for the very same vectors.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MaxSimQuery that && field.equals(that.field) && query == that.query;
  }

  @Override
  public int hashCode() {
    return 31 * field.hashCode() + System.identityHashCode(query);
  }
}

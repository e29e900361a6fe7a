package pleiad.search;

import java.io.IOException;
import java.util.Objects;
import org.apache.lucene.index.QueryTimeout;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.util.VectorUtil;
import org.jspecify.annotations.Nullable;
import pleiad.vector.TokenVectors;

/// The `k` documents of an index with the largest MaxSim, as a Lucene query; what
/// `KnnFloatVectorQuery` is for one vector a document. Rewriting it does the search: candidates
/// first, then scores of what is stored, on the searcher's executor and within its timeout.
///
/// Only the `k` documents match. In a `BooleanQuery` other clauses choose among them or add to
/// them; a filter given here is part of the search, so that `k` documents are found wherever so
/// many match it. [ExactMaxSimQuery] matches every document instead.
///
/// Lucene wants scores that are not negative, MaxSim may be; so the score is an image of it that
/// keeps the order: `1 + x` for `x ≥ 0`, else `1 / (1 - x)`, as Lucene's own maximum inner product
/// has it. [#maxSim(float)] takes it back, to within the rounding of the addition.
public final class MaxSimQuery extends Query {
  private final String field;
  private final TokenVectors query;
  private final int k;
  private final MaxSimOptions options;
  private final @Nullable Query filter;
  private final int hash;

  /// The first `k` of all documents, with as many candidates as the index needs.
  public MaxSimQuery(String field, TokenVectors query, int k) {
    this(field, query, k, MaxSimOptions.AUTOMATIC, null);
  }

  /// The first `k` of the documents that match a filter.
  ///
  /// @param options how candidates are found
  /// @param filter what a document must match besides, without a say in its score; null: nothing
  /// @throws IllegalArgumentException when `k` is less than 1, or the query has no tokens or holds
  ///   a number that is not finite
  public MaxSimQuery(
      String field, TokenVectors query, int k, MaxSimOptions options, @Nullable Query filter) {
    if (k < 1) {
      throw new IllegalArgumentException("k must be at least 1, got " + k);
    }
    this.field = Objects.requireNonNull(field);
    this.query = checked(query);
    this.k = k;
    this.options = options;
    this.filter = filter;
    this.hash = Objects.hash(field, query, k, options, filter);
  }

  static TokenVectors checked(TokenVectors query) {
    if (query.count() == 0) {
      throw new IllegalArgumentException("a query without tokens has nothing to look for");
    }
    int token = query.firstNotFinite();
    if (token >= 0) {
      throw new IllegalArgumentException(
          "query token %d holds a number that is not finite".formatted(token));
    }
    return query;
  }

  /// The MaxSim that a score of this query stands for.
  public static float maxSim(float score) {
    return score >= 1 ? score - 1 : 1 - 1 / score;
  }

  /// The score of a document with that MaxSim.
  public static float score(float maxSim) {
    return VectorUtil.scaleMaxInnerProductScore(maxSim);
  }

  /// Searches.
  ///
  /// @return a query for the documents that were found in this searcher's reader
  @Override
  public Query rewrite(IndexSearcher searcher) throws IOException {
    if (searcher.getIndexReader().numDocs() == 0) {
      return new MatchNoDocsQuery("there are no documents");
    }
    QueryTimeout timeout = searcher.getTimeout();
    Candidates found =
        new TokenSearch(
                searcher,
                new FieldScoring(field, query),
                filter,
                k,
                options,
                timeout == null ? Deadline.NONE : timeout)
            .run();
    return new FoundQuery(this, searcher.getIndexReader().getContext().id(), found);
  }

  String field() {
    return field;
  }

  TokenVectors query() {
    return query;
  }

  int k() {
    return k;
  }

  @Nullable Query filter() {
    return filter;
  }

  @Override
  public void visit(QueryVisitor visitor) {
    if (visitor.acceptField(field)) {
      visitor.visitLeaf(this);
    }
    if (filter != null) {
      filter.visit(visitor.getSubVisitor(BooleanClause.Occur.FILTER, this));
    }
  }

  @Override
  public String toString(String defaultField) {
    return "MaxSim(%s, %d × %d, k %d%s)"
        .formatted(
            field,
            query.count(),
            query.dimension(),
            k,
            filter == null ? "" : ", filter " + filter.toString(defaultField));
  }

  /// Two queries are equal when they look for as many documents by the same numbers in the same
  /// way.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MaxSimQuery that
        && k == that.k
        && field.equals(that.field)
        && options.equals(that.options)
        && Objects.equals(filter, that.filter)
        && query.equals(that.query);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}

package pleiad.search;

import java.io.IOException;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.jspecify.annotations.Nullable;

/// Runs a Lucene query and takes its best documents as candidates.
final class LuceneSearch {
  private LuceneSearch() {}

  static Query filtered(Query query, @Nullable Query filter) {
    if (filter == null) {
      return query;
    }
    return new BooleanQuery.Builder()
        .add(query, BooleanClause.Occur.MUST)
        .add(filter, BooleanClause.Occur.FILTER)
        .build();
  }

  /// Every live document that matches a filter, in no order of worth.
  static Candidates all(IndexSearcher searcher, @Nullable Query filter) throws IOException {
    return best(
        searcher,
        filter == null ? MatchAllDocsQuery.INSTANCE : new ConstantScoreQuery(filter),
        Integer.MAX_VALUE);
  }

  static Candidates best(IndexSearcher searcher, Query query, int wanted) throws IOException {
    int most = Math.clamp(searcher.getIndexReader().maxDoc(), 1, wanted);
    TopDocs found = searcher.search(query, most);
    int[] documents = new int[found.scoreDocs.length];
    float[] scores = new float[found.scoreDocs.length];
    for (int i = 0; i < documents.length; i++) {
      ScoreDoc each = found.scoreDocs[i];
      documents[i] = each.doc;
      scores[i] = each.score;
    }
    return Candidates.ordered(documents, scores, !searcher.timedOut());
  }
}

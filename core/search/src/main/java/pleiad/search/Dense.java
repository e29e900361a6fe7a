package pleiad.search;

import java.io.IOException;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import pleiad.index.MultiVectorField;

/// Finds documents by the similarity of one vector a text, which lives beside the multi-vector
/// field of that name, with Lucene's HNSW graph. The filter is part of the graph's search, so it
/// gives `wanted` documents wherever that many match.
record Dense(String field, int wanted) implements Stage.Source {
  @Override
  public String name() {
    return "dense";
  }

  @Override
  public boolean lateInteraction() {
    return false;
  }

  @Override
  public Candidates find(IndexSearcher searcher, Request request) throws IOException {
    return LuceneSearch.best(
        searcher,
        new KnnFloatVectorQuery(
            MultiVectorField.single(field), request.vector(field), wanted, request.filter()),
        wanted);
  }
}

package pleiad.search;

import java.io.IOException;
import org.apache.lucene.search.IndexSearcher;

/// Finds documents by their words, with Lucene's BM25.
record Bm25(String field, int wanted) implements Stage.Source {
  @Override
  public String name() {
    return "bm25";
  }

  @Override
  public boolean vectors() {
    return false;
  }

  @Override
  public boolean lateInteraction() {
    return false;
  }

  @Override
  public Candidates find(IndexSearcher searcher, Request request) throws IOException {
    return LuceneSearch.best(
        searcher, LuceneSearch.filtered(request.lexicalOrRefuse(), request.filter()), wanted);
  }
}

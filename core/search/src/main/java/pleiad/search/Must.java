package pleiad.search;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.IndexSearcher;

/// Keeps what has the query's words and nothing else, without a say in the order: as source every
/// such document, for a ranker behind it to order; as ranker those of the candidates, as they were.
record Must(Lexical how) implements Stage.Source, Stage.Ranker {
  static final String NAME = "must";

  static Must of(Call call) {
    Call words = call.call("bm25, as in must(bm25)", Bm25.NAME);
    Lexical how = Bm25.lexical(words);
    words.end();
    return new Must(how);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Need> needs() {
    return List.of(new Need.Words());
  }

  @Override
  public Set<Stored> reads() {
    return Set.of(Stored.WORDS);
  }

  @Override
  public String text() {
    return "%s(%s)"
        .formatted(NAME, PlanText.of(Bm25.NAME, how.field(), Plan.TEXT_FIELD, Bm25.arguments(how)));
  }

  @Override
  public Must asked(int hits) {
    return this;
  }

  @Override
  public Candidates find(IndexSearcher searcher, Request request) throws IOException {
    return LuceneSearch.best(
        searcher,
        new ConstantScoreQuery(
            LuceneSearch.filtered(request.wordsOrRefuse(name()).query(how), request.filter())),
        Integer.MAX_VALUE);
  }

  @Override
  public Candidates narrow(IndexSearcher searcher, Request request, Candidates before)
      throws IOException {
    return GivenDocuments.of(before)
        .by(searcher, new ConstantScoreQuery(request.wordsOrRefuse(name()).query(how)), Float.NaN)
        .among(before);
  }
}

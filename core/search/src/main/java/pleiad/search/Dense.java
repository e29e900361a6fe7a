package pleiad.search;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.VectorScorer;
import pleiad.index.MultiVectorField;

/// Finds or orders documents by the similarity of one vector a text, which lives beside the
/// multi-vector field of that name; scores are Lucene's for it. As source it goes by Lucene's HNSW
/// graph, of whose search the filter is a part, so that it gives `depth` documents wherever that
/// many match, or looks at all of them where `exact` is asked for. As ranker it drops documents
/// without such a vector.
record Dense(String field, Depth depth, boolean exact) implements Stage.Source, Stage.Ranker {
  static final String NAME = "dense";

  static Dense of(Call call) {
    return new Dense(call.field(Plan.TOKENS_FIELD), call.depth(), call.flag("exact"));
  }

  static Dense ranker(Call call) {
    return new Dense(call.field(Plan.TOKENS_FIELD), call.depth(), false);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Need> needs() {
    return List.of(new Need.Single(field));
  }

  @Override
  public Set<Stored> reads() {
    return Set.of(Stored.SINGLE_VECTORS);
  }

  @Override
  public String text() {
    String count = depth.toString();
    return PlanText.of(
        NAME, field, Plan.TOKENS_FIELD, exact ? List.of(count, "exact") : List.of(count));
  }

  @Override
  public Dense asked(int hits) {
    return new Dense(field, depth.asked(hits), exact);
  }

  @Override
  public Candidates find(IndexSearcher searcher, Request request) throws IOException {
    if (exact) {
      return narrow(searcher, request, LuceneSearch.all(searcher, request.filter()));
    }
    return LuceneSearch.best(
        searcher,
        new KnnFloatVectorQuery(
            MultiVectorField.single(field), request.vector(field), depth.count(), request.filter()),
        depth.count());
  }

  @Override
  public Candidates narrow(IndexSearcher searcher, Request request, Candidates before)
      throws IOException {
    float[] query = request.vector(field);
    return GivenDocuments.of(before)
        .by(searcher, (leaf, given) -> score(leaf, query, given))
        .best(depth.count(), before.complete());
  }

  private void score(LeafReaderContext leaf, float[] query, GivenDocuments.Given given)
      throws IOException {
    FloatVectorValues values = leaf.reader().getFloatVectorValues(MultiVectorField.single(field));
    VectorScorer scorer = values == null ? null : values.scorer(query);
    if (scorer == null) {
      return;
    }
    DocIdSetIterator have = scorer.iterator();
    for (int place = 0; place < given.count(); place++) {
      int document = given.document(place);
      int at = have.docID() < document ? have.advance(document) : have.docID();
      if (at == document) {
        given.score(place, scorer.score());
      }
    }
  }
}

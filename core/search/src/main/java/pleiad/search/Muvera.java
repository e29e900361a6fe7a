package pleiad.search;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.Bits;
import pleiad.index.MultiVectorValues;
import pleiad.vector.TokenVectors;

/// Finds or orders documents by their fixed-dimensional encodings: one product a document, an
/// estimate of MaxSim. Looks at all encodings; there is no graph.
record Muvera(String field, int wanted) implements Stage.Source, Stage.Ranker {
  static final String NAME = "muvera";

  static Muvera of(Call call) {
    return new Muvera(call.field(Plan.TOKENS_FIELD), call.count());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Need> needs() {
    return List.of(new Need.Tokens(field));
  }

  @Override
  public String text() {
    return PlanText.of(NAME, field, Plan.TOKENS_FIELD, List.of(Integer.toString(wanted)));
  }

  @Override
  public Candidates find(IndexSearcher searcher, Request request) throws IOException {
    TokenVectors query = request.multiVector(field);
    Best best = new Best(Math.min(wanted, Math.max(1, searcher.getIndexReader().maxDoc())));
    Accepted accepted = Accepted.of(searcher, request.filter());
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      MultiVectorValues values = MultiVectorValues.of(leaf.reader(), field);
      if (values == null || request.deadline().shouldExit()) {
        continue;
      }
      Bits allowed = accepted.in(leaf);
      new MuveraProducts(field, query, values)
          .all(
              (document, score) -> {
                if (allowed == null || allowed.get(document)) {
                  best.offer(leaf.docBase + document, score);
                }
              });
    }
    return best.drain(!request.deadline().shouldExit());
  }

  @Override
  public Candidates narrow(IndexSearcher searcher, Request request, Candidates before)
      throws IOException {
    TokenVectors query = request.multiVector(field);
    return GivenDocuments.of(before)
        .by(searcher, (leaf, given) -> score(leaf, query, given))
        .best(wanted, before.complete());
  }

  private void score(LeafReaderContext leaf, TokenVectors query, GivenDocuments.Given given)
      throws IOException {
    MultiVectorValues values = MultiVectorValues.of(leaf.reader(), field);
    if (values == null) {
      return;
    }
    MuveraProducts products = new MuveraProducts(field, query, values);
    for (int place = 0; place < given.count(); place++) {
      if (values.advanceExact(given.document(place))) {
        given.score(place, products.score(values.place()));
      }
    }
  }
}

package pleiad.search;

import java.io.IOException;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;
import pleiad.index.MultiVectorValues;
import pleiad.vector.TokenVectors;

/// A document's fixed-dimensional encoding: its product with the query's is an estimate of MaxSim.
/// Looks at all encodings; there is no graph.
final class Muvera implements Summary.Asked {
  private final String field;
  private final TokenVectors query;

  Muvera(String field, TokenVectors query) {
    this.field = field;
    this.query = query;
  }

  @Override
  public void find(LeafReaderContext leaf, int wanted, @Nullable Bits allowed, Best best)
      throws IOException {
    MultiVectorValues values = MultiVectorValues.of(leaf.reader(), field);
    if (values == null) {
      return;
    }
    new MuveraProducts(field, query, values)
        .all(
            (document, score) -> {
              if (allowed == null || allowed.get(document)) {
                best.offer(leaf.docBase + document, score);
              }
            });
  }

  @Override
  public void score(LeafReaderContext leaf, GivenDocuments.Given given) throws IOException {
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

package pleiad.search;

import java.io.IOException;
import java.util.Objects;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;
import pleiad.codec.MeanSketch;
import pleiad.index.MultiVectorField;
import pleiad.vector.ByteDots;
import pleiad.vector.TokenVectors;

/// The mean of a document's token vectors: the product of its direction with the sum of the
/// query's. Scores are whole numbers of the sketches that are kept of both, comparable within one
/// search only.
final class Centroid implements Summary.Asked {
  private final String field;
  private final byte[] sketch;

  Centroid(String field, TokenVectors query) {
    this.field = field;
    this.sketch = MeanSketch.ofQuery(query);
  }

  @Override
  public void find(LeafReaderContext leaf, int wanted, @Nullable Bits allowed, Best best)
      throws IOException {
    Found found = new MeanCandidates(sketch).find(leaf.reader(), field, wanted, allowed);
    for (int place = 0; place < found.count(); place++) {
      best.offer(leaf.docBase + found.documents()[place], found.nearness(place));
    }
  }

  @Override
  public void score(LeafReaderContext leaf, GivenDocuments.Given given) throws IOException {
    ByteVectorValues values = leaf.reader().getByteVectorValues(MultiVectorField.mean(field));
    if (values == null) {
      return;
    }
    ByteDots query = ByteDots.with(sketch);
    KnnVectorValues.DocIndexIterator have = Objects.requireNonNull(values.iterator());
    int[] dot = new int[1];
    for (int place = 0; place < given.count(); place++) {
      int document = given.document(place);
      int at = have.docID() < document ? have.advance(document) : have.docID();
      if (at == document && at != DocIdSetIterator.NO_MORE_DOCS) {
        query.multiply(values.vectorValue(have.index()), 0, 1, dot, 0);
        given.score(place, dot[0]);
      }
    }
  }
}

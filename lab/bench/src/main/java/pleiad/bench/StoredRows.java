package pleiad.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.search.DocIdSetIterator;
import pleiad.index.MultiVectorValues;
import pleiad.vector.MaxSim;

/// Vectors as an index keeps them, decoded.
final class StoredRows implements Rows {
  /// Where the engine keeps a document's id.
  private static final String ID = "_id";

  private static final int PIECE_DOCUMENTS = 512;

  private final IndexReader reader;
  private final String field;
  private final List<Piece> pieces = new ArrayList<>();

  /// The number in the collection of each of the index's documents, and the other way round.
  private final int[] numbers;

  private final int[] places;

  /// Documents of one segment.
  private record Piece(LeafReaderContext leaf, int from, int to) {}

  StoredRows(IndexReader reader, String field, VectorTexts documents) throws IOException {
    this.reader = reader;
    this.field = field;
    this.numbers = new int[reader.maxDoc()];
    this.places = new int[documents.count()];
    Map<String, Integer> byId = documents.numbers();
    StoredFields stored = reader.storedFields();
    for (int place = 0; place < numbers.length; place++) {
      numbers[place] = Objects.requireNonNull(byId.get(stored.document(place).get(ID)));
      places[numbers[place]] = place;
    }
    for (LeafReaderContext leaf : reader.leaves()) {
      for (int from = 0; from < leaf.reader().maxDoc(); from += PIECE_DOCUMENTS) {
        int to = Math.min(from + PIECE_DOCUMENTS, leaf.reader().maxDoc());
        pieces.add(new Piece(leaf, from, to));
      }
    }
  }

  /// The number in the collection of one of the index's documents.
  int number(int place) {
    return numbers[place];
  }

  @Override
  public int pieces() {
    return pieces.size();
  }

  @Override
  public void read(int number, Reader each) throws IOException {
    Piece piece = pieces.get(number);
    MultiVectorValues values = MultiVectorValues.of(piece.leaf().reader(), field);
    if (values == null) {
      return;
    }
    float[] rows = new float[0];
    for (int document = values.advance(piece.from());
        document != DocIdSetIterator.NO_MORE_DOCS && document < piece.to();
        document = values.nextDoc()) {
      rows = decoded(values, rows);
      each.document(numbers[piece.leaf().docBase + document], rows, 0, values.tokenCount());
    }
  }

  private static float[] decoded(MultiVectorValues values, float[] buffer) throws IOException {
    int floats = values.tokenCount() * values.dimension();
    float[] rows = buffer.length < floats ? new float[floats] : buffer;
    values.read(0, values.tokenCount(), rows, 0);
    return rows;
  }

  @Override
  public float score(MaxSim query, int document) throws IOException {
    List<LeafReaderContext> leaves = reader.leaves();
    int place = places[document];
    LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(place, leaves));
    MultiVectorValues values = MultiVectorValues.of(leaf.reader(), field);
    if (values == null || !values.advanceExact(place - leaf.docBase)) {
      return Float.NEGATIVE_INFINITY;
    }
    float[] maxima = query.newMaxima();
    query.accumulate(decoded(values, new float[0]), 0, values.tokenCount(), maxima);
    return query.score(maxima);
  }
}

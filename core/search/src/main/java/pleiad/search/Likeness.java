package pleiad.search;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import pleiad.index.MultiVectorField;
import pleiad.vector.DotProducts;

/// How near the first of some candidates are to each other: the cosines of the means of their
/// tokens, less the mean of all candidates, which these have in common because they answer the same
/// query. For one thread.
///
/// Takes the room of two float32 vectors for each of the first.
final class Likeness {
  private final Candidates near;
  private final int dimension;

  /// `[candidate][dimension]`, of length one; zero where a candidate has no tokens.
  private final float[] rows;

  private final DotProducts all;
  private final float[] cosines;

  private Likeness(Candidates near, int dimension, float[] rows) {
    this.near = near;
    this.dimension = dimension;
    this.rows = rows;
    this.all = DotProducts.with(rows, dimension);
    this.cosines = new float[all.width()];
  }

  /// By the means in a field.
  ///
  /// @param candidates one or more
  /// @param among the first so many may be near to each other
  /// @throws IllegalArgumentException when no segment has the field's means
  static Likeness of(IndexSearcher searcher, String field, Candidates candidates, int among)
      throws IOException {
    Map<Integer, byte[]> means = new HashMap<>();
    int dimension = 0;
    int[] documents = candidates.ascending();
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      ByteVectorValues values = leaf.reader().getByteVectorValues(MultiVectorField.mean(field));
      if (values != null) {
        dimension = values.dimension();
        read(values, leaf, documents, means);
      }
    }
    if (dimension == 0) {
      throw new IllegalArgumentException(
          "%s goes by the mean vectors of '%s', and no document has any; name a field with tokens, as in %s@field(100)"
              .formatted(Smooth.NAME, field, Smooth.NAME));
    }
    Candidates near = candidates.first(among);
    float[] shared = shared(means, dimension);
    float[] rows = new float[near.count() * dimension];
    for (int place = 0; place < near.count(); place++) {
      byte[] mean = means.get(near.document(place));
      if (mean != null) {
        direction(mean, shared, rows, place * dimension);
      }
    }
    return new Likeness(near, dimension, rows);
  }

  private static void read(
      ByteVectorValues values, LeafReaderContext leaf, int[] documents, Map<Integer, byte[]> means)
      throws IOException {
    KnnVectorValues.DocIndexIterator have = Objects.requireNonNull(values.iterator());
    for (int each : documents) {
      int document = each - leaf.docBase;
      if (document >= 0 && document < leaf.reader().maxDoc()) {
        int at = have.docID() < document ? have.advance(document) : have.docID();
        if (at == document && at != DocIdSetIterator.NO_MORE_DOCS) {
          means.put(each, values.vectorValue(have.index()).clone());
        }
      }
    }
  }

  private static float[] shared(Map<Integer, byte[]> means, int dimension) {
    int[] sum = new int[dimension];
    for (byte[] mean : means.values()) {
      for (int k = 0; k < dimension; k++) {
        sum[k] += mean[k];
      }
    }
    float[] shared = new float[dimension];
    for (int k = 0; k < dimension; k++) {
      shared[k] = sum[k] / (float) Math.max(1, means.size());
    }
    return shared;
  }

  /// Zero where nothing is left.
  private static void direction(byte[] mean, float[] shared, float[] rows, int row) {
    double squares = 0;
    for (int k = 0; k < shared.length; k++) {
      rows[row + k] = mean[k] - shared[k];
      squares += rows[row + k] * (double) rows[row + k];
    }
    for (int k = 0; k < shared.length && squares > 0; k++) {
      rows[row + k] = (float) (rows[row + k] / Math.sqrt(squares));
    }
  }

  /// The mean score of a candidate's nearest neighbours, each counting by its cosine; the
  /// candidate's own where there are none, because all others point away from it.
  ///
  /// @param place of the candidate
  /// @param most so many neighbours
  double ofNeighbours(int place, int most) {
    all.multiply(rows, place * dimension, dimension, 1, cosines, 0);
    Best nearest = new Best(Math.min(most, near.count()));
    for (int other = 0; other < near.count(); other++) {
      if (other != place && cosines[other] > 0) {
        nearest.offer(other, cosines[other]);
      }
    }
    Candidates neighbours = nearest.drain(true);
    double sum = 0;
    double weights = 0;
    for (int i = 0; i < neighbours.count(); i++) {
      sum += neighbours.score(i) * (double) near.score(neighbours.document(i));
      weights += neighbours.score(i);
    }
    return weights > 0 ? sum / weights : near.score(place);
  }

  /// How many candidates may be near to each other.
  int count() {
    return near.count();
  }
}

package pleiad.search;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;
import pleiad.index.MultiVectorField;

/// Finds the documents of a segment whose mean vectors are nearest to the sum of the query's.
final class MeanCandidates {
  private MeanCandidates() {}

  static boolean areIn(LeafReader reader, String field) throws IOException {
    return reader.getByteVectorValues(MultiVectorField.mean(field)) != null;
  }

  /// The nearest of the documents that may be found.
  static Found find(
      LeafReader reader, String field, byte[] sketch, int wanted, @Nullable Bits allowed)
      throws IOException {
    ScoreDoc[] nearest =
        reader.searchNearestVectors(
                MultiVectorField.mean(field),
                sketch,
                wanted,
                AcceptDocs.fromLiveDocs(allowed, reader.maxDoc()),
                Integer.MAX_VALUE)
            .scoreDocs;
    Arrays.sort(nearest, (a, b) -> Integer.compare(a.doc, b.doc));
    int[] documents = new int[nearest.length];
    float[] nearness = new float[nearest.length];
    for (int i = 0; i < nearest.length; i++) {
      documents[i] = nearest[i].doc;
      nearness[i] = nearest[i].score;
    }
    return new Found(documents, nearness);
  }
}

package pleiad.search;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.codecs.lucene95.HasIndexSlice;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.IntroSelector;
import org.jspecify.annotations.Nullable;
import pleiad.index.MeanVectorsFormat;
import pleiad.index.MultiVectorField;
import pleiad.vector.ByteDots;

/// Finds the documents of a segment whose mean vectors are nearest to the sum of the query's: by
/// looking at all of them where there are few, else by what the segment keeps to find them, such as
/// codes of [MeanVectorsFormat].
final class MeanCandidates {
  /// Up to so many are soon looked at, where there are no codes.
  private static final int FEW = 1 << 16;

  private static final int BLOCK = 64;

  private final ByteDots query;
  private final byte[] sketch;

  /// @param sketch the query's
  MeanCandidates(byte[] sketch) {
    this.sketch = sketch;
    this.query = ByteDots.with(sketch);
  }

  /// The mean vectors of a segment; null where it has none.
  static @Nullable ByteVectorValues kept(LeafReader reader, String field) throws IOException {
    return reader.getByteVectorValues(MultiVectorField.mean(field));
  }

  /// The nearest of the documents that may be found; null: all.
  Found find(LeafReader reader, String field, int wanted, @Nullable Bits allowed)
      throws IOException {
    String means = MultiVectorField.mean(field);
    ByteVectorValues values = reader.getByteVectorValues(means);
    if (values == null) {
      return Found.NOTHING;
    }
    IndexInput bytes =
        values.size() <= FEW
                && values instanceof HasIndexSlice slices
                && !MeanVectorsFormat.isCoded(reader, means)
            ? slices.getSlice()
            : null;
    return bytes != null
        ? scan(values, bytes, wanted, allowed)
        : search(reader, means, wanted, allowed);
  }

  private Found scan(ByteVectorValues values, IndexInput bytes, int wanted, @Nullable Bits allowed)
      throws IOException {
    int dimension = query.dimension();
    byte[] block = new byte[BLOCK * dimension];
    int[] dots = new int[BLOCK];
    Nearest nearest = new Nearest(Math.min(wanted, values.size()));
    bytes.seek(0);
    for (int first = 0; first < values.size(); first += BLOCK) {
      int count = Math.min(BLOCK, values.size() - first);
      bytes.readBytes(block, 0, count * dimension);
      query.multiply(block, 0, count, dots, 0);
      for (int i = 0; i < count; i++) {
        if (dots[i] > nearest.least) {
          int document = values.ordToDoc(first + i);
          if (allowed == null || allowed.get(document)) {
            nearest.add(document, dots[i]);
          }
        }
      }
    }
    return nearest.found();
  }

  private Found search(LeafReader reader, String means, int wanted, @Nullable Bits allowed)
      throws IOException {
    ScoreDoc[] nearest =
        reader.searchNearestVectors(
                means,
                sketch,
                wanted,
                AcceptDocs.fromLiveDocs(allowed, reader.maxDoc()),
                Integer.MAX_VALUE)
            .scoreDocs;
    int[] documents = new int[nearest.length];
    float[] nearness = new float[nearest.length];
    for (int i = 0; i < nearest.length; i++) {
      documents[i] = nearest[i].doc;
      nearness[i] = dot(nearest[i].score);
    }
    return new Found(documents, nearness);
  }

  /// The product that Lucene made a score of: half of it is one, so that all are positive.
  private float dot(float score) {
    return (score - 0.5f) * (query.dimension() * (float) (1 << 15));
  }

  /// The best so far: as many again are kept before the worse half is dropped, in no order.
  private static final class Nearest extends IntroSelector {
    private final int wanted;

    /// A product in the upper half, then the document, turned over so that the lower of equals is
    /// the better.
    private final long[] kept;

    private int size;
    private long pivot;

    /// What a product must exceed to be among the best.
    long least = Long.MIN_VALUE;

    Nearest(int wanted) {
      this.wanted = wanted;
      this.kept = new long[2 * wanted];
    }

    void add(int document, int dot) {
      kept[size++] = ((long) dot << Integer.SIZE) | (~document & 0xffffffffL);
      if (size == kept.length) {
        drop();
        least = kept[wanted - 1] >> Integer.SIZE;
      }
    }

    private void drop() {
      if (size > wanted) {
        select(0, size, wanted - 1);
        size = wanted;
      }
    }

    Found found() {
      drop();
      Arrays.sort(kept, 0, size);
      int[] documents = new int[size];
      float[] nearness = new float[size];
      for (int i = 0; i < size; i++) {
        long each = kept[size - 1 - i];
        documents[i] = ~(int) each;
        nearness[i] = each >> Integer.SIZE;
      }
      return new Found(documents, nearness);
    }

    @Override
    protected void setPivot(int place) {
      pivot = kept[place];
    }

    @Override
    protected int comparePivot(int place) {
      return Long.compare(kept[place], pivot);
    }

    @Override
    protected void swap(int place, int other) {
      long each = kept[place];
      kept[place] = kept[other];
      kept[other] = each;
    }
  }
}

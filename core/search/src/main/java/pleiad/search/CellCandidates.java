package pleiad.search;

import java.io.IOException;
import org.apache.lucene.index.QueryTimeout;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;
import pleiad.codec.CellCode;
import pleiad.codec.CellTables;
import pleiad.index.CellPostings;

/// Finds documents of a segment by the centroids of cells (PLAID's centroid interaction).
///
/// Every query token probes the cells nearest to it. A document in any of the probed cells scores
/// `Σᵢ max_c qᵢ·c`, over the query tokens `i` and over all the probed cells `c` it is in, whichever
/// token probed them: never more than if all cells were probed. Nothing is put in for what was not
/// probed; that found less in all that was measured.
///
/// Documents are gone through in windows: a window's sums fit into the second-level cache, and the
/// heap a search needs does not grow with the segment. Lanes are query tokens.
final class CellCandidates {
  /// Numbers of a window: 256 KiB.
  private static final int WINDOW = 1 << 16;

  private static final int LANES = 8;

  private final CellTables tables;
  private final CellPostings postings;
  private final @Nullable Bits allowed;
  private final QueryTimeout deadline;

  /// Query tokens, padded to whole lanes.
  private final int width;

  private final int windowDocuments;

  CellCandidates(
      CellTables tables, CellPostings postings, @Nullable Bits allowed, QueryTimeout deadline) {
    this.tables = tables;
    this.postings = postings;
    this.allowed = allowed;
    this.deadline = deadline;
    this.width = Math.ceilDiv(tables.queryTokens(), LANES) * LANES;
    this.windowDocuments = Math.max(1, WINDOW / width);
  }

  /// The best documents. Where the probed cells hold fewer than `least`, more cells are probed.
  ///
  /// @param probes cells for every query token
  /// @param wanted documents
  /// @param least documents, as long as there are cells
  /// @param maxDoc documents of the segment
  Found find(int probes, int wanted, int least, int maxDoc) throws IOException {
    for (int each = Math.min(probes, CellCode.COUNT); ; each = Math.min(2 * each, CellCode.COUNT)) {
      Candidates found = probe(each, wanted, maxDoc);
      boolean enough = found.count() >= Math.min(least, wanted);
      if (enough || each == CellCode.COUNT || deadline.shouldExit()) {
        return Found.of(found);
      }
    }
  }

  private Candidates probe(int probes, int wanted, int maxDoc) throws IOException {
    FixedBitSet cells = probed(probes);
    int count = cells.cardinality();
    DocIdSetIterator[] documents = new DocIdSetIterator[count];
    float[] similarities = new float[count * width];
    int next = 0;
    for (int cell = cells.nextSetBit(0);
        cell != DocIdSetIterator.NO_MORE_DOCS;
        cell = next(cells, cell)) {
      documents[next] = postings.documents(cell);
      documents[next].nextDoc();
      for (int token = 0; token < tables.queryTokens(); token++) {
        similarities[next * width + token] = tables.similarity(token, cell);
      }
      next++;
    }
    Window window = new Window(documents, similarities);
    Best best = new Best(Math.min(wanted, maxDoc));
    for (int from = 0; from < maxDoc && !deadline.shouldExit(); from += windowDocuments) {
      window.gather(from);
      window.offer(from, best);
    }
    return best.drain(true);
  }

  private static int next(FixedBitSet bits, int bit) {
    return bit + 1 < bits.length() ? bits.nextSetBit(bit + 1) : DocIdSetIterator.NO_MORE_DOCS;
  }

  /// The cells with documents in them that are nearest to any of the query tokens.
  private FixedBitSet probed(int probes) {
    FixedBitSet probed = new FixedBitSet(CellCode.COUNT);
    int[] nearest = new int[probes];
    for (int token = 0; token < tables.queryTokens(); token++) {
      int found = tables.nearest(token, cell -> postings.count(cell) > 0, nearest);
      for (int i = 0; i < found; i++) {
        probed.set(nearest[i]);
      }
    }
    return probed;
  }

  /// The documents from some number on, and for each query token their largest similarity so far.
  private final class Window {
    private final DocIdSetIterator[] documents;
    private final float[] similarities;
    private final float[] maxima = new float[windowDocuments * width];
    private final FixedBitSet touched = new FixedBitSet(windowDocuments);

    Window(DocIdSetIterator[] documents, float[] similarities) {
      this.documents = documents;
      this.similarities = similarities;
    }

    void gather(int from) throws IOException {
      int end = (int) Math.min(DocIdSetIterator.NO_MORE_DOCS, (long) from + windowDocuments);
      for (int cell = 0; cell < documents.length; cell++) {
        DocIdSetIterator each = documents[cell];
        for (int document = each.docID(); document < end; document = each.nextDoc()) {
          int place = document - from;
          if (touched.getAndSet(place)) {
            raise(maxima, place * width, similarities, cell * width, width);
          } else {
            System.arraycopy(similarities, cell * width, maxima, place * width, width);
          }
        }
      }
    }

    /// Offers what was gathered, and empties the window.
    void offer(int from, Best best) {
      for (int place = touched.nextSetBit(0);
          place != DocIdSetIterator.NO_MORE_DOCS;
          place = next(touched, place)) {
        if (allowed == null || allowed.get(from + place)) {
          best.offer(from + place, sum(maxima, place * width, width));
        }
      }
      touched.clear();
    }
  }

  private static void raise(float[] maxima, int to, float[] values, int from, int width) {
    for (int i = 0; i < width; i++) {
      maxima[to + i] = Math.max(maxima[to + i], values[from + i]);
    }
  }

  /// The sum of a padded row; four sums side by side, as additions wait for each other.
  private static float sum(float[] values, int from, int width) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    for (int i = from; i < from + width; i += 4) {
      a += values[i];
      b += values[i + 1];
      c += values[i + 2];
      d += values[i + 3];
    }
    return (a + b) + (c + d);
  }
}

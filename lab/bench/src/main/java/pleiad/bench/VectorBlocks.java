package pleiad.bench;

import java.util.ArrayList;
import java.util.List;
import pleiad.vector.MaxSim;

/// Uncompressed vectors in memory, documents one behind the other in blocks of about 4 MB: what a
/// plain exact scan reads.
final class VectorBlocks implements Rows {
  private static final int BLOCK_FLOATS = 1 << 20;

  private final int dimension;
  private final List<float[]> blocks = new ArrayList<>();

  /// The first document of each block, and the number of documents at the end.
  private final List<Integer> firsts = new ArrayList<>();

  private final int[] tokenCounts;

  /// Where each document begins in its block.
  private final int[] starts;

  private VectorBlocks(EncodedTexts documents, int blockFloats) {
    this.dimension = documents.dimension();
    this.tokenCounts = new int[documents.count()];
    this.starts = new int[documents.count()];
    for (int first = 0; first < documents.count(); ) {
      int end = first;
      int floats = 0;
      while (end < documents.count() && (end == first || floats < blockFloats)) {
        tokenCounts[end] = documents.tokenCount(end);
        starts[end] = floats;
        floats += tokenCounts[end++] * dimension;
      }
      float[] block = new float[floats];
      for (int document = first; document < end; document++) {
        documents.vectors(document).copyTo(0, tokenCounts[document], block, starts[document]);
      }
      blocks.add(block);
      firsts.add(first);
      first = end;
    }
    firsts.add(documents.count());
  }

  static VectorBlocks of(EncodedTexts documents) {
    return new VectorBlocks(documents, BLOCK_FLOATS);
  }

  static VectorBlocks of(EncodedTexts documents, int blockFloats) {
    return new VectorBlocks(documents, blockFloats);
  }

  /// Number of documents that have tokens.
  int searchable() {
    int count = 0;
    for (int tokens : tokenCounts) {
      count += tokens > 0 ? 1 : 0;
    }
    return count;
  }

  @Override
  public int pieces() {
    return blocks.size();
  }

  @Override
  public void read(int piece, Reader reader) {
    float[] block = blocks.get(piece);
    for (int document = firsts.get(piece); document < firsts.get(piece + 1); document++) {
      reader.document(document, block, starts[document], tokenCounts[document]);
    }
  }

  @Override
  public float score(MaxSim query, int document) {
    float[] maxima = query.newMaxima();
    query.accumulate(blocks.get(block(document)), starts[document], tokenCounts[document], maxima);
    return query.score(maxima);
  }

  private int block(int document) {
    int low = 0;
    int high = blocks.size();
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (firsts.get(middle) <= document) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }
}

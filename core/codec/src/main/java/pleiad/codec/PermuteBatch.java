package pleiad.codec;

import java.util.Arrays;

/// The documents that a [PermuteScorer] has taken in, and room for more: their codes as
/// [PermuteTiles] wants them, and what each query token and document token come to in steps.
final class PermuteBatch {
  /// What stays in the second cache together with a query's tables.
  private static final int FULL_BYTES = 1 << 19;

  private static final int FIRST_DOCUMENTS = 32;

  /// For each document `[block][code][64]`.
  private byte[] blocks = {};

  /// For each document `[query token][block][64]`, as [PermuteTiles] writes a block.
  private short[] sums = {};

  /// `[document][query token]`: the largest sums.
  private int[] maxima = {};

  /// What each document's centre adds to its score.
  private float[] centres = new float[FIRST_DOCUMENTS];

  private int[] tokens = new int[FIRST_DOCUMENTS];
  private int[] blocksAt = new int[FIRST_DOCUMENTS + 1];
  private int[] sumsAt = new int[FIRST_DOCUMENTS + 1];
  private State[] states = new State[FIRST_DOCUMENTS];
  private int size;

  /// What is known of a document.
  enum State {
    /// It has no tokens.
    EMPTY,
    /// All of its sums.
    SUMMED,
    /// Some of its sums: the others would not make it good enough.
    HOPELESS,
    /// A token of it is zero, so that sums mean nothing.
    ZEROS
  }

  void clear() {
    size = 0;
  }

  boolean full() {
    return blocksAt[size] + Short.BYTES * sumsAt[size] >= FULL_BYTES;
  }

  /// Makes room for a document; returns its number.
  ///
  /// @param centre what its centre adds to its score
  int add(int count, float centre, int blockBytes, int queryTokens) {
    if (size == tokens.length) {
      tokens = Arrays.copyOf(tokens, 2 * size);
      centres = Arrays.copyOf(centres, 2 * size);
      blocksAt = Arrays.copyOf(blocksAt, 2 * size + 1);
      sumsAt = Arrays.copyOf(sumsAt, 2 * size + 1);
      states = Arrays.copyOf(states, 2 * size);
    }
    int blockCount = Math.ceilDiv(count, SixBits.BLOCK);
    int blocksEnd = Math.addExact(blocksAt[size], Math.multiplyExact(blockCount, blockBytes));
    int stride = blockCount * SixBits.BLOCK;
    int sumsEnd = Math.addExact(sumsAt[size], Math.multiplyExact(stride, queryTokens));
    if (blocks.length < blocksEnd) {
      blocks = Arrays.copyOf(blocks, Math.max(blocksEnd, Math.min(2 * blocksEnd, FULL_BYTES)));
    }
    if (sums.length < sumsEnd) {
      sums = Arrays.copyOf(sums, Math.max(sumsEnd, Math.min(2 * sumsEnd, FULL_BYTES / 2)));
    }
    if (maxima.length < (size + 1) * queryTokens) {
      maxima = Arrays.copyOf(maxima, 2 * (size + 1) * queryTokens);
    }
    tokens[size] = count;
    centres[size] = centre;
    states[size] = count == 0 ? State.EMPTY : State.SUMMED;
    blocksAt[size + 1] = blocksEnd;
    sumsAt[size + 1] = sumsEnd;
    return size++;
  }

  byte[] blocks() {
    return blocks;
  }

  float centre(int document) {
    return centres[document];
  }

  int blocksAt(int document) {
    return blocksAt[document];
  }

  short[] sums() {
    return sums;
  }

  int sumsAt(int document) {
    return sumsAt[document];
  }

  int[] maxima() {
    return maxima;
  }

  /// Number of the document's tokens.
  int tokens(int document) {
    return tokens[document];
  }

  /// How far apart the sums of two query tokens lie.
  int stride(int document) {
    return Math.ceilDiv(tokens[document], SixBits.BLOCK) * SixBits.BLOCK;
  }

  void set(int document, State state) {
    states[document] = state;
  }

  State state(int document) {
    return states[document];
  }
}

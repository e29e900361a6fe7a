package pleiad.encode.text;

import java.util.Arrays;
import java.util.List;

/// The pieces a WordPiece model knows, each with its number, in a tree that finds the longest piece
/// at a place in one walk.
///
/// The tree's edges are an open hash table, `(node, character) → node`, so a walk makes one probe a
/// character and no strings. Pieces that begin a word hang on one root, pieces that continue a word
/// (`##ing`) on another.
final class Vocabulary {
  /// What continues a word is written so.
  private static final String CONTINUES = "##";

  private static final int WORD_START = 0;
  private static final int WORD_REST = 1;
  private static final int NONE = -1;

  private final int unknown;

  private int nodes = 2;
  private int[] idOfNode = new int[1 << 16];
  private long[] edges = new long[1 << 17];
  private int[] targets = new int[1 << 17];

  private Vocabulary(List<String> pieces) {
    Arrays.fill(idOfNode, NONE);
    for (int id = 0; id < pieces.size(); id++) {
      add(pieces.get(id), id);
    }
    this.unknown = id("[UNK]");
  }

  /// Pieces in the order of their numbers, which must hold `[UNK]`.
  static Vocabulary of(List<String> pieces) {
    return new Vocabulary(pieces);
  }

  /// The number of `[UNK]`.
  int unknown() {
    return unknown;
  }

  /// The number of a piece that must be there.
  int id(String piece) {
    boolean rest = piece.startsWith(CONTINUES) && piece.length() > CONTINUES.length();
    int node = rest ? WORD_REST : WORD_START;
    for (int i = rest ? CONTINUES.length() : 0; i < piece.length() && node != NONE; i++) {
      node = next(node, piece.charAt(i));
    }
    if (node == NONE || idOfNode[node] == NONE) {
      throw new IllegalArgumentException("the vocabulary has no piece '%s'".formatted(piece));
    }
    return idOfNode[node];
  }

  /// The longest piece at `from`: its number above its end, `id << 32 | end`, or -1 for none.
  long longest(char[] word, int from, int to) {
    int node = from == 0 ? WORD_START : WORD_REST;
    long best = NONE;
    for (int i = from; i < to; i++) {
      node = next(node, word[i]);
      if (node == NONE) {
        break;
      }
      if (idOfNode[node] != NONE) {
        best = (long) idOfNode[node] << Integer.SIZE | (i + 1);
      }
    }
    return best;
  }

  private int next(int node, char character) {
    long edge = edge(node, character);
    int slot = slot(edge);
    while (edges[slot] != edge) {
      if (edges[slot] == 0) {
        return NONE;
      }
      slot = (slot + 1) & (edges.length - 1);
    }
    return targets[slot];
  }

  private void add(String piece, int id) {
    boolean rest = piece.startsWith(CONTINUES) && piece.length() > CONTINUES.length();
    int node = rest ? WORD_REST : WORD_START;
    for (int i = rest ? CONTINUES.length() : 0; i < piece.length(); i++) {
      int next = next(node, piece.charAt(i));
      node = next == NONE ? grow(node, piece.charAt(i)) : next;
    }
    idOfNode[node] = id;
  }

  private int grow(int node, char character) {
    if (2 * nodes > edges.length) {
      rehash();
    }
    if (nodes == idOfNode.length) {
      idOfNode = Arrays.copyOf(idOfNode, 2 * nodes);
      Arrays.fill(idOfNode, nodes, 2 * nodes, NONE);
    }
    insert(edge(node, character), nodes);
    return nodes++;
  }

  private void insert(long edge, int target) {
    int slot = slot(edge);
    while (edges[slot] != 0) {
      slot = (slot + 1) & (edges.length - 1);
    }
    edges[slot] = edge;
    targets[slot] = target;
  }

  private void rehash() {
    long[] oldEdges = edges;
    int[] oldTargets = targets;
    edges = new long[2 * oldEdges.length];
    targets = new int[2 * oldEdges.length];
    for (int i = 0; i < oldEdges.length; i++) {
      if (oldEdges[i] != 0) {
        insert(oldEdges[i], oldTargets[i]);
      }
    }
  }

  /// Never zero, which marks a free slot.
  private static long edge(int node, char character) {
    return (long) (node + 1) << Character.SIZE | character;
  }

  /// Fibonacci hashing: the upper bits of a product with 2⁶⁴ / φ.
  private int slot(long edge) {
    return (int) ((edge * 0x9E3779B97F4A7C15L) >>> (Long.numberOfLeadingZeros(edges.length) + 1));
  }
}

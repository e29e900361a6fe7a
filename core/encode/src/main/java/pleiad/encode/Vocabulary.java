package pleiad.encode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The pieces a model knows, each with its number, in a tree that finds the longest piece at a
/// place in one walk.
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

  private final String[] pieces;
  private final int unknown;

  private int nodes = 2;
  private int[] idOfNode = new int[1 << 16];
  private long[] edges = new long[1 << 17];
  private int[] targets = new int[1 << 17];

  private Vocabulary(List<String> pieces) {
    this.pieces = pieces.toArray(String[]::new);
    Arrays.fill(idOfNode, NONE);
    for (int id = 0; id < this.pieces.length; id++) {
      add(this.pieces[id], id);
    }
    this.unknown = id("[UNK]");
  }

  /// Pieces in the order of their numbers, which must hold `[UNK]`.
  static Vocabulary of(List<String> pieces) {
    return new Vocabulary(pieces);
  }

  /// Reads `model.vocab` of a tokenizer file.
  ///
  /// @throws IOException when the file is broken or its vocabulary is no WordPiece
  static Vocabulary read(byte[] tokenizerJson) throws IOException {
    // Every name comes once, so tables of the names seen cost time and find nothing.
    JsonFactory factory =
        JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();
    try (JsonParser json = factory.createParser(tokenizerJson)) {
      enter(json, "model");
      enter(json, "vocab");
      List<String> pieces = new ArrayList<>();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String piece = json.currentName();
        int id = json.nextIntValue(NONE);
        if (id != pieces.size()) {
          throw new IOException(
              "the vocabulary numbers its pieces 0, 1, 2, ...; '%s' has %d where %d was expected"
                  .formatted(piece, id, pieces.size()));
        }
        pieces.add(piece);
      }
      return new Vocabulary(pieces);
    } catch (IllegalArgumentException incomplete) {
      throw new IOException(incomplete.getMessage(), incomplete);
    }
  }

  /// Goes to the object that is the field's value, within the object the parser stands in or
  /// before.
  private static void enter(JsonParser json, String field) throws IOException {
    if (json.currentToken() == null) {
      json.nextToken();
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      boolean found = json.currentName().equals(field);
      JsonToken value = json.nextToken();
      if (found && value == JsonToken.START_OBJECT) {
        return;
      }
      json.skipChildren();
    }
    throw new IOException("the tokenizer file has no object '%s' at this depth".formatted(field));
  }

  int size() {
    return pieces.length;
  }

  String piece(int id) {
    return pieces[id];
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

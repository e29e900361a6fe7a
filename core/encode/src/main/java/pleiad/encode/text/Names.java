package pleiad.encode.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// The entries of a vocabulary and their numbers, both ways. Numbers may leave gaps.
final class Names {
  /// Numbers an entry may have; the largest real vocabularies have a million.
  static final int MOST = 1 << 22;

  private final Map<String, Integer> ids = new HashMap<>();
  private @Nullable String[] pieces = new @Nullable String[1 << 15];
  private int size;

  /// Takes an entry in.
  ///
  /// @throws IllegalArgumentException when its number is none, or is another entry's
  void put(String piece, int id) {
    if (id < 0 || id >= MOST) {
      throw new IllegalArgumentException(
          "the piece '%s' has the number %d; expected 0 to %d".formatted(piece, id, MOST - 1));
    }
    if (id >= pieces.length) {
      pieces = Arrays.copyOf(pieces, Math.max(id + 1, pieces.length + (pieces.length >> 1)));
    }
    String before = pieces[id];
    if (before != null && !before.equals(piece)) {
      throw new IllegalArgumentException(
          "the pieces '%s' and '%s' have the same number %d".formatted(before, piece, id));
    }
    pieces[id] = piece;
    ids.put(piece, id);
    size = Math.max(size, id + 1);
  }

  int size() {
    return size;
  }

  String piece(int id) {
    String piece = id >= 0 && id < size ? pieces[id] : null;
    if (piece == null) {
      throw new IllegalArgumentException(
          "no piece has the number %d; the vocabulary goes from 0 to %d".formatted(id, size - 1));
    }
    return piece;
  }

  OptionalInt id(String piece) {
    Integer id = ids.get(piece);
    return id == null ? OptionalInt.empty() : OptionalInt.of(id);
  }

  boolean has(String piece) {
    return ids.containsKey(piece);
  }

  /// The first entries in the order of their numbers.
  ///
  /// @throws IllegalArgumentException when there is a gap
  List<String> inOrder(int count) {
    List<String> ordered = new ArrayList<>(count);
    for (int id = 0; id < count; id++) {
      ordered.add(piece(id));
    }
    return ordered;
  }
}

package pleiad.encode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The pieces of a text, as they are found: numbers and places, in columns.
final class Pieces {
  private final Vocabulary vocabulary;
  private int[] ids;
  private int[] starts;
  private int[] ends;
  private int count;

  Pieces(Vocabulary vocabulary, int expected) {
    this.vocabulary = vocabulary;
    this.ids = new int[expected];
    this.starts = new int[expected];
    this.ends = new int[expected];
  }

  void add(int id, int start, int end) {
    if (count == ids.length) {
      int larger = count + (count >> 1) + 8;
      ids = Arrays.copyOf(ids, larger);
      starts = Arrays.copyOf(starts, larger);
      ends = Arrays.copyOf(ends, larger);
    }
    ids[count] = id;
    starts[count] = start;
    ends[count] = end;
    count++;
  }

  int count() {
    return count;
  }

  int id(int index) {
    return ids[index];
  }

  /// Forgets the pieces behind the first `length`.
  void truncate(int length) {
    count = length;
  }

  List<Token> tokens() {
    List<Token> tokens = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      tokens.add(new Token(vocabulary.piece(ids[i]), ids[i], starts[i], ends[i]));
    }
    return tokens;
  }
}

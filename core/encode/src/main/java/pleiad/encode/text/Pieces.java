package pleiad.encode.text;

import java.util.Arrays;
import java.util.Objects;

/// The pieces of a text: numbers and places, in columns. A place is given in UTF-16 indexes of the
/// text; blanks around a word are no part of its piece's place, even where they are of its piece.
///
/// Several pieces may share a place: those of a character that was spelt in bytes.
public final class Pieces {
  private int[] ids;
  private int[] starts;
  private int[] ends;
  private int count;
  private int prefixed;

  Pieces(int expected) {
    this.ids = new int[expected];
    this.starts = new int[expected];
    this.ends = new int[expected];
  }

  private Pieces(Pieces all, int length) {
    this.ids = Arrays.copyOf(all.ids, length);
    this.starts = Arrays.copyOf(all.starts, length);
    this.ends = Arrays.copyOf(all.ends, length);
    this.count = length;
    this.prefixed = Math.min(all.prefixed, length);
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

  /// A piece of the prefix: it lies before the text.
  void addPrefixed(int id) {
    add(id, 0, 0);
    prefixed = count;
  }

  /// Forgets the pieces behind the first `length`.
  void truncate(int length) {
    count = length;
  }

  /// Pieces, those of the prefix among them.
  public int count() {
    return count;
  }

  /// How many of them come first and are the prefix's alone; their place is the text's beginning.
  public int prefixed() {
    return prefixed;
  }

  /// A piece's number in the vocabulary.
  public int id(int index) {
    return ids[Objects.checkIndex(index, count)];
  }

  /// Where a piece begins.
  public int start(int index) {
    return starts[Objects.checkIndex(index, count)];
  }

  /// Where a piece ends, exclusive.
  public int end(int index) {
    return ends[Objects.checkIndex(index, count)];
  }

  /// All numbers, in order.
  public int[] ids() {
    return Arrays.copyOf(ids, count);
  }

  /// The first pieces, at most `most` of them.
  public Pieces first(int most) {
    if (most < 0) {
      throw new IllegalArgumentException("at most %d pieces cannot be had".formatted(most));
    }
    return most >= count ? this : new Pieces(this, most);
  }
}

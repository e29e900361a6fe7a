package pleiad.encode;

import java.util.Arrays;
import pleiad.encode.text.Pieces;
import pleiad.encode.text.Template;
import pleiad.encode.text.Tokenizer;

/// The pass that a cross-encoder takes over two texts. Where both are too long, the longer one is
/// cut first, until they are equally long, and then both.
///
/// ```
/// [CLS] first [SEP] second [SEP]
/// ```
final class PairLayout {
  private final long[] ids;
  private final long[] types;
  private int count;

  private PairLayout(int room) {
    this.ids = new long[room];
    this.types = new long[room];
  }

  /// @param length ids of a pass at most, special ones included
  static Pass of(Pieces first, String second, Tokenizer tokenizer, int length) {
    Template.Pair around = tokenizer.template().pair();
    int fixed = around.before().count() + around.between().count() + around.after().count();
    if (fixed >= length) {
      throw new IllegalArgumentException(
          "a pass of %d tokens has no room for texts beside the %d around them"
              .formatted(length, fixed));
    }
    Pieces pieces = tokenizer.split(second);
    int ofFirst = ofFirst(first.count(), pieces.count(), length - fixed);
    int ofSecond = ofFirst(pieces.count(), first.count(), length - fixed);
    if (first.count() == pieces.count()) {
      ofSecond = Math.min(pieces.count(), length - fixed - ofFirst);
    }
    PairLayout layout = new PairLayout(fixed + ofFirst + ofSecond);
    layout.add(around.before());
    layout.add(first, ofFirst, around.firstType());
    layout.add(around.between());
    layout.add(pieces, ofSecond, around.secondType());
    layout.add(around.after());
    return layout.pass();
  }

  /// Pieces that are left of one text beside another. When both are cut, an odd piece is the longer
  /// one's.
  private static int ofFirst(int own, int other, int room) {
    if (own + other <= room) {
      return own;
    }
    int half = room / 2;
    if (own <= other) {
      return Math.min(own, half);
    }
    return other <= half ? room - other : room - half;
  }

  private void add(Template.Part part) {
    for (int i = 0; i < part.count(); i++) {
      ids[count] = part.ids().get(i);
      types[count++] = part.types().get(i);
    }
  }

  private void add(Pieces pieces, int kept, int type) {
    for (int i = 0; i < kept; i++) {
      ids[count] = pieces.id(i);
      types[count++] = type;
    }
  }

  private Pass pass() {
    long[] attention = new long[count];
    Arrays.fill(attention, 1);
    return new Pass(ids, attention, types, 0, count, new int[0]);
  }
}

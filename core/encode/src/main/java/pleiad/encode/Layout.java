package pleiad.encode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import pleiad.encode.text.Pieces;
import pleiad.encode.text.Template;
import pleiad.encode.text.Tokenizer;

/// The passes that a text takes, and the tokens that get vectors: every row kept of every pass, in
/// order.
///
/// What stands around the text, the special tokens, marker and prefix, is in each pass. Of these
/// rows those before the text are kept from the first pass and those behind it from the last.
final class Layout {
  /// Tokens that neighbouring windows share, where windows are long enough.
  private static final int OVERLAP = 64;

  private final String text;
  private final Prepared prepared;
  private final Side side;
  private final Tokenizer tokenizer;
  private final Template.Single around;
  private final Pieces pieces;
  private final int prefixed;
  private final List<Pass> passes = new ArrayList<>();
  private final List<Token> tokens = new ArrayList<>();
  private final List<InputRow> rows = new ArrayList<>();
  private final boolean explained;

  private Layout(String text, Side side, Tokenizer tokenizer, boolean explained) {
    this.text = text;
    this.explained = explained;
    this.prepared = side.prepare(text);
    this.side = side;
    this.tokenizer = tokenizer;
    this.around = tokenizer.template().single();
    this.pieces =
        side.prefix().isEmpty()
            ? tokenizer.split(prepared.text())
            : tokenizer.split(side.prefix(), prepared.text());
    this.prefixed = pieces.prefixed();
  }

  static Layout of(String text, Side side, Tokenizer tokenizer) {
    Layout layout = new Layout(text, side, tokenizer, false);
    layout.lay();
    return layout;
  }

  /// Every id of every pass, also of those whose rows are not kept.
  static List<InputRow> explain(String text, Side side, Tokenizer tokenizer) {
    Layout layout = new Layout(text, side, tokenizer, true);
    layout.lay();
    return layout.rows;
  }

  private void lay() {
    int count = pieces.count() - prefixed;
    int room = room();
    if (!side.windows()) {
      add(new Window(0, Math.min(count, room), 0, Math.min(count, room)), true, true);
      return;
    }
    List<Window> windows = Windows.over(count, room, Math.min(OVERLAP, (room - 1) / 4));
    for (int i = 0; i < windows.size(); i++) {
      add(windows.get(i), i == 0, i == windows.size() - 1);
    }
  }

  /// Tokens of text that a pass has room for.
  ///
  /// @throws IllegalArgumentException when there is none
  static int room(Side side, Tokenizer tokenizer) {
    return new Layout("", side, tokenizer, false).room();
  }

  private int room() {
    if (fixed() >= side.length()) {
      throw new IllegalArgumentException(
          "a pass of %d tokens has no room for text beside the %d around it"
              .formatted(side.length(), fixed()));
    }
    return side.length() - fixed();
  }

  /// Ids of a pass that are not of the text.
  private int fixed() {
    int marker = side.marker() == Side.NONE ? 0 : 1;
    return around.before().count() + marker + prefixed + around.after().count();
  }

  private void add(Window window, boolean first, boolean last) {
    Rows pass = new Rows(window, first, last);
    for (int i = 0; i < around.before().count(); i++) {
      pass.addLeading(
          around.before().ids().get(i), around.before().types().get(i), side.specialsKept());
    }
    for (int i = 0; i < prefixed; i++) {
      pass.addLeading(pieces.id(i), around.type(), side.prefixKept());
    }
    for (int i = window.start(); i < window.end(); i++) {
      pass.addText(i);
    }
    for (int i = 0; i < around.after().count(); i++) {
      pass.addTrailing(around.after().ids().get(i), around.after().types().get(i));
    }
    passes.add(pass.end());
  }

  /// The rows of a pass while they are put together.
  private final class Rows {
    private final Window window;
    private final boolean first;
    private final boolean last;
    private final long[] ids;
    private final long[] types;
    private final int[] kept;
    private int count;
    private int keptCount;
    private int lead;
    private boolean filling;

    Rows(Window window, boolean first, boolean last) {
      int room = Math.max(fixed() + window.end() - window.start(), side.expandTo());
      this.window = window;
      this.first = first;
      this.last = last;
      this.ids = new long[room];
      this.types = new long[room];
      this.kept = new int[room];
    }

    void addLeading(int id, int type, boolean wanted) {
      add(id, type, wanted && first, 0, 0);
      lead = prefixed == 0 ? 0 : count;
    }

    void addTrailing(int id, int type) {
      add(id, type, side.specialsKept() && last, text.length(), text.length());
    }

    void addText(int index) {
      int piece = prefixed + index;
      add(
          pieces.id(piece),
          around.type(),
          index >= window.keepFrom() && index < window.keepTo(),
          prepared.given(pieces.start(piece)),
          prepared.given(pieces.end(piece)));
    }

    private void add(int id, int type, boolean wanted, int start, int end) {
      boolean isKept = wanted && !side.skipped().get(id);
      if (isKept) {
        kept[keptCount++] = count;
        tokens.add(new Token(tokenizer.piece(id), id, start, end));
      }
      if (explained) {
        boolean attended = side.expansionAttended() || !filling;
        rows.add(
            new InputRow(passes.size(), tokenizer.piece(id), id, attended, isKept, start, end));
      }
      ids[count] = id;
      types[count++] = type;
      if (count == 1 && side.marker() != Side.NONE) {
        addLeading(side.marker(), 0, side.specialsKept());
      }
    }

    Pass end() {
      int seen = count;
      filling = true;
      while (count < side.expandTo()) {
        addTrailing(side.expansion(), 0);
      }
      long[] attention = new long[count];
      Arrays.fill(attention, 0, side.expansionAttended() ? count : seen, 1);
      return new Pass(
          Arrays.copyOf(ids, count),
          attention,
          Arrays.copyOf(types, count),
          lead,
          seen,
          Arrays.copyOf(kept, keptCount));
    }
  }

  List<Pass> passes() {
    return passes;
  }

  /// What each row kept stands for.
  List<Token> tokens() {
    return tokens;
  }
}

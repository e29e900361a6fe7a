package pleiad.encode;

import java.util.ArrayList;
import java.util.List;
import pleiad.encode.text.Pieces;
import pleiad.encode.text.Tokenizer;
import pleiad.vector.TokenVectors;

/// A bi-encoder of the BERT family used for late interaction: the last layer's state of every token
/// of the text, L2-normalised, without those of `[CLS]` and `[SEP]`; no prompt, no `[MASK]`
/// padding, the same for queries and documents. The one vector is the `[CLS]` state, L2-normalised.
///
/// A text longer than a pass is seen in overlapping [Windows]. Its one vector is then the
/// normalised mean of the windows' own.
final class BertEncoder implements Encoder {
  /// What of the encoding the files do not say; part of the fingerprint.
  static final String PROFILE =
      "wordpiece-uncased; [CLS] text [SEP]; last_hidden_state; tokens without [CLS] and [SEP]; l2;"
          + " window 510 overlap 64; single: mean of [CLS], l2";

  /// The model's 512 positions less `[CLS]` and `[SEP]`.
  static final int WINDOW = 510;

  /// Tokens that neighbouring windows share.
  static final int OVERLAP = 64;

  private final Model model;
  private final int cls;
  private final int sep;
  private final Tokenizer tokenizer;
  private final BertGraph graph;

  BertEncoder(Model model, Tokenizer tokenizer, BertGraph graph) {
    this.model = model;
    this.cls = tokenizer.specials().cls().orElseThrow();
    this.sep = tokenizer.specials().sep().orElseThrow();
    this.tokenizer = tokenizer;
    this.graph = graph;
  }

  @Override
  public Model model() {
    return model;
  }

  @Override
  public List<Token> tokenize(String text, Role role) {
    return tokens(tokenizer.split(text));
  }

  @Override
  public Encoding encode(String text, Role role) {
    Pieces pieces = tokenizer.split(text);
    int dimension = model.dimension();
    float[] rows = new float[roomFor(pieces.count(), dimension)];
    float[] single = new float[dimension];
    for (Window window : Windows.over(pieces.count(), WINDOW, OVERLAP)) {
      float[] hidden = graph.hidden(ids(pieces, window));
      for (int row = 0; row * dimension < hidden.length; row++) {
        normalize(hidden, row * dimension, dimension);
      }
      add(hidden, single);
      int kept = window.keepTo() - window.keepFrom();
      int first = 1 + window.keepFrom() - window.start();
      System.arraycopy(
          hidden, first * dimension, rows, window.keepFrom() * dimension, kept * dimension);
    }
    normalize(single, 0, dimension);
    return new Encoding(TokenVectors.of(rows, dimension), tokens(pieces), single);
  }

  private List<Token> tokens(Pieces pieces) {
    List<Token> tokens = new ArrayList<>(pieces.count());
    for (int i = 0; i < pieces.count(); i++) {
      int id = pieces.id(i);
      tokens.add(new Token(tokenizer.piece(id), id, pieces.start(i), pieces.end(i)));
    }
    return tokens;
  }

  private static int roomFor(int tokens, int dimension) {
    if (tokens > Integer.MAX_VALUE / dimension) {
      throw new IllegalArgumentException(
          "the text has %d tokens; at most %d fit one document, so split it"
              .formatted(tokens, Integer.MAX_VALUE / dimension));
    }
    return tokens * dimension;
  }

  private long[] ids(Pieces pieces, Window window) {
    int length = window.end() - window.start();
    long[] ids = new long[length + 2];
    ids[0] = cls;
    for (int i = 0; i < length; i++) {
      ids[i + 1] = pieces.id(window.start() + i);
    }
    ids[length + 1] = sep;
    return ids;
  }

  /// Adds the first row of `rows` to `sum`.
  private static void add(float[] rows, float[] sum) {
    for (int k = 0; k < sum.length; k++) {
      sum[k] += rows[k];
    }
  }

  /// Scales a row to length one; a row of zeros stays.
  private static void normalize(float[] rows, int from, int dimension) {
    double squares = 0;
    for (int k = from; k < from + dimension; k++) {
      squares += (double) rows[k] * rows[k];
    }
    if (squares > 0) {
      float scale = (float) (1 / Math.sqrt(squares));
      for (int k = from; k < from + dimension; k++) {
        rows[k] *= scale;
      }
    }
  }

  @Override
  public void close() {
    graph.close();
    tokenizer.close();
  }
}

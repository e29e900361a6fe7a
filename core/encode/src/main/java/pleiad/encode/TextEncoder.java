package pleiad.encode;

import java.util.Arrays;
import java.util.List;
import pleiad.encode.checkpoint.Pooling;
import pleiad.encode.text.Tokenizer;
import pleiad.vector.TokenVectors;

/// An encoder of texts: a transformer, and a [Recipe] of what is done around it.
///
/// A text longer than a pass is seen in overlapping [Windows], where its [Side] does not cut it.
/// Its one vector is then the normalised mean of the windows' own.
final class TextEncoder implements Encoder {
  private final Model model;
  private final Tokenizer tokenizer;
  private final Recipe recipe;
  private final Session session;

  TextEncoder(Model model, Tokenizer tokenizer, Recipe recipe, Session session) {
    this.model = model;
    this.tokenizer = tokenizer;
    this.recipe = recipe;
    this.session = session;
  }

  @Override
  public Model model() {
    return model;
  }

  @Override
  public List<Token> tokenize(String text, Role role) {
    return layout(text, role).tokens();
  }

  @Override
  public List<InputRow> rows(String text, Role role) {
    return Layout.explain(text, recipe.side(role), tokenizer);
  }

  private Layout layout(String text, Role role) {
    return Layout.of(text, recipe.side(role), tokenizer);
  }

  @Override
  public Encoding encode(String text, Role role) {
    return encode(text, role, recipe.single());
  }

  @Override
  public float[] pooled(String text, Role role, Pooling.Mode mode) {
    return encode(text, role, recipe.single().pooledBy(mode, model.dimension())).single();
  }

  private Encoding encode(String text, Role role, Single pooling) {
    Layout layout = layout(text, role);
    int dimension = model.dimension();
    float[] rows = new float[roomFor(layout.tokens().size(), dimension)];
    float[] single = new float[pooling.dimension()];
    int filled = 0;
    for (Pass pass : layout.passes()) {
      float[] states = pass.states(session);
      if (!pooling.projected()) {
        add(one(states, pass, pooling), single);
      }
      float[] vectors = normalized(recipe.project(states, pass.ids().length), dimension);
      for (int row : pass.kept()) {
        System.arraycopy(vectors, row * dimension, rows, filled, dimension);
        filled += dimension;
      }
    }
    if (pooling.projected() && !layout.tokens().isEmpty()) {
      single = pooling.of(rows, layout.tokens().size(), dimension);
    }
    Pooled.normalize(single, 0, single.length);
    return new Encoding(TokenVectors.of(rows, dimension), layout.tokens(), single);
  }

  /// The text's one vector as one pass has it.
  private static float[] one(float[] states, Pass pass, Single pooling) {
    int width = states.length / pass.ids().length;
    int from = pooling.withPrompt() ? 0 : pass.lead();
    float[] pooled =
        from == 0 ? states : Arrays.copyOfRange(states, from * width, pass.seen() * width);
    float[] one = pooling.of(pooled, pass.seen() - from, width);
    Pooled.normalize(one, 0, one.length);
    return one;
  }

  private static int roomFor(int tokens, int dimension) {
    if (tokens > Integer.MAX_VALUE / dimension) {
      throw new IllegalArgumentException(
          "the text has %d tokens; at most %d fit one document, so split it"
              .formatted(tokens, Integer.MAX_VALUE / dimension));
    }
    return tokens * dimension;
  }

  private static void add(float[] one, float[] sum) {
    for (int k = 0; k < sum.length; k++) {
      sum[k] += one[k];
    }
  }

  private static float[] normalized(float[] rows, int dimension) {
    for (int from = 0; from < rows.length; from += dimension) {
      Pooled.normalize(rows, from, dimension);
    }
    return rows;
  }

  @Override
  public void close() {
    session.close();
    tokenizer.close();
  }
}

package pleiad.encode;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
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
    return encoding(layout(text, role), recipe.single(), session::run);
  }

  @Override
  public float[] pooled(String text, Role role, Pooling.Mode mode) {
    Single pooling = recipe.single().pooledBy(mode, model.dimension());
    return encoding(layout(text, role), pooling, session::run).single();
  }

  @Override
  public List<Encoding> encodeAll(List<String> texts, Role role) {
    List<Layout> layouts = texts.stream().map(text -> layout(text, role)).toList();
    List<Integer> lengths = layouts.stream().map(this::length).toList();
    Encoding[] encodings = new Encoding[texts.size()];
    for (List<Integer> group : Batches.of(lengths, session.batchTokens())) {
      if (group.size() == 1) {
        int alone = group.getFirst();
        encodings[alone] = encoding(layouts.get(alone), recipe.single(), session::run);
        continue;
      }
      List<Pass> passes =
          group.stream().map(each -> layouts.get(each).passes().getFirst()).toList();
      List<float[]> states = session.run(passes);
      for (int i = 0; i < group.size(); i++) {
        float[] own = states.get(i);
        encodings[group.get(i)] = encoding(layouts.get(group.get(i)), recipe.single(), _ -> own);
      }
    }
    return List.of(encodings);
  }

  /// Ids of a text; a long one's are so many that it is alone in its passes.
  private int length(Layout layout) {
    return layout.passes().size() == 1
        ? layout.passes().getFirst().ids().length
        : Integer.MAX_VALUE;
  }

  private Encoding encoding(Layout layout, Single pooling, Function<Pass, float[]> run) {
    int dimension = model.dimension();
    float[] rows = new float[roomFor(layout.tokens().size(), dimension)];
    float[] single = new float[pooling.dimension()];
    int filled = 0;
    for (Pass pass : layout.passes()) {
      float[] states = run.apply(pass);
      if (!pooling.projected()) {
        add(one(states, pass, pooling), single);
      }
      float[] vectors = UnitRows.of(recipe.project(states, pass.ids().length), dimension);
      for (int row : pass.kept()) {
        System.arraycopy(vectors, row * dimension, rows, filled, dimension);
        filled += dimension;
      }
    }
    if (pooling.projected() && !layout.tokens().isEmpty()) {
      single = pooling.of(rows, layout.tokens().size(), dimension);
    }
    return new Encoding(TokenVectors.of(rows, dimension), layout.tokens(), UnitRows.of(single));
  }

  /// The text's one vector as one pass has it.
  private static float[] one(float[] states, Pass pass, Single pooling) {
    int width = states.length / pass.ids().length;
    int from = pooling.withPrompt() ? 0 : pass.lead();
    float[] pooled =
        from == 0 ? states : Arrays.copyOfRange(states, from * width, pass.seen() * width);
    return UnitRows.of(pooling.of(pooled, pass.seen() - from, width));
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

  @Override
  public void close() {
    session.close();
    tokenizer.close();
  }
}

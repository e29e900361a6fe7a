package pleiad.encode.onnx;

import java.io.IOException;
import java.util.List;
import pleiad.encode.weights.Config;

/// BERT and what differs from it by names and tables: RoBERTa, XLM-RoBERTa, DistilBERT. Embeddings
/// of word, position and type are added and normalized; each layer attends and feeds forward, and
/// normalizes what it adds.
///
/// @param types rows of the table of token types; 0 for a family that has none
/// @param padding the token number from which RoBERTa counts its positions; -1 for the other
///   families
record Bert(Names names, Sizes sizes, int types, int padding, Activation activation, double epsilon)
    implements Architecture {
  private static final String EMBEDDINGS = "embeddings.";

  private static final String WORDS = EMBEDDINGS + "word_embeddings.weight";

  private static final String TYPES = EMBEDDINGS + "token_type_embeddings.weight";

  private static final int NONE = -1;

  /// What the parts of a layer are called.
  record Names(
      String layer,
      String query,
      String key,
      String value,
      String out,
      String outNorm,
      String up,
      String down,
      String downNorm) {}

  private static final Names OF_BERT =
      new Names(
          "encoder.layer.",
          "attention.self.query",
          "attention.self.key",
          "attention.self.value",
          "attention.output.dense",
          "attention.output.LayerNorm",
          "intermediate.dense",
          "output.dense",
          "output.LayerNorm");

  private static final Names OF_DISTILBERT =
      new Names(
          "transformer.layer.",
          "attention.q_lin",
          "attention.k_lin",
          "attention.v_lin",
          "attention.out_lin",
          "sa_layer_norm",
          "ffn.lin1",
          "ffn.lin2",
          "output_layer_norm");

  static Bert bert(Config config) throws IOException {
    return usual(config, NONE);
  }

  static Bert roberta(Config config) throws IOException {
    int padding = config.has("pad_token_id") ? config.whole("pad_token_id", 0, Short.MAX_VALUE) : 1;
    Bert bert = usual(config, padding);
    if (bert.window() < 1) {
      throw config.unsupported(
          "max_position_embeddings", "more than pad_token_id + 1, which is " + (padding + 1));
    }
    return bert;
  }

  private static Bert usual(Config config, int padding) throws IOException {
    Architecture.checkPlain(config);
    if (!config.text("position_embedding_type", "absolute").equals("absolute")) {
      throw config.unsupported("position_embedding_type", "absolute");
    }
    return new Bert(
        OF_BERT,
        Sizes.of(config, Sizes.USUAL),
        config.whole("type_vocab_size", 1, Short.MAX_VALUE),
        padding,
        Activation.named(config, "hidden_act"),
        config.positive("layer_norm_eps", 1e-12));
  }

  static Bert distilBert(Config config) throws IOException {
    Architecture.checkPlain(config);
    return new Bert(
        OF_DISTILBERT,
        Sizes.of(config, Sizes.DISTILLED),
        0,
        NONE,
        Activation.named(config, "activation"),
        1e-12);
  }

  @Override
  public String anchor() {
    return WORDS;
  }

  private boolean tellsTypes() {
    return types > 0 && padding == NONE;
  }

  @Override
  public List<String> inputs() {
    return tellsTypes()
        ? List.of(IDS_AND_MASK.get(0), IDS_AND_MASK.get(1), "token_type_ids")
        : IDS_AND_MASK;
  }

  @Override
  public int dimension() {
    return sizes.hidden();
  }

  @Override
  public int window() {
    return sizes.positions() - padding - 1;
  }

  @Override
  public String states(Layers layers) throws IOException {
    String states = embeddings(layers);
    String bias = layers.bias(layers.seen(inputs().get(1)));
    for (int i = 0; i < sizes.layers(); i++) {
      states = layer(layers, names.layer() + i + ".", states, bias);
    }
    return states;
  }

  private String embeddings(Layers layers) throws IOException {
    int hidden = sizes.hidden();
    String ids = inputs().getFirst();
    String sum = layers.words(ids, WORDS, sizes.words(), hidden);
    if (types > 0) {
      String type = tellsTypes() ? inputs().getLast() : layers.graph().wholes(0L);
      sum = layers.plus(sum, layers.rows(type, TYPES, types, hidden));
    }
    String positions = padding == NONE ? layers.positions(ids) : countedFromPadding(layers, ids);
    String table = EMBEDDINGS + "position_embeddings.weight";
    sum = layers.plus(sum, layers.rows(positions, table, sizes.positions(), hidden));
    return layers.norm(sum, EMBEDDINGS + "LayerNorm", hidden, true, epsilon);
  }

  /// Positions as fairseq counts them: tokens that are no padding from `padding + 1` on, padding at
  /// `padding`.
  private String countedFromPadding(Layers layers, String ids) {
    Graph graph = layers.graph();
    String isPadding = graph.add("Equal", List.of(ids, graph.whole(padding)));
    String isToken =
        graph.add(
            "Cast",
            List.of(graph.add("Not", List.of(isPadding))),
            new Attribute.Whole("to", NumberType.INT64.code()));
    String count = graph.add("CumSum", List.of(isToken, graph.whole(1)));
    String ofTokens = graph.add("Mul", List.of(count, isToken));
    return layers.plus(ofTokens, graph.whole(padding));
  }

  private String layer(Layers layers, String name, String x, String bias) throws IOException {
    int hidden = sizes.hidden();
    int heads = sizes.heads();
    String q = layers.linear(x, name + names.query(), hidden, hidden, true);
    String k = layers.linear(x, name + names.key(), hidden, hidden, true);
    String v = layers.linear(x, name + names.value(), hidden, hidden, true);
    String attended =
        layers.attention(
            layers.heads(q, heads, hidden),
            layers.heads(k, heads, hidden),
            layers.heads(v, heads, hidden),
            bias,
            heads,
            hidden);
    String out = layers.linear(attended, name + names.out(), hidden, hidden, true);
    String middle = layers.norm(layers.plus(out, x), name + names.outNorm(), hidden, true, epsilon);
    String up = layers.linear(middle, name + names.up(), hidden, sizes.inner(), true);
    String active = activation.add(layers.graph(), up);
    String down = layers.linear(active, name + names.down(), sizes.inner(), hidden, true);
    return layers.norm(layers.plus(down, middle), name + names.downNorm(), hidden, true, epsilon);
  }
}

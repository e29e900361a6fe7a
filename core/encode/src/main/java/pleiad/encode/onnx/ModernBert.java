package pleiad.encode.onnx;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import pleiad.encode.weights.Config;

/// ModernBERT: positions are rotations, some layers see all tokens and others a window of
/// neighbours, each layer normalizes what it takes in, and the feed-forward block is gated (GeGLU).
///
/// @param local for each layer, whether it sees only neighbours
/// @param reach neighbours to either side
record ModernBert(
    Sizes sizes,
    List<Boolean> local,
    int reach,
    double globalTheta,
    double localTheta,
    Activation activation,
    double epsilon,
    boolean attentionBiased,
    boolean innerBiased,
    boolean normBiased)
    implements Architecture {
  private static final String WORDS = "embeddings.tok_embeddings.weight";

  private static final String GLOBAL = "full_attention";

  private static final String LOCAL = "sliding_attention";

  static ModernBert of(Config config) throws IOException {
    Architecture.checkPlain(config);
    Sizes sizes = Sizes.of(config, Sizes.USUAL);
    int headSize = sizes.hidden() / sizes.heads();
    if (headSize % 2 != 0) {
      throw config.unsupported("num_attention_heads", "heads of an even number of numbers");
    }
    if (config.has("head_dim") && config.whole("head_dim", 1, Short.MAX_VALUE) != headSize) {
      throw config.unsupported("head_dim", "hidden_size / num_attention_heads = " + headSize);
    }
    return new ModernBert(
        sizes,
        local(config, sizes.layers()),
        config.has("local_attention") ? config.whole("local_attention", 1, 1 << 24) / 2 : 64,
        theta(config, GLOBAL, "global_rope_theta", 160_000),
        theta(config, LOCAL, "local_rope_theta", 10_000),
        Activation.named(config, "hidden_activation"),
        config.positive("norm_eps", 1e-5),
        config.flag("attention_bias", false),
        config.flag("mlp_bias", false),
        config.flag("norm_bias", false));
  }

  /// Which layers see only neighbours: listed, or all but every so many.
  private static List<Boolean> local(Config config, int layers) throws IOException {
    List<Boolean> local = new ArrayList<>();
    if (!config.has("layer_types")) {
      int every =
          config.has("global_attn_every_n_layers")
              ? config.whole("global_attn_every_n_layers", 1, Short.MAX_VALUE)
              : 3;
      for (int i = 0; i < layers; i++) {
        local.add(i % every != 0);
      }
      return local;
    }
    for (String type : config.texts("layer_types")) {
      if (!type.equals(GLOBAL) && !type.equals(LOCAL)) {
        throw config.unsupported("layer_types", "of %s and %s".formatted(GLOBAL, LOCAL));
      }
      local.add(type.equals(LOCAL));
    }
    if (local.size() != layers) {
      throw config.unsupported("layer_types", "as many as num_hidden_layers, " + layers);
    }
    return local;
  }

  /// The base of a kind of layer's angles; configurations before transformers 5 have it under a
  /// name of its own.
  private static double theta(Config config, String kind, String old, double absent)
      throws IOException {
    if (!config.empty("rope_scaling")) {
      throw config.unsupported("rope_scaling", "none");
    }
    double theta = config.positive(old, absent);
    if (!config.has("rope_parameters") || !config.section("rope_parameters").has(kind)) {
      return theta;
    }
    Config rope = config.section("rope_parameters").section(kind);
    if (!rope.text("rope_type", "default").equals("default")) {
      throw rope.unsupported("rope_type", "default");
    }
    return rope.positive("rope_theta", theta);
  }

  @Override
  public String anchor() {
    return WORDS;
  }

  @Override
  public List<String> inputs() {
    return IDS_AND_MASK;
  }

  @Override
  public int dimension() {
    return sizes.hidden();
  }

  @Override
  public int window() {
    return sizes.positions();
  }

  /// What the layers of one kind have in common.
  private record Kind(Rotation rotation, String bias) {}

  @Override
  public String states(Layers layers) throws IOException {
    Graph graph = layers.graph();
    String ids = IDS_AND_MASK.get(0);
    String positions = layers.positions(ids);
    String seen = layers.seen(IDS_AND_MASK.get(1));
    int headSize = sizes.hidden() / sizes.heads();
    Kind global = new Kind(Rotation.of(graph, positions, globalTheta, headSize), layers.bias(seen));
    String near = graph.add("And", List.of(seen, near(graph, positions)));
    Kind neighbours =
        new Kind(Rotation.of(graph, positions, localTheta, headSize), layers.bias(near));
    String words = layers.words(ids, WORDS, sizes.words(), sizes.hidden());
    String states = norm(layers, words, "embeddings.norm");
    for (int i = 0; i < sizes.layers(); i++) {
      states = layer(layers, i, states, local.get(i) ? neighbours : global);
    }
    return norm(layers, states, "final_norm");
  }

  /// Which positions are within reach of each other, `[n, n]`.
  private String near(Graph graph, String positions) {
    String rows = graph.add("Unsqueeze", List.of(positions, graph.wholes(1L)));
    String distance = graph.add("Abs", List.of(graph.add("Sub", List.of(rows, positions))));
    return graph.add("LessOrEqual", List.of(distance, graph.whole(reach)));
  }

  private String layer(Layers layers, int index, String x, Kind kind) throws IOException {
    String name = "layers.%d.".formatted(index);
    String in = index == 0 ? x : norm(layers, x, name + "attn_norm");
    String middle = layers.plus(x, attention(layers, name + "attn.", in, kind));
    String normed = norm(layers, middle, name + "mlp_norm");
    return layers.plus(middle, forward(layers, name + "mlp.", normed));
  }

  private String attention(Layers layers, String name, String x, Kind kind) throws IOException {
    int hidden = sizes.hidden();
    String all = layers.linear(x, name + "Wqkv", hidden, 3 * hidden, attentionBiased);
    List<String> parts = split(layers.graph(), all, 3);
    List<String> heads = new ArrayList<>();
    for (String part : parts) {
      heads.add(layers.heads(part, sizes.heads(), hidden));
    }
    String q = kind.rotation().turn(layers.graph(), heads.get(0));
    String k = kind.rotation().turn(layers.graph(), heads.get(1));
    String mixed = layers.attention(q, k, heads.get(2), kind.bias(), sizes.heads(), hidden);
    return layers.linear(mixed, name + "Wo", hidden, hidden, attentionBiased);
  }

  private String forward(Layers layers, String name, String x) throws IOException {
    int hidden = sizes.hidden();
    String both = layers.linear(x, name + "Wi", hidden, 2 * sizes.inner(), innerBiased);
    List<String> parts = split(layers.graph(), both, 2);
    String active = activation.add(layers.graph(), parts.get(0));
    String gated = layers.graph().add("Mul", List.of(active, parts.get(1)));
    return layers.linear(gated, name + "Wo", sizes.inner(), hidden, innerBiased);
  }

  private static List<String> split(Graph graph, String x, int parts) {
    return graph.add(
        "Split",
        List.of(x),
        parts,
        new Attribute.Whole("axis", -1),
        new Attribute.Whole("num_outputs", parts));
  }

  private String norm(Layers layers, String x, String name) throws IOException {
    return layers.norm(x, name, sizes.hidden(), normBiased, epsilon);
  }
}

package pleiad.encode.checkpoint;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import pleiad.encode.onnx.GraphAnswer;
import pleiad.encode.weights.Config;

/// Reads a model of one vector a text.
///
/// @param contents what its folder says
/// @param dialect in which way
record BiEncoders(Contents contents, Dialect dialect) {
  private static final Set<String> KNOWN = Set.of("Transformer", "Pooling", "Dense", "Normalize");

  private static final String VECTOR = "sentence_embedding";

  static BiEncoder read(Contents contents, Dialect dialect) throws IOException {
    return new BiEncoders(contents, dialect).read();
  }

  private BiEncoder read() throws IOException {
    checkSteps();
    List<Graph.Candidate> candidates = Graphs.candidates(contents.folder(), this::refusal);
    Graph graph = Graphs.choose(contents, candidates, true);
    int states = states(graph);
    Pooling pooling = pooling();
    int pooled = states * pooling.modes().size();
    List<Dense> layers =
        Layers.of(contents.steps("Dense"), OptionalInt.of(pooled), Activation.TANH);
    int dimension = layers.isEmpty() ? pooled : layers.getLast().linear().outputs();
    boolean normalized = contents.hasStep("Normalize");
    Projection projection =
        new Projection(
            layers,
            dimension,
            Matryoshka.cut(contents, dimension),
            Matryoshka.shorter(contents, Optional.empty(), dimension),
            normalized);
    int longest = contents.longest();
    return new BiEncoder(
        contents.basis(dialect, graph),
        pooling,
        projection,
        comparison(),
        contents.prompts(),
        longest,
        contents.lowerCase());
  }

  private int states(Graph graph) throws IOException {
    if (contents.backbone().dimension().isPresent()) {
      return contents.backbone().dimension().getAsInt();
    }
    return switch (graph) {
      case Graph.File file when file.answer().dimension().isPresent() ->
          file.answer().dimension().getAsInt();
      case Graph.Written written -> written.encoder().dimension();
      case Graph.File _, Graph.Missing _ ->
          throw new IOException(
              "nothing in '%s' says how many numbers the encoder gives for a token"
                  .formatted(contents.folder()));
    };
  }

  private Optional<String> refusal(GraphAnswer answer) {
    return switch (answer.content()) {
      case STATES ->
          LateInteractions.differing(
              answer, contents.backbone().dimension().orElse(0), "the encoder's states");
      case NORMALIZED, PROJECTED ->
          Optional.of("gives projected token vectors, and the model has one vector for a text");
      case LOGITS -> Optional.of("gives scores, and the model has one vector for a text");
    };
  }

  /// Transformer, Pooling, any layers, Normalize; in this order only.
  private void checkSteps() throws IOException {
    int place = 0;
    List<String> order = List.of("Transformer", "Pooling", "Dense", "Normalize");
    for (Step step : contents.steps()) {
      int next = order.indexOf(step.type());
      if (!KNOWN.contains(step.type()) || next < place) {
        throw new IOException(
            "'%s' lists a module '%s' at a place where it is not supported; supported are %s, in this order"
                .formatted(
                    contents.folder().resolve("modules.json"),
                    step.type(),
                    String.join(", ", order)));
      }
      place = next;
      Optional<Config> config = step.is("Dense") ? step.ownConfig() : Optional.empty();
      if (config.isPresent() && !config.get().text("module_input_name", VECTOR).equals(VECTOR)) {
        throw config.get().unsupported("module_input_name", VECTOR);
      }
    }
  }

  private BiEncoder.Comparison comparison() throws IOException {
    Optional<Config> sentence = contents.said().sentence();
    if (sentence.isEmpty() || !sentence.get().has("similarity_fn_name")) {
      return BiEncoder.Comparison.COSINE;
    }
    String name = sentence.get().text("similarity_fn_name");
    for (BiEncoder.Comparison each : BiEncoder.Comparison.values()) {
      if (each.label().equals(name.toLowerCase(Locale.ROOT))) {
        return each;
      }
    }
    throw sentence.get().unsupported("similarity_fn_name", "cosine, dot, euclidean or manhattan");
  }

  private Pooling pooling() throws IOException {
    List<Step> steps = contents.steps("Pooling");
    if (steps.isEmpty()) {
      contents
          .notes()
          .say(
              "no file says how one vector is made of a text's tokens; their mean is a guess, which"
                  + " is wrong for models such as bge that take the first token's");
      return new Pooling(List.of(Pooling.Mode.MEAN), true, true);
    }
    Config config = steps.getFirst().config();
    return new Pooling(modes(config), config.flag("include_prompt", true), false);
  }

  private static List<Pooling.Mode> modes(Config config) throws IOException {
    List<Pooling.Mode> modes = new ArrayList<>();
    if (config.has("pooling_mode")) {
      List<String> names =
          config.isText("pooling_mode")
              ? List.of(config.text("pooling_mode"))
              : config.texts("pooling_mode");
      for (String name : names) {
        modes.add(mode(config, name));
      }
      return modes;
    }
    for (Pooling.Mode mode : Pooling.Mode.values()) {
      if (config.flag(flag(mode), false)) {
        modes.add(mode);
      }
    }
    return modes.isEmpty() ? List.of(Pooling.Mode.MEAN) : modes;
  }

  private static Pooling.Mode mode(Config config, String name) throws IOException {
    for (Pooling.Mode mode : Pooling.Mode.values()) {
      if (mode.label().equals(name.toLowerCase(Locale.ROOT))) {
        return mode;
      }
    }
    throw config.unsupported(
        "pooling_mode", "cls, max, mean, mean_sqrt_len_tokens, weightedmean or lasttoken");
  }

  /// What older files call a mode, each its own member.
  private static String flag(Pooling.Mode mode) {
    return "pooling_mode_"
        + switch (mode) {
          case CLS -> "cls_token";
          case MAX -> "max_tokens";
          case MEAN -> "mean_tokens";
          case MEAN_SQRT_LEN_TOKENS -> "mean_sqrt_len_tokens";
          case WEIGHTEDMEAN -> "weightedmean_tokens";
          case LASTTOKEN -> "lasttoken";
        };
  }
}

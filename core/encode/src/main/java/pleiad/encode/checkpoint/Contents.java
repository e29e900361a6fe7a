package pleiad.encode.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import pleiad.encode.weights.Config;

/// All that a model's folder says, before it is made sense of.
///
/// @param folder the folder
/// @param said its files of settings
/// @param steps what `modules.json` lists
/// @param backbone the encoder
/// @param tokens the vocabulary
/// @param weights the encoder's tensors, where they are safetensors
/// @param notes what there is to say aloud
record Contents(
    Path folder,
    Said said,
    List<Step> steps,
    Backbone backbone,
    Tokens tokens,
    Optional<Tensors> weights,
    Notes notes) {
  /// Files of settings, where they are there.
  ///
  /// @param model `config.json`
  /// @param sentence `config_sentence_transformers.json`
  /// @param transformer `sentence_bert_config.json`
  /// @param artifact Stanford's `artifact.metadata`
  /// @param onnx next-plaid's `onnx_config.json`
  record Said(
      Optional<Config> model,
      Optional<Config> sentence,
      Optional<Config> transformer,
      Optional<Config> artifact,
      Optional<Config> onnx) {
    /// Whether `config.json` names an architecture that ends like this.
    boolean isArchitecture(String ending) throws IOException {
      return model.isPresent()
          && !model.get().empty("architectures")
          && model.get().texts("architectures").stream().anyMatch(name -> name.endsWith(ending));
    }

    /// Whether sentence-transformers' file says that the model is of this type.
    boolean isType(String type) throws IOException {
      return sentence.isPresent() && sentence.get().text("model_type", "").equals(type);
    }
  }

  private static final int MOST = 1 << 24;

  private static final List<String> STATES = List.of("hidden_size", "dim", "d_model", "n_embd");

  private static final List<String> WINDOW = List.of("max_position_embeddings", "n_positions");

  /// Families that count positions from behind the number of their padding token.
  private static final Set<String> OFFSET = Set.of("roberta", "xlm-roberta", "camembert");

  static Contents read(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException("there is no folder '%s'".formatted(folder));
    }
    List<Step> steps = Step.list(folder);
    Path own =
        steps.stream()
            .filter(step -> step.is("Transformer"))
            .map(Step::folder)
            .findFirst()
            .orElse(folder);
    Said said =
        new Said(
            config(own, "config.json"),
            config(folder, "config_sentence_transformers.json"),
            config(own, "sentence_bert_config.json"),
            config(folder, "artifact.metadata"),
            config(folder, "onnx_config.json"));
    return new Contents(
        folder,
        said,
        steps,
        backbone(own, said),
        Tokenizers.read(own),
        Tensors.read(own),
        new Notes());
  }

  private static Optional<Config> config(Path folder, String name) throws IOException {
    Path file = folder.resolve(name);
    return Files.exists(file) ? Optional.of(Config.read(file)) : Optional.empty();
  }

  private static Backbone backbone(Path folder, Said said) throws IOException {
    if (said.model().isEmpty()) {
      if (said.onnx().isEmpty() && !nextPlaid(said.sentence())) {
        throw new IOException(
            "there is no config.json in '%s'; is it the folder of a model?".formatted(folder));
      }
      return new Backbone(folder, "unknown", OptionalInt.empty(), OptionalInt.empty());
    }
    Config config = said.model().get();
    String family = config.text("model_type", "unknown");
    OptionalInt window = whole(config, WINDOW);
    if (window.isPresent() && OFFSET.contains(family)) {
      int padding = config.has("pad_token_id") ? config.whole("pad_token_id", 0, MOST) : 1;
      window = OptionalInt.of(Math.max(1, window.getAsInt() - padding - 1));
    }
    return new Backbone(folder, family, whole(config, STATES), window);
  }

  /// The first of some members that is there.
  private static OptionalInt whole(Config config, List<String> names) throws IOException {
    for (String name : names) {
      if (config.has(name)) {
        return OptionalInt.of(config.whole(name, 1, MOST));
      }
    }
    return OptionalInt.empty();
  }

  /// Whether sentence-transformers' file is one that next-plaid's exporter wrote.
  static boolean nextPlaid(Optional<Config> sentence) {
    return sentence.isPresent()
        && sentence.get().has("embedding_dim")
        && sentence.get().has("query_prefix_id");
  }

  boolean hasStep(String type) {
    return steps.stream().anyMatch(step -> step.is(type));
  }

  List<Step> steps(String type) {
    return steps.stream().filter(step -> step.is(type)).toList();
  }

  /// Whether the encoder's weights hold a projection.
  boolean hasStanfordProjection() {
    return weights.isPresent() && Layers.isStanford(weights.get(), backbone.dimension());
  }

  /// A text's tokens at most, with the special ones.
  int longest() throws IOException {
    int longest = Integer.MAX_VALUE;
    if (said.transformer().isPresent() && said.transformer().get().has("max_seq_length")) {
      longest = said.transformer().get().whole("max_seq_length", 1, Settings.LONGEST);
    } else if (tokens.longest().isPresent()) {
      longest = tokens.longest().getAsInt();
    }
    longest = Math.min(longest, backbone.window().orElse(longest));
    if (longest == Integer.MAX_VALUE) {
      longest = 512;
      notes.say("no file says how many tokens a text may have; taken is %d".formatted(longest));
    }
    return longest;
  }

  /// A length that the encoder has room for.
  int within(int length, String what) {
    if (backbone.window().isPresent() && length > backbone.window().getAsInt()) {
      int window = backbone.window().getAsInt();
      notes.say("%s may have %d tokens, and the encoder takes %d".formatted(what, length, window));
      return window;
    }
    return length;
  }

  boolean lowerCase() throws IOException {
    return (said.transformer().isPresent() && said.transformer().get().flag("do_lower_case", false))
        || (said.onnx().isPresent() && said.onnx().get().flag("do_lower_case", false));
  }

  Prompts prompts() throws IOException {
    if (said.sentence().isEmpty()) {
      return Prompts.NONE;
    }
    Config sentence = said.sentence().get();
    Map<String, String> byName = new LinkedHashMap<>();
    if (sentence.has("prompts")) {
      Config prompts = sentence.section("prompts");
      for (String name : prompts.names()) {
        byName.put(name, prompts.text(name, ""));
      }
    }
    return new Prompts(
        byName,
        sentence.has("default_prompt_name")
            ? Optional.of(sentence.text("default_prompt_name"))
            : Optional.empty());
  }

  Basis basis(Dialect dialect, Graph graph) {
    return new Basis(folder, dialect, backbone, tokens.files(), graph, notes.lines());
  }
}

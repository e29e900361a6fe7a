package pleiad.encode.checkpoint;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import pleiad.encode.weights.Config;

/// The modules of sentence-transformers 6 behind the encoder, in their order. The other dialects
/// have layers only, and bring vectors to unit length without saying so.
///
/// @param contents what the folder says
/// @param dense its layers
/// @param normalizes whether vectors are brought to unit length
/// @param pooling how they are pooled, if they are
/// @param mask what is left out
record MultiVectorSteps(
    Contents contents,
    List<Step> dense,
    boolean normalizes,
    Optional<TokenPooling> pooling,
    Skiplist mask) {
  private static final String TOKENS = "token_embeddings";

  static MultiVectorSteps read(Contents contents, Dialect dialect) throws IOException {
    if (dialect != Dialect.ST6) {
      if (dialect == Dialect.PYLATE) {
        check(contents, Set.of("Transformer", "Dense"));
      }
      return new MultiVectorSteps(contents, List.of(), true, Optional.empty(), Skiplist.NONE);
    }
    check(
        contents,
        Set.of("Transformer", "Dense", "MultiVectorMask", "Normalize", "HierarchicalTokenPooling"));
    List<Step> dense = new ArrayList<>();
    boolean normalizes = false;
    Optional<TokenPooling> pooling = Optional.empty();
    Skiplist mask = Skiplist.NONE;
    for (Step step : contents.steps()) {
      switch (step.type()) {
        case "Dense" -> {
          checkOrder(step, normalizes || pooling.isPresent());
          checkInput(step);
          dense.add(step);
        }
        case "Normalize" -> {
          checkInput(step);
          normalizes = true;
          pooling = pooling.map(MultiVectorSteps::renormalized);
        }
        case "MultiVectorMask" -> mask = mask(contents, step);
        case "HierarchicalTokenPooling" -> pooling = pooling(step);
        default -> {}
      }
    }
    if (!normalizes) {
      contents
          .notes()
          .say("no module brings vectors to unit length; an encoder does it all the same");
    }
    if (!contents.hasStep("MultiVectorMask")) {
      contents.notes().say("no MultiVectorMask follows, so nothing is left out of documents");
    }
    return new MultiVectorSteps(contents, dense, normalizes, pooling, mask);
  }

  private static void check(Contents contents, Set<String> known) throws IOException {
    for (Step step : contents.steps()) {
      if (!known.contains(step.type())) {
        throw new IOException(
            "'%s' lists a module '%s', which late interaction does not have here; expected some of %s"
                .formatted(
                    contents.folder().resolve("modules.json"),
                    step.type(),
                    known.stream().sorted().toList()));
      }
    }
  }

  private static void checkOrder(Step step, boolean behind) throws IOException {
    if (behind) {
      throw new IOException(
          "'%s' is a layer behind Normalize or pooling, which is not supported; expected it before them"
              .formatted(step.folder()));
    }
  }

  /// A module of an own folder may say what it works on; one that does not, works on tokens.
  private static void checkInput(Step step) throws IOException {
    Optional<Config> config = step.ownConfig();
    if (config.isPresent() && !config.get().text("module_input_name", TOKENS).equals(TOKENS)) {
      throw config.get().unsupported("module_input_name", TOKENS);
    }
  }

  private static Skiplist mask(Contents contents, Step step) throws IOException {
    Optional<Config> config = step.ownConfig();
    if (config.isEmpty()) {
      return Skiplist.NONE;
    }
    if (!config.get().empty("keep_only_token_ids")) {
      throw config.get().unsupported("keep_only_token_ids", "none");
    }
    List<String> words =
        config.get().has("skiplist_words") ? config.get().texts("skiplist_words") : List.of();
    List<String> tasks =
        config.get().has("skiplist_tasks")
            ? config.get().isText("skiplist_tasks")
                ? List.of(config.get().text("skiplist_tasks"))
                : config.get().texts("skiplist_tasks")
            : List.of("document");
    return TextForms.skiplist(contents, words, tasks.contains("query"), tasks.contains("document"));
  }

  private static Optional<TokenPooling> pooling(Step step) throws IOException {
    Optional<Config> config = step.ownConfig();
    if (config.isEmpty() || !config.get().has("pool_factor")) {
      return Optional.empty();
    }
    int factor = config.get().whole("pool_factor", 1, Settings.LONGEST);
    int spared =
        config.get().has("protected_tokens")
            ? config.get().whole("protected_tokens", 0, Settings.LONGEST)
            : 1;
    return factor == 1
        ? Optional.empty()
        : Optional.of(
            new TokenPooling(factor, spared, config.get().flag("pool_queries", false), false));
  }

  private static TokenPooling renormalized(TokenPooling pooling) {
    return new TokenPooling(pooling.factor(), pooling.spared(), pooling.ofQueries(), true);
  }

  /// How sentence-transformers 6 says that texts are wanted.
  TextForm form() throws IOException {
    Prompts prompts = contents.prompts();
    Markers markers =
        new Markers(
            prefix(prompts.byName().getOrDefault("query", "")),
            prefix(prompts.byName().getOrDefault("document", "")));
    Expansion expansion = expansion();
    int longest = contents.longest();
    int query =
        switch (expansion) {
          case Expansion.Fixed fixed -> fixed.length();
          case Expansion.None _ -> length("query_length", longest);
          case Expansion.AtLeast _ -> length("query_length", longest);
        };
    return new TextForm(
        markers,
        new Lengths(
            contents.within(query, "queries"),
            contents.within(length("document_length", longest), "documents")),
        expansion,
        mask,
        contents.lowerCase());
  }

  private int length(String member, int absent) throws IOException {
    Optional<Config> config = contents.said().transformer();
    return config.isPresent() && config.get().has(member)
        ? config.get().whole(member, 1, Settings.LONGEST)
        : absent;
  }

  private Marker prefix(String prompt) {
    if (prompt.isEmpty()) {
      return new Marker.None();
    }
    OptionalInt whole = contents.tokens().find(prompt);
    OptionalInt id =
        whole.isPresent() || !prompt.strip().matches("\\S+")
            ? whole
            : contents.tokens().find(prompt.strip());
    if (id.isEmpty()) {
      contents.notes().say("the prompt '%s' is several tokens".formatted(prompt));
    }
    return new Marker.Prefix(prompt, id);
  }

  private Expansion expansion() throws IOException {
    Optional<Config> transformer = contents.said().transformer();
    if (transformer.isEmpty() || !transformer.get().has("query_expansion")) {
      return new Expansion.None();
    }
    Config config = transformer.get().section("query_expansion");
    Expansion.Filler filler =
        TextForms.filler(
            contents,
            config.has("token") ? Optional.of(config.text("token")) : Optional.empty(),
            config.flag("attend", false));
    int length = config.whole("length", 1, Settings.LONGEST);
    return switch (config.text("strategy")) {
      case "fixed" -> new Expansion.Fixed(contents.within(length, "queries"), filler);
      case "min" -> new Expansion.AtLeast(contents.within(length, "queries"), filler);
      default -> throw config.unsupported("strategy", "fixed or min");
    };
  }
}

package pleiad.encode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import pleiad.encode.checkpoint.BiEncoder;
import pleiad.encode.checkpoint.Checkpoint;
import pleiad.encode.checkpoint.CrossEncoder;
import pleiad.encode.checkpoint.Dense;
import pleiad.encode.checkpoint.Graph;
import pleiad.encode.checkpoint.LateInteraction;
import pleiad.encode.checkpoint.Marker;
import pleiad.encode.checkpoint.Prompts;
import pleiad.encode.checkpoint.TokenPooling;
import pleiad.encode.text.Tokenizer;
import pleiad.encode.text.Tokenizers;

/// Opens encoders from a checkpoint's folder.
final class LocalModel {
  private static final System.Logger LOG = System.getLogger(LocalModel.class.getName());

  private final Checkpoint checkpoint;
  private final ModelReference reference;
  private final LocalGraph graph;

  private LocalModel(Checkpoint checkpoint, ModelReference reference, Device device) {
    this.checkpoint = checkpoint;
    this.reference = reference;
    this.graph = LocalGraph.of(checkpoint, reference, device);
  }

  /// Opens an encoder; takes as long as reading the weights.
  ///
  /// @throws IOException when a file is missing, broken or not supported
  /// @throws IllegalArgumentException when the model is none that encodes a text, or a setting does
  ///   not fit it
  static Encoder open(Path folder, ModelReference reference, Device device) throws IOException {
    LocalModel model = read(folder, reference, device);
    return switch (model.checkpoint) {
      case LateInteraction tokens -> model.make(tokens, Opening::encoder);
      case BiEncoder single -> model.make(single, Opening::encoder);
      case CrossEncoder _ -> throw model.makesNoVectors();
    };
  }

  /// Opens what reranks: a cross-encoder, or late interaction by any other model.
  ///
  /// @throws IOException as [#open(Path, ModelReference, Device)]
  static Reranker reranker(Path folder, ModelReference reference, Device device)
      throws IOException {
    LocalModel model = read(folder, reference, device);
    return switch (model.checkpoint) {
      case LateInteraction tokens -> new MaxSimReranker(model.make(tokens, Opening::encoder));
      case BiEncoder single -> new MaxSimReranker(model.make(single, Opening::encoder));
      case CrossEncoder pairs -> model.open(pairs);
    };
  }

  /// What is recorded about a model that encodes texts, without what runs it: takes as long as
  /// hashing the weights.
  ///
  /// @throws IOException as [#open(Path, ModelReference, Device)], also when there is nothing to
  ///   run
  /// @throws IllegalArgumentException as [#open(Path, ModelReference, Device)]
  static Model describe(Path folder, ModelReference reference) throws IOException {
    LocalModel model = new LocalModel(Checkpoint.read(folder), reference, Device.CPU);
    return switch (model.checkpoint) {
      case LateInteraction tokens -> model.runnable().make(tokens, Opening::described);
      case BiEncoder single -> model.runnable().make(single, Opening::described);
      case CrossEncoder _ -> throw model.makesNoVectors();
    };
  }

  /// Itself.
  ///
  /// @throws IOException when nothing runs it
  private LocalModel runnable() throws IOException {
    if (checkpoint.graph() instanceof Graph.Missing missing) {
      throw new IOException(missing.reason());
    }
    return this;
  }

  private IllegalArgumentException makesNoVectors() {
    return new IllegalArgumentException(
        "the model '%s' scores pairs of texts and makes no vectors; use it to rerank"
            .formatted(reference.name()));
  }

  private static LocalModel read(Path folder, ModelReference reference, Device device)
      throws IOException {
    LocalModel model = new LocalModel(Checkpoint.read(folder), reference, device);
    model.checkpoint.warnings().forEach(model::warn);
    switch (model.checkpoint) {
      case LateInteraction tokens ->
          tokens.pooling().ifPresent(pooling -> model.warn(unpooled(pooling)));
      case BiEncoder single -> model.warnOf(single);
      case CrossEncoder _ -> {}
    }
    return model;
  }

  private static String unpooled(TokenPooling pooling) {
    return "the model's files want %d tokens%s pooled to one; an encoder gives all of them. A collection pools its documents' tokens when it is asked to: index --pool %d"
        .formatted(
            pooling.factor(), pooling.ofQueries() ? ", also of queries," : "", pooling.factor());
  }

  private void warnOf(BiEncoder model) {
    warn(
        "its token vectors are the states of an encoder that was not trained for late interaction; a ColBERT model finds more");
    if (isAboutLengths(model)) {
      warn(
          "the model's files compare vectors by %s; here they are scaled to length one and compared by cosine"
              .formatted(model.comparison().label()));
    }
  }

  private void warn(String line) {
    LOG.log(System.Logger.Level.WARNING, "{0}: {1}", reference.name(), line);
  }

  private Reranker open(CrossEncoder model) throws IOException {
    checkSettingsOfPairs();
    Tokenizer tokenizer = tokenizer(List.of());
    try {
      PairHead head = head(model);
      int width = head == null ? model.labels().size() : head.inputs();
      return new PairReranker(
          reference.toString(),
          tokenizer,
          prompt(model.prompts()),
          graph.session(width),
          head,
          model.labels(),
          model.activation(),
          model.length());
    } catch (IOException | RuntimeException broken) {
      tokenizer.close();
      throw broken;
    }
  }

  private void checkSettingsOfPairs() {
    List<String> others =
        reference.settings().stream().filter(each -> !each.startsWith("precision=")).toList();
    if (!others.isEmpty()) {
      throw new IllegalArgumentException(
          "the model '%s' scores pairs of texts, and of all settings has precision only; got %s"
              .formatted(reference.name(), String.join(", ", others)));
    }
  }

  /// What is put in front of queries, as sentence-transformers 6 does: the usual prompt only.
  private String prompt(Prompts prompts) {
    String prompt = prompts.of();
    List<String> others =
        prompts.byName().entrySet().stream()
            .filter(each -> !each.getValue().isEmpty() && !each.getValue().equals(prompt))
            .map(Map.Entry::getKey)
            .toList();
    if (!others.isEmpty()) {
      warn(
          "prompts that the model does not name as the usual one are not put in front of queries: "
              + String.join(", ", others));
    }
    return prompt;
  }

  /// What follows the states; null where the graph has it inside.
  private @Nullable PairHead head(CrossEncoder model) throws IOException {
    if (!(model.graph() instanceof Graph.Written written)) {
      return null;
    }
    PairHead head =
        PairHead.read(
            model.basis().backbone().folder(),
            model.basis().backbone().family(),
            written.encoder().dimension());
    if (head.labels() != model.labels().size()) {
      throw new IOException(
          "the model '%s' names %d labels and has weights for %d"
              .formatted(reference.name(), model.labels().size(), head.labels()));
    }
    return head;
  }

  /// What is made of a tokenizer and a recipe.
  private interface Making<T> {
    T make(Opening opening, Recipe recipe, int width, List<Dense> layers) throws IOException;
  }

  private <T> T make(LateInteraction model, Making<T> making) throws IOException {
    reference.checkLengths(model.basis().backbone().window());
    try (Opening opening = new Opening(tokenizer(markers(model)))) {
      List<Dense> outside = graph.isProjected() ? List.of() : model.projection().layers();
      List<DenseLayer> layers = DenseLayers.read(outside);
      Recipe recipe = Recipes.of(model, layers, reference, opening.tokenizer);
      int width = layers.isEmpty() ? model.projection().dimension() : layers.getFirst().inputs();
      return making.make(opening, recipe, width, model.projection().layers());
    }
  }

  private <T> T make(BiEncoder model, Making<T> making) throws IOException {
    reference.checkLengths(model.basis().backbone().window());
    try (Opening opening = new Opening(tokenizer(List.of()))) {
      List<DenseLayer> layers = DenseLayers.read(model.projection().layers());
      int width =
          layers.isEmpty()
              ? model.basis().backbone().dimension().orElse(model.projection().dimension())
              : layers.getFirst().inputs() / model.pooling().modes().size();
      Recipe recipe = Recipes.of(model, width, layers, reference);
      return making.make(opening, recipe, width, model.projection().layers());
    }
  }

  /// Whether another order of documents is wanted than that by cosine.
  private static boolean isAboutLengths(BiEncoder model) {
    return switch (model.comparison()) {
      case COSINE -> false;
      case DOT, EUCLIDEAN -> !model.projection().normalized();
      case MANHATTAN -> true;
    };
  }

  private Tokenizer tokenizer(List<String> markers) throws IOException {
    return Tokenizers.open(checkpoint.basis().backbone().folder(), markers);
  }

  /// Tokens that only the model's own prefix may call up.
  private static List<String> markers(LateInteraction model) {
    List<String> markers = new ArrayList<>();
    for (Marker marker :
        List.of(model.form().markers().query(), model.form().markers().document())) {
      switch (marker) {
        case Marker.None _ -> {}
        case Marker.Inserted(String text, _) -> markers.add(text);
        case Marker.Prefix(String text, OptionalInt id) -> {
          if (id.isPresent()) {
            markers.add(text);
          }
        }
      }
    }
    return markers;
  }

  /// An encoder while it is being put together: what is open is closed again unless all of it
  /// succeeds.
  private final class Opening implements AutoCloseable {
    private final Tokenizer tokenizer;
    private boolean done;

    Opening(Tokenizer tokenizer) {
      this.tokenizer = tokenizer;
    }

    /// @param width of no account here
    Model described(Recipe recipe, int width, List<Dense> layers) throws IOException {
      return new Model(
          reference.toString(),
          fingerprint(tokenizer, recipe, layers),
          recipe.dimension(),
          recipe.single().dimension(),
          Layout.room(recipe.document(), tokenizer));
    }

    Encoder encoder(Recipe recipe, int width, List<Dense> layers) throws IOException {
      Model described = described(recipe, width, layers);
      Layout.room(recipe.query(), tokenizer); // refuses queries of no room now, not one by one
      Session session = graph.session(width);
      done = true;
      return new TextEncoder(described, tokenizer, recipe, session);
    }

    @Override
    public void close() {
      if (!done) {
        tokenizer.close();
      }
    }
  }

  /// Of everything that decides a vector: graph or weights, layers, tokenizer, recipe.
  private String fingerprint(Tokenizer tokenizer, Recipe recipe, List<Dense> layers)
      throws IOException {
    Fingerprint fingerprint = new Fingerprint();
    graph.addTo(fingerprint);
    return fingerprint.withLayers(layers).with(tokenizer.digest()).with(recipe.text()).end();
  }
}

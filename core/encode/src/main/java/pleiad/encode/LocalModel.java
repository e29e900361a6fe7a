package pleiad.encode;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import pleiad.encode.checkpoint.BiEncoder;
import pleiad.encode.checkpoint.Checkpoint;
import pleiad.encode.checkpoint.CrossEncoder;
import pleiad.encode.checkpoint.Dense;
import pleiad.encode.checkpoint.Graph;
import pleiad.encode.checkpoint.LateInteraction;
import pleiad.encode.checkpoint.Marker;
import pleiad.encode.checkpoint.Residual;
import pleiad.encode.onnx.GraphContent;
import pleiad.encode.text.Tokenizer;
import pleiad.encode.text.Tokenizers;

/// Opens encoders from a checkpoint's folder.
final class LocalModel {
  private static final System.Logger LOG = System.getLogger(LocalModel.class.getName());

  private final Checkpoint checkpoint;
  private final ModelReference reference;

  private LocalModel(Checkpoint checkpoint, ModelReference reference) {
    this.checkpoint = checkpoint;
    this.reference = reference;
  }

  /// Opens an encoder; takes as long as reading the weights.
  ///
  /// @throws IOException when a file is missing, broken or not supported
  /// @throws IllegalArgumentException when the model is none that encodes a text, or a setting does
  ///   not fit it
  static Encoder open(Path folder, ModelReference reference) throws IOException {
    LocalModel model = read(folder, reference);
    return switch (model.checkpoint) {
      case LateInteraction tokens -> model.make(tokens, Opening::encoder);
      case BiEncoder single -> model.make(single, Opening::encoder);
      case CrossEncoder _ -> throw model.makesNoVectors();
    };
  }

  /// Opens what reranks: a cross-encoder, or late interaction by any other model.
  ///
  /// @throws IOException as [#open(Path, ModelReference)]
  static Reranker reranker(Path folder, ModelReference reference) throws IOException {
    LocalModel model = read(folder, reference);
    return switch (model.checkpoint) {
      case LateInteraction tokens -> new MaxSimReranker(model.make(tokens, Opening::encoder));
      case BiEncoder single -> new MaxSimReranker(model.make(single, Opening::encoder));
      case CrossEncoder pairs -> model.open(pairs);
    };
  }

  /// What is recorded about a model that encodes texts, without what runs it: takes as long as
  /// hashing the weights.
  ///
  /// @throws IOException as [#open(Path, ModelReference)], also when there is nothing to run
  /// @throws IllegalArgumentException as [#open(Path, ModelReference)]
  static Model describe(Path folder, ModelReference reference) throws IOException {
    LocalModel model = new LocalModel(Checkpoint.read(folder), reference);
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

  private static LocalModel read(Path folder, ModelReference reference) throws IOException {
    Checkpoint checkpoint = Checkpoint.read(folder);
    for (String warning : checkpoint.warnings()) {
      LOG.log(System.Logger.Level.WARNING, "{0}: {1}", reference.name(), warning);
    }
    return new LocalModel(checkpoint, reference);
  }

  private Reranker open(CrossEncoder model) throws IOException {
    Tokenizer tokenizer = tokenizer(List.of());
    try {
      PairHead head = head(model);
      int width = head == null ? model.labels().size() : head.inputs();
      return new pleiad.encode.CrossEncoder(
          reference.toString(),
          tokenizer,
          session(OrtLibrary.environment(), width),
          head,
          model.labels(),
          model.activation(),
          model.length());
    } catch (IOException | RuntimeException broken) {
      tokenizer.close();
      throw broken;
    }
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
    try (Opening opening = new Opening(tokenizer(markers(model)))) {
      List<Dense> outside = isProjectedInside() ? List.of() : model.projection().layers();
      List<DenseLayer> layers = DenseLayers.read(outside);
      Recipe recipe = Recipes.of(model, layers, reference, opening.tokenizer);
      int width = layers.isEmpty() ? model.projection().dimension() : layers.getFirst().inputs();
      return making.make(opening, recipe, width, model.projection().layers());
    }
  }

  private <T> T make(BiEncoder model, Making<T> making) throws IOException {
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

  private Tokenizer tokenizer(List<String> markers) throws IOException {
    return Tokenizers.open(checkpoint.folder(), markers);
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

  private boolean isProjectedInside() {
    return checkpoint.graph() instanceof Graph.File file
        && file.answer().content() != GraphContent.STATES;
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
          room(recipe.document(), tokenizer));
    }

    Encoder encoder(Recipe recipe, int width, List<Dense> layers) throws IOException {
      Model described = described(recipe, width, layers);
      Session session = session(OrtLibrary.environment(), width);
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

  /// Tokens of text that one pass sees.
  private static int room(Side side, Tokenizer tokenizer) {
    return Layout.room(side, tokenizer);
  }

  private Session session(OrtEnvironment environment, int width) throws IOException {
    return switch (checkpoint.graph()) {
      case Graph.File file ->
          Session.load(environment, file.file(), file.answer().output().name(), width);
      case Graph.Written written ->
          WrittenGraph.load(
              environment,
              checkpoint.basis().backbone().folder(),
              written.encoder(),
              reference.precision());
      case Graph.Missing missing -> throw new IOException(missing.reason());
    };
  }

  /// Of everything that decides a vector: graph or weights, layers, tokenizer, recipe.
  private String fingerprint(Tokenizer tokenizer, Recipe recipe, List<Dense> layers)
      throws IOException {
    Fingerprint fingerprint = new Fingerprint();
    switch (checkpoint.graph()) {
      case Graph.File file -> fingerprint.with(file.file());
      case Graph.Written _ -> {
        Path folder = checkpoint.basis().backbone().folder();
        fingerprint.with(folder.resolve("config.json")).with(reference.precision().name());
        for (Path weights : WrittenGraph.weights(folder)) {
          fingerprint.with(weights);
        }
      }
      case Graph.Missing missing -> throw new IOException(missing.reason());
    }
    Set<Path> files = new TreeSet<>();
    for (Dense layer : layers) {
      files.add(layer.linear().file());
      if (layer.residual() instanceof Residual.Projected projected) {
        files.add(projected.linear().file());
      }
    }
    for (Path file : files) {
      fingerprint.with(file);
    }
    return fingerprint.with(tokenizer.digest()).with(recipe.text()).end();
  }
}

package pleiad.encode.checkpoint;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import pleiad.encode.onnx.GraphAnswer;
import pleiad.encode.weights.Config;

/// Reads a late-interaction model.
///
/// @param contents what its folder says
/// @param dialect in which way
record LateInteractions(Contents contents, Dialect dialect) {
  private static final int MOST = 1 << 16;

  static LateInteraction read(Contents contents, Dialect dialect) throws IOException {
    return new LateInteractions(contents, dialect).read();
  }

  private LateInteraction read() throws IOException {
    MultiVectorSteps steps = MultiVectorSteps.read(contents, dialect);
    List<Dense> layers = layers(steps);
    boolean headless = !layers.isEmpty() || dialect == Dialect.ST6;
    Projection known =
        new Projection(
            layers, dimension(layers), OptionalInt.empty(), List.of(), steps.normalizes());
    List<Graph.Candidate> candidates =
        Graphs.candidates(contents.folder(), answer -> refusal(answer, known, headless));
    if (!headless) {
      checkThatOneIsProjected(candidates);
    }
    int dimension = dimension(known, candidates);
    Graph graph = Graphs.choose(contents, candidates, headless);
    Optional<KnownModel> model = KnownModel.of(traits(dimension));
    TextForm form =
        dialect == Dialect.ST6
            ? steps.form()
            : new TextForms(contents, dialect, sources(model)).form();
    Projection projection =
        new Projection(
            layers,
            dimension,
            Matryoshka.cut(contents, dimension),
            Matryoshka.shorter(contents, model, dimension),
            steps.normalizes());
    return new LateInteraction(
        contents.basis(dialect, graph),
        form,
        projection,
        steps.pooling(),
        similarity(),
        contents.prompts());
  }

  private List<Dense> layers(MultiVectorSteps steps) throws IOException {
    OptionalInt states = contents.backbone().dimension();
    return switch (dialect) {
      case ST6 -> Layers.of(steps.dense(), states, Activation.TANH);
      case PYLATE -> ofPyLate(states);
      case STANFORD, NEXT_PLAID, SENTENCE_TRANSFORMERS, TRANSFORMERS -> ofStanford(states);
    };
  }

  private List<Dense> ofPyLate(OptionalInt states) throws IOException {
    List<Dense> layers = Layers.of(contents.steps("Dense"), states, Activation.IDENTITY);
    if (contents.hasStanfordProjection() && !layers.isEmpty()) {
      contents
          .notes()
          .say(
              ("there is a projection in modules.json and '%s' among the weights; the former is"
                      + " taken")
                  .formatted(Layers.LINEAR));
    }
    return layers;
  }

  private List<Dense> ofStanford(OptionalInt states) throws IOException {
    if (contents.hasStanfordProjection()) {
      return List.of(Layers.stanford(contents.weights().orElseThrow()));
    }
    if (contents.weights().isPresent() && contents.weights().get().has(Layers.LINEAR)) {
      throw new IOException(
          "the tensor '%s' in '%s' has the shape %s; expected a matrix with rows of %d, what the encoder gives"
              .formatted(
                  Layers.LINEAR,
                  contents.weights().get().folder(),
                  contents.weights().get().shape(Layers.LINEAR),
                  states.orElse(0)));
    }
    return List.of();
  }

  /// What files say, where the layers do not; 0 where they do not either.
  private int dimension(List<Dense> layers) throws IOException {
    int dimension = layers.isEmpty() ? 0 : layers.getLast().linear().outputs();
    dimension = agreed(dimension, contents.said().onnx(), "embedding_dim");
    if (Contents.nextPlaid(contents.said().sentence())) {
      dimension = agreed(dimension, contents.said().sentence(), "embedding_dim");
    }
    dimension = agreed(dimension, contents.said().artifact(), "dim");
    boolean bare = dialect == Dialect.ST6 && layers.isEmpty();
    return bare ? contents.backbone().dimension().orElse(dimension) : dimension;
  }

  private int agreed(int dimension, Optional<Config> file, String member) throws IOException {
    if (file.isEmpty() || !file.get().has(member)) {
      return dimension;
    }
    int said = file.get().whole(member, 1, MOST);
    if (dimension != 0 && dimension != said) {
      contents
          .notes()
          .say(
              ("'%s' says that vectors have %d numbers, and the projection gives %d; the latter is"
                      + " taken")
                  .formatted(file.get().file().getFileName(), said, dimension));
      return dimension;
    }
    return said;
  }

  private Optional<String> refusal(GraphAnswer answer, Projection known, boolean headless) {
    return switch (answer.content()) {
      case NORMALIZED -> refusalOfNormalized(answer, known);
      case PROJECTED -> differing(answer, known.dimension(), "the checkpoint's vectors");
      case STATES ->
          headless
              ? differing(answer, contents.backbone().dimension().orElse(0), "the encoder's states")
              : Optional.of(
                  "gives the encoder's states, and there is no projection to put on them");
      case LOGITS -> Optional.of("gives scores, and the model has a vector for each token");
    };
  }

  private Optional<String> refusalOfNormalized(GraphAnswer answer, Projection known) {
    if (!known.isTellable()) {
      return Optional.of(
          "has its projection inside; the exporters of such graphs leave out activations, residuals and further layers, and this projection has some");
    }
    if (!known.normalized()) {
      return Optional.of("gives vectors of unit length, and the checkpoint's are not");
    }
    return differing(answer, known.dimension(), "the checkpoint's vectors");
  }

  static Optional<String> differing(GraphAnswer answer, int dimension, String what) {
    OptionalInt found = answer.dimension();
    return dimension == 0 || found.isEmpty() || found.getAsInt() == dimension
        ? Optional.empty()
        : Optional.of(
            "gives vectors of %d numbers in '%s', and %s have %d"
                .formatted(found.getAsInt(), answer.output().name(), what, dimension));
  }

  private void checkThatOneIsProjected(List<Graph.Candidate> candidates) throws IOException {
    if (candidates.stream().allMatch(each -> each.answer().isEmpty())) {
      throw new IOException(
          "'%s' is a ColBERT without a projection: expected '%s' among the weights (%s), a module such as 1_Dense, or a graph with an output called contextual or output%s"
              .formatted(
                  contents.folder(),
                  Layers.LINEAR,
                  contents.weights().isPresent()
                      ? "it is not"
                      : Tensors.instead(contents.backbone().folder()),
                  candidates.stream()
                      .flatMap(each -> each.refusal().stream())
                      .findFirst()
                      .map("; %s"::formatted)
                      .orElse("")));
    }
  }

  private int dimension(Projection known, List<Graph.Candidate> candidates) throws IOException {
    if (known.dimension() != 0) {
      return known.dimension();
    }
    return candidates.stream()
        .flatMap(each -> each.answer().stream())
        .map(GraphAnswer::dimension)
        .filter(OptionalInt::isPresent)
        .mapToInt(OptionalInt::getAsInt)
        .findFirst()
        .orElseThrow(
            () ->
                new IOException(
                    "nothing in '%s' says how many numbers a vector has"
                        .formatted(contents.folder())));
  }

  private KnownModel.Traits traits(int dimension) throws IOException {
    return new KnownModel.Traits(
        contents.backbone(),
        dimension,
        contents.tokens(),
        TextForms.ofSentence(contents),
        contents.said().artifact().isPresent());
  }

  private List<Settings> sources(Optional<KnownModel> model) throws IOException {
    return TextForms.sources(contents, dialect, model.map(KnownModel::settings));
  }

  private Similarity similarity() throws IOException {
    Optional<Config> artifact = contents.said().artifact();
    if (artifact.isPresent() && dialect == Dialect.STANFORD) {
      if (!artifact.get().text("interaction", "colbert").equals("colbert")) {
        throw artifact.get().unsupported("interaction", "colbert");
      }
      return switch (artifact.get().text("similarity", "cosine")) {
        case "cosine" -> Similarity.MAX_SIM;
        case "l2" -> Similarity.L2;
        default -> throw artifact.get().unsupported("similarity", "cosine or l2");
      };
    }
    Optional<Config> sentence = contents.said().sentence();
    if (sentence.isEmpty() || !sentence.get().has("similarity_fn_name")) {
      return Similarity.MAX_SIM;
    }
    String name = sentence.get().text("similarity_fn_name").toLowerCase(Locale.ROOT);
    if (name.equals("meanmaxsim")) {
      return Similarity.MEAN_MAX_SIM;
    }
    // Early files say what single tokens are compared by.
    if (!Set.of("maxsim", "cosine", "dot").contains(name)) {
      throw sentence.get().unsupported("similarity_fn_name", "MaxSim or meanmaxsim");
    }
    return Similarity.MAX_SIM;
  }
}

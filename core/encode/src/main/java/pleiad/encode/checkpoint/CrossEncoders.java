package pleiad.encode.checkpoint;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import pleiad.encode.onnx.GraphAnswer;
import pleiad.encode.weights.Config;

/// Reads a model that scores pairs of texts.
///
/// @param contents what its folder says
/// @param dialect in which way
record CrossEncoders(Contents contents, Dialect dialect) {
  private static final int MOST_LABELS = 10_000;

  /// What the activation is called, in sentence-transformers' own file or, before version 6, in
  /// `config.json`.
  private static final String NEW = "activation_fn";

  /// What versions before 4 call it there.
  private static final String OLD = "sbert_ce_default_activation_function";

  static CrossEncoder read(Contents contents, Dialect dialect) throws IOException {
    return new CrossEncoders(contents, dialect).read();
  }

  private CrossEncoder read() throws IOException {
    for (Step step : contents.steps()) {
      if (!step.is("Transformer")) {
        throw new IOException(
            "'%s' lists a module '%s', which cross-encoders do not have here; expected Transformer"
                .formatted(contents.folder().resolve("modules.json"), step.type()));
      }
    }
    Optional<Config> config = contents.said().model();
    if (config.isEmpty()) {
      throw new IOException("there is no config.json in '%s'".formatted(contents.folder()));
    }
    List<String> labels = labels(config.get());
    List<Graph.Candidate> candidates =
        Graphs.candidates(contents.folder(), answer -> refusal(answer, labels.size()));
    Graph graph = Graphs.choose(contents, candidates, true);
    Activation activation = activation(config.get(), labels.size());
    int longest = contents.longest();
    return new CrossEncoder(
        contents.basis(dialect, graph), labels, activation, longest, contents.prompts());
  }

  private static Optional<String> refusal(GraphAnswer answer, int labels) {
    return switch (answer.content()) {
      case LOGITS -> LateInteractions.differing(answer, labels, "the labels");
      case STATES, NORMALIZED, PROJECTED ->
          Optional.of("gives vectors of tokens, and the model has a score for a pair of texts");
    };
  }

  /// `id2label`, else as many as `num_labels` says, else one for a ranking model and two for
  /// another, as the libraries have it.
  private List<String> labels(Config config) throws IOException {
    List<String> labels = new ArrayList<>();
    if (!config.empty("id2label")) {
      Config names = config.section("id2label");
      for (int i = 0; i < names.names().size(); i++) {
        labels.add(names.text(Integer.toString(i)));
      }
    }
    int count = labels.isEmpty() ? silent() : labels.size();
    if (config.has("num_labels")) {
      int said = config.whole("num_labels", 1, MOST_LABELS);
      if (!labels.isEmpty() && said != labels.size()) {
        throw config.unsupported(
            "num_labels", "%d, as many as id2label names".formatted(labels.size()));
      }
      count = said;
    }
    for (int i = labels.size(); i < count; i++) {
      labels.add("LABEL_" + i);
    }
    return labels;
  }

  private int silent() throws IOException {
    return contents.said().isArchitecture("ForSequenceClassification") ? 2 : 1;
  }

  /// The first of the places that say it wins; where none does, what sentence-transformers takes.
  private Activation activation(Config config, int labels) throws IOException {
    List<Config> places = new ArrayList<>();
    contents.said().sentence().filter(file -> file.has(NEW)).ifPresent(places::add);
    if (config.has("sentence_transformers")) {
      Config own = config.section("sentence_transformers");
      if (own.has(NEW)) {
        places.add(own);
      }
    }
    if (config.has(OLD)) {
      places.add(config);
    }
    if (places.isEmpty()) {
      return labels == 1 ? Activation.SIGMOID : Activation.IDENTITY;
    }
    Config first = places.getFirst();
    String taken = first.text(member(first));
    for (Config other : places) {
      String differing = other.text(member(other));
      if (!differing.equals(taken)) {
        contents
            .notes()
            .say(
                "the activation is %s by %s and %s by %s; the former is taken"
                    .formatted(taken, member(first), differing, member(other)));
      }
    }
    return Activation.named(first, member(first));
  }

  private static String member(Config place) {
    return place.has(NEW) ? NEW : OLD;
  }
}

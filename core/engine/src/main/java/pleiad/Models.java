package pleiad;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import pleiad.encode.Encoder;
import pleiad.encode.Reranker;

/// The models of an open collection: encoders, one a model, held against the fingerprints that were
/// recorded, and what plans rerank by.
final class Models implements AutoCloseable {
  private final Map<String, Encoder> byName = new LinkedHashMap<>();
  private final Map<String, Reranker> rerankers = new LinkedHashMap<>();
  private final Function<String, Encoder> opener;
  private final Function<String, Reranker> rerankerOpener;

  Models(Options options) {
    this.opener = options.models();
    this.rerankerOpener = options.rerankers();
  }

  /// The reranker of that name, opened on first demand.
  ///
  /// @throws IllegalArgumentException when there is no such model
  Reranker reranker(String name) {
    synchronized (rerankers) {
      return rerankers.computeIfAbsent(name, rerankerOpener);
    }
  }

  /// The encoder of that name, opened on first demand.
  Encoder open(String name) {
    return byName.computeIfAbsent(name, opener);
  }

  /// What a new collection of these settings is, by what its models say.
  Description described(Settings settings) {
    return Description.of(
        settings.fields().stream().map(this::described).toList(), settings.language());
  }

  /// The field that is asked for, by what its model says.
  VectorField described(Settings.Field field) {
    VectorField described =
        switch (field) {
          case Settings.Encoded asked ->
              VectorField.ofModel(asked.name(), open(asked.model()).model(), asked.part());
          case Settings.Brought asked -> VectorField.ofVectors(asked.name(), asked.dimension());
        };
    return described.withCode(field.code()).withReduction(field.reduction());
  }

  /// Opens the models of a collection's fields and compares their fingerprints.
  ///
  /// @throws IllegalArgumentException when a model is not the one that made the vectors
  void openAll(Description description) {
    for (VectorField field : description.fields().values()) {
      if (field.model() == null) {
        continue;
      }
      String found = open(field.model()).model().fingerprint();
      if (!found.equals(field.fingerprint())) {
        throw new IllegalArgumentException(
            """
            field '%s' was made by model '%s' with fingerprint %s, the model of that name here has \
            %s; its vectors cannot be compared. Open the collection with the model that made it, \
            or index the documents anew into another folder.\
            """
                .formatted(field.name(), field.model(), field.fingerprint(), found));
      }
    }
  }

  /// The encoder that fills a field.
  ///
  /// @throws IllegalArgumentException when the caller brings that field's vectors
  Encoder of(VectorField field) {
    if (field.model() == null) {
      throw new IllegalArgumentException(
          "field '%s' has no model: give vectors instead of text".formatted(field.name()));
    }
    return Objects.requireNonNull(byName.get(field.model()), "models are opened with a collection");
  }

  @Override
  public void close() {
    byName.values().forEach(Encoder::close);
    synchronized (rerankers) {
      rerankers.values().forEach(Reranker::close);
    }
  }
}

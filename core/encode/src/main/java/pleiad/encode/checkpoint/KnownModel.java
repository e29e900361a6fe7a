package pleiad.encode.checkpoint;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/// A published model whose files do not say how it wants its texts. It is known by what is in its
/// files, since caches name folders by commit.
///
/// @param name how its page is called
/// @param test whether a checkpoint is it
/// @param settings what its files do not say
/// @param shorter dimensions that its vectors may be cut to, largest first
record KnownModel(String name, Predicate<Traits> test, Settings settings, List<Integer> shorter) {
  /// What a model is known by.
  ///
  /// @param backbone its encoder
  /// @param dimension numbers of its vectors; 0 when not known
  /// @param tokens its vocabulary
  /// @param said what PyLate's file of settings says, if it says anything
  /// @param stanford whether there is Stanford's file of settings
  record Traits(
      Backbone backbone, int dimension, Tokens tokens, Optional<Settings> said, boolean stanford) {
    boolean isEncoder(String family, int states, int vectors) {
      return backbone.family().equals(family)
          && backbone.dimension().equals(OptionalInt.of(states))
          && dimension == vectors;
    }

    boolean has(String token, int id) {
      return tokens.find(token).equals(OptionalInt.of(id));
    }

    /// Whether the file has these lengths and is silent about expansion.
    boolean saysNoMoreThan(int query, int document) {
      return said.isPresent()
          && said.get().queryLength().equals(Optional.of(query))
          && said.get().documentLength().equals(Optional.of(document))
          && said.get().expands().isEmpty();
    }
  }

  private static final List<KnownModel> ALL =
      List.of(
          new KnownModel(
              "jinaai/jina-colbert-v2",
              traits ->
                  traits.has("[QueryMarker]", 250_002) && traits.has("[DocumentMarker]", 250_003),
              known("jinaai/jina-colbert-v2")
                  .markers("[QueryMarker]", "[DocumentMarker]")
                  .lengths(32, 8_192)
                  .expansion(true, true)
                  .settings(),
              List.of(96, 64)),
          new KnownModel(
              "mixedbread-ai/mxbai-colbert-large-v1",
              traits ->
                  traits.isEncoder("bert", 1_024, 128)
                      && traits.has("[unused0]", 1)
                      && traits.said().isEmpty()
                      && !traits.stanford(),
              known("mixedbread-ai/mxbai-colbert-large-v1")
                  .markers("[unused0]", "[unused1]")
                  .lengths(128, 256)
                  .expansion(true, false)
                  .settings(),
              List.of()),
          new KnownModel(
              "lightonai/GTE-ModernColBERT-v1, first revisions",
              traits -> traits.isEncoder("modernbert", 768, 128) && traits.saysNoMoreThan(32, 300),
              known("lightonai/GTE-ModernColBERT-v1 of 32 and 300 tokens")
                  .expansion(true, false)
                  .settings(),
              List.of()),
          new KnownModel(
              "lightonai/GTE-ModernColBERT-v1, later revisions",
              traits -> traits.isEncoder("modernbert", 768, 128) && traits.saysNoMoreThan(48, 300),
              known("lightonai/GTE-ModernColBERT-v1 of 48 and 300 tokens")
                  .expansion(false, false)
                  .settings(),
              List.of()));

  KnownModel {
    shorter = List.copyOf(shorter);
  }

  /// The model that a checkpoint is, if it is one of these.
  static Optional<KnownModel> of(Traits traits) {
    return ALL.stream().filter(each -> each.test.test(traits)).findFirst();
  }

  private static Known known(String name) {
    return new Known(name);
  }

  /// Some settings of a model, one after the other.
  private static final class Known {
    private final String name;
    private Optional<String> query = Optional.empty();
    private Optional<String> document = Optional.empty();
    private Optional<Integer> queryLength = Optional.empty();
    private Optional<Integer> documentLength = Optional.empty();
    private Optional<Boolean> expands = Optional.empty();
    private Optional<Boolean> attends = Optional.empty();

    Known(String name) {
      this.name = name;
    }

    Known markers(String ofQueries, String ofDocuments) {
      query = Optional.of(ofQueries);
      document = Optional.of(ofDocuments);
      return this;
    }

    Known lengths(int ofQueries, int ofDocuments) {
      queryLength = Optional.of(ofQueries);
      documentLength = Optional.of(ofDocuments);
      return this;
    }

    Known expansion(boolean yes, boolean attended) {
      expands = Optional.of(yes);
      attends = Optional.of(attended);
      return this;
    }

    Settings settings() {
      return new Settings(
          name,
          false,
          query,
          document,
          queryLength,
          documentLength,
          expands,
          attends,
          Optional.empty());
    }
  }
}

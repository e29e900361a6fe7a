package pleiad.encode.checkpoint;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import pleiad.encode.weights.Config;

/// Reads how the models of PyLate, Stanford and next-plaid want their texts.
///
/// @param contents what the folder says
/// @param dialect in which way
/// @param sources what knows of it, the most trusted first
record TextForms(Contents contents, Dialect dialect, List<Settings> sources) {
  /// What next-plaid's file has beside the settings.
  private static final List<String> IDS = List.of("query_prefix_id", "document_prefix_id");

  /// What PyLate's file says, when it says anything.
  static Optional<Settings> ofSentence(Contents contents) throws IOException {
    Optional<Config> sentence = contents.said().sentence();
    if (sentence.isEmpty()) {
      return Optional.empty();
    }
    boolean any =
        sentence.get().has("query_prefix")
            || sentence.get().has("query_length")
            || sentence.get().has("document_length")
            || sentence.get().has("do_query_expansion");
    return any ? Optional.of(Settings.pylate(sentence.get())) : Optional.empty();
  }

  /// All that knows of the settings: PyLate's file, what is known of a published model,
  /// next-plaid's file, Stanford's, and what the dialect's own reader takes where nothing is said.
  static List<Settings> sources(Contents contents, Dialect dialect, Optional<Settings> known)
      throws IOException {
    List<Settings> sources = new ArrayList<>();
    ofSentence(contents).ifPresent(sources::add);
    known.ifPresent(sources::add);
    Optional<Config> artifact = contents.said().artifact();
    if (contents.said().onnx().isPresent()) {
      Settings exported = Settings.pylate(contents.said().onnx().get());
      boolean alone = sources.isEmpty() && artifact.isEmpty();
      sources.add(alone ? exported : exported.withoutExpansion());
    }
    if (artifact.isPresent()) {
      sources.add(Settings.stanford(artifact.get()));
    }
    sources.add(dialect == Dialect.STANFORD ? Settings.OF_STANFORD : Settings.OF_PYLATE);
    return sources;
  }

  TextForm form() throws IOException {
    SettingChoice choice = new SettingChoice(sources, contents.notes());
    Markers markers =
        new Markers(
            marker("query", choice.queryMarker(), IDS.getFirst()),
            marker("document", choice.documentMarker(), IDS.getLast()));
    int query = contents.within(choice.queryLength(), "queries");
    int document = contents.within(choice.documentLength(), "documents");
    Expansion expansion = choice.expands() ? fixed(query, choice) : new Expansion.None();
    sayWhatExportersWrite(expansion);
    sayWhereMarkersGo(markers);
    return new TextForm(
        markers,
        new Lengths(query, document),
        expansion,
        skiplist(contents, choice.skiplist(), false, true),
        contents.lowerCase());
  }

  private Marker marker(String role, String text, String member) throws IOException {
    if (text.isEmpty()) {
      return new Marker.None();
    }
    OptionalInt id = contents.tokens().find(text);
    OptionalInt said = exported(contents, member);
    if (said.isPresent() && !said.equals(id)) {
      if (id.isPresent()) {
        contents
            .notes()
            .say(
                "the %s marker '%s' is %d by %s and %d by the tokenizer; the former is taken"
                    .formatted(role, text, said.getAsInt(), member, id.getAsInt()));
      }
      return new Marker.Inserted(text, said.getAsInt());
    }
    if (id.isEmpty()) {
      throw new IOException(
          "the %s marker '%s' is none of the %d tokens of the tokenizer in '%s'; expected one of its vocabulary or added tokens"
              .formatted(
                  role,
                  text,
                  contents.tokens().files().size(),
                  contents.tokens().files().folder()));
    }
    return new Marker.Inserted(text, id.getAsInt());
  }

  /// A number that next-plaid's file gives, within the vocabulary.
  private static OptionalInt exported(Contents contents, String member) throws IOException {
    Optional<Config> file = contents.said().onnx().or(() -> contents.said().sentence());
    return file.isPresent() && file.get().has(member)
        ? OptionalInt.of(
            file.get().whole(member, 0, Math.max(0, contents.tokens().files().size() - 1)))
        : OptionalInt.empty();
  }

  private Expansion fixed(int length, SettingChoice choice) throws IOException {
    return new Expansion.Fixed(length, filler(contents, Optional.empty(), choice.attends()));
  }

  /// What queries are filled up with: the token that is named, else `[MASK]`, else what ends a
  /// text.
  static Expansion.Filler filler(Contents contents, Optional<String> named, boolean attended)
      throws IOException {
    if (named.isPresent()) {
      OptionalInt id = contents.tokens().find(named.get());
      if (id.isEmpty()) {
        throw new IOException(
            "the token '%s', with which queries are to be filled up, is none of the tokenizer in '%s'"
                .formatted(named.get(), contents.tokens().files().folder()));
      }
      return new Expansion.Filler(named.get(), id.getAsInt(), attended);
    }
    Map<String, TokenizerFiles.Special> special = contents.tokens().files().special();
    OptionalInt mask = exported(contents, "mask_token_id");
    if (!special.containsKey("mask") && mask.isPresent()) {
      return new Expansion.Filler(
          contents.tokens().text(mask.getAsInt()), mask.getAsInt(), attended);
    }
    for (String use : List.of("mask", "eos", "pad")) {
      TokenizerFiles.Special token = special.get(use);
      if (token != null) {
        if (!use.equals("mask")) {
          contents
              .notes()
              .say(
                  "there is no mask token; queries are filled up with '%s'"
                      .formatted(token.text()));
        }
        return new Expansion.Filler(token.text(), token.id(), attended);
      }
    }
    throw new IOException(
        "the tokenizer in '%s' has no mask, no end and no padding token to fill queries up with"
            .formatted(contents.tokens().files().folder()));
  }

  /// Resolves skipped words, and says which are none of the vocabulary.
  static Skiplist skiplist(
      Contents contents, List<String> words, boolean ofQueries, boolean ofDocuments) {
    Skiplist skiplist =
        new Skiplist(
            words.stream()
                .map(word -> new Skiplist.Word(word, contents.tokens().find(word)))
                .toList(),
            ofQueries,
            ofDocuments);
    List<String> unresolved = skiplist.unresolved();
    if (!unresolved.isEmpty()) {
      contents
          .notes()
          .say(
              "%d of %d skipped words are no tokens of the vocabulary: %s"
                  .formatted(
                      unresolved.size(),
                      words.size(),
                      String.join(" ", unresolved.stream().limit(40).toList())));
    }
    return skiplist;
  }

  private void sayWhatExportersWrite(Expansion expansion) {
    if (dialect == Dialect.NEXT_PLAID && expansion instanceof Expansion.None) {
      contents
          .notes()
          .say(
              "queries are not filled up; next-plaid's exporter writes that also for models that were"
                  + " trained with it");
    }
  }

  private void sayWhereMarkersGo(Markers markers) {
    if (markers.query() instanceof Marker.None && markers.document() instanceof Marker.None) {
      return;
    }
    if (contents.tokens().files().frame().before() == 0) {
      contents
          .notes()
          .say(
              "the tokenizer puts no token in front of a text, so that a marker at index 1 comes"
                  + " behind the text's first token");
    }
    if (contents.tokens().padsLeft()) {
      contents
          .notes()
          .say("the tokenizer fills up in front, where a batch's markers would get lost");
    }
  }
}

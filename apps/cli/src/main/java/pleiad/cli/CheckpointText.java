package pleiad.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import pleiad.encode.checkpoint.Backbone;
import pleiad.encode.checkpoint.BiEncoder;
import pleiad.encode.checkpoint.Checkpoint;
import pleiad.encode.checkpoint.CrossEncoder;
import pleiad.encode.checkpoint.Dense;
import pleiad.encode.checkpoint.Expansion;
import pleiad.encode.checkpoint.Graph;
import pleiad.encode.checkpoint.LateInteraction;
import pleiad.encode.checkpoint.Lengths;
import pleiad.encode.checkpoint.Marker;
import pleiad.encode.checkpoint.Pooling;
import pleiad.encode.checkpoint.Profile;
import pleiad.encode.checkpoint.Projection;
import pleiad.encode.checkpoint.Residual;
import pleiad.encode.checkpoint.Skiplist;
import pleiad.encode.checkpoint.TextForm;
import pleiad.encode.checkpoint.TokenizerFiles;

/// A checkpoint for a person: a line for each thing that there is to know.
///
/// @param lines what was said so far
record CheckpointText(List<String> lines) {
  static String of(
      String name, Checkpoint checkpoint, Profile profile, ModelFingerprint fingerprint) {
    CheckpointText text = new CheckpointText(new ArrayList<>());
    text.lines.add(
        "%s: %s, dialect %s"
            .formatted(name, CheckpointJson.kind(checkpoint), checkpoint.dialect().label()));
    text.encoder(checkpoint.basis().backbone());
    switch (checkpoint) {
      case LateInteraction tokens -> {
        text.tokens(tokens);
        text.line("profile", profile.name());
      }
      case BiEncoder single -> text.single(single);
      case CrossEncoder pairs -> text.pairs(pairs);
    }
    text.tokenizer(checkpoint.basis().tokenizer());
    text.graph(checkpoint);
    text.line("fingerprint", fingerprint.toString());
    checkpoint.warnings().forEach(warning -> text.line("warning", warning));
    return text.lines.stream().map(CheckpointText::plain).collect(Collectors.joining("\n"));
  }

  /// Text of a file, without control characters, which a terminal might obey.
  private static String plain(String line) {
    return line.codePoints()
        .map(letter -> Character.isISOControl(letter) ? '�' : letter)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private void line(String what, String value) {
    lines.add("  %-11s %s".formatted(what, value));
  }

  private void encoder(Backbone backbone) {
    line(
        "encoder",
        "%s, %s numbers a token, %s tokens at most"
            .formatted(backbone.family(), said(backbone.dimension()), said(backbone.window())));
  }

  private static String said(OptionalInt number) {
    return number.isPresent() ? Integer.toString(number.getAsInt()) : "?";
  }

  private void tokens(LateInteraction model) {
    TextForm form = model.form();
    vectors(model.projection());
    line(
        "markers",
        "query %s, document %s"
            .formatted(marker(form.markers().query()), marker(form.markers().document())));
    Lengths room = form.room(model.basis().tokenizer());
    line(
        "lengths",
        "query %d, of which %d for text; document %d, of which %d"
            .formatted(
                form.lengths().query(), room.query(), form.lengths().document(), room.document()));
    line("expansion", expansion(form.expansion()));
    line("skiplist", skiplist(form.skiplist()));
    line("lower case", form.lowerCase() ? "yes" : "no");
    line("similarity", model.similarity().label());
    model
        .pooling()
        .ifPresent(
            pooling ->
                line(
                    "pooling",
                    "%d tokens to one, the first %d kept%s"
                        .formatted(
                            pooling.factor(),
                            pooling.spared(),
                            pooling.ofQueries() ? ", queries too" : "")));
    prompts(model.prompts().byName());
  }

  private static String marker(Marker marker) {
    return switch (marker) {
      case Marker.None _ -> "none";
      case Marker.Inserted(String text, int id) -> "'%s' = %d at index 1".formatted(text, id);
      case Marker.Prefix(String text, OptionalInt id) ->
          "'%s' in front of the text%s"
              .formatted(text, id.isPresent() ? " = " + id.getAsInt() : "");
    };
  }

  private static String expansion(Expansion expansion) {
    return switch (expansion) {
      case Expansion.None _ -> "none";
      case Expansion.Fixed(int length, Expansion.Filler filler) ->
          "to %d with %s".formatted(length, filler(filler));
      case Expansion.AtLeast(int length, Expansion.Filler filler) ->
          "to %d at least, with %s".formatted(length, filler(filler));
    };
  }

  private static String filler(Expansion.Filler filler) {
    return "'%s' = %d, %s"
        .formatted(
            filler.text(), filler.id(), filler.attended() ? "attended to" : "not attended to");
  }

  private static String skiplist(Skiplist skiplist) {
    if (skiplist.words().isEmpty()) {
      return "none";
    }
    List<String> roles = new ArrayList<>();
    if (skiplist.ofQueries()) {
      roles.add("queries");
    }
    if (skiplist.ofDocuments()) {
      roles.add("documents");
    }
    return "%d words, left out of %s"
        .formatted(skiplist.words().size(), String.join(" and ", roles));
  }

  private void vectors(Projection projection) {
    String shorter =
        projection.shorter().isEmpty()
            ? ""
            : ", which may be cut to "
                + projection.shorter().stream()
                    .map(String::valueOf)
                    .collect(Collectors.joining(", "));
    line(
        "vectors",
        "%d numbers%s%s%s"
            .formatted(
                projection.dimension(),
                projection.cut().isPresent() ? ", cut to " + projection.size() : "",
                shorter,
                projection.normalized() ? ", of unit length" : ""));
    projection.layers().forEach(dense -> line("layer", layer(dense)));
  }

  private static String layer(Dense dense) {
    String residual =
        switch (dense.residual()) {
          case Residual.None _ -> "";
          case Residual.Same _ -> ", plus what it is given";
          case Residual.Projected projected ->
              ", plus what it is given times " + projected.linear().weight();
        };
    return "%d to %d, %s%s: %s%s of %s"
        .formatted(
            dense.linear().inputs(),
            dense.linear().outputs(),
            word(dense.activation()),
            residual,
            dense.linear().weight(),
            dense.linear().bias().map(bias -> " and " + bias).orElse(""),
            dense.linear().file());
  }

  private void prompts(Map<String, String> prompts) {
    prompts.forEach(
        (name, prompt) -> {
          if (!prompt.isEmpty()) {
            line("prompt", "%s: '%s'".formatted(name, prompt));
          }
        });
  }

  private void single(BiEncoder model) {
    vectors(model.projection());
    line(
        "pooling",
        model.pooling().modes().stream().map(Pooling.Mode::label).collect(Collectors.joining(", "))
            + (model.pooling().withPrompt() ? "" : ", without the prompt")
            + (model.pooling().guessed() ? ", a guess" : ""));
    line("length", String.valueOf(model.length()));
    line("similarity", model.comparison().label());
    line("lower case", model.lowerCase() ? "yes" : "no");
    prompts(model.prompts().byName());
  }

  private void pairs(CrossEncoder model) {
    line("labels", String.join(", ", model.labels()));
    line("activation", word(model.activation()));
    line("length", model.length() + " for both texts");
    prompts(model.prompts().byName());
  }

  private void tokenizer(TokenizerFiles tokenizer) {
    line(
        "tokenizer",
        "%s, %d tokens, %d special ones around a text: %s"
            .formatted(
                tokenizer.kind().label(),
                tokenizer.size(),
                tokenizer.frame().tokens(),
                String.join(", ", tokenizer.files())));
  }

  private void graph(Checkpoint checkpoint) {
    Graph graph = checkpoint.graph();
    String chosen =
        switch (graph) {
          case Graph.File file -> checkpoint.folder().relativize(file.file()) + ": ";
          case Graph.Written _ -> "";
          case Graph.Missing _ -> "none: ";
        };
    line("graph", chosen + graph.reason());
    for (Graph.Candidate each : graph.candidates()) {
      boolean isChosen = graph instanceof Graph.File file && file.file().equals(each.file());
      if (!isChosen) {
        each.answer()
            .ifPresent(
                answer ->
                    line(
                        "also there",
                        "%s gives %s"
                            .formatted(
                                checkpoint.folder().relativize(each.file()), answer.output())));
      }
    }
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}

package pleiad.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Locale;
import java.util.OptionalInt;
import pleiad.encode.checkpoint.Backbone;
import pleiad.encode.checkpoint.Basis;
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
import pleiad.encode.checkpoint.Projection;
import pleiad.encode.checkpoint.Prompts;
import pleiad.encode.checkpoint.Residual;
import pleiad.encode.checkpoint.Skiplist;
import pleiad.encode.checkpoint.TextForm;
import pleiad.encode.checkpoint.TokenPooling;
import pleiad.encode.checkpoint.TokenizerFiles;

/// A checkpoint for a program. `dialect`, `dim`, `markers`, `lengths`, `expansion`, `skiplist` and
/// `profile` stay; what a kind of model has not is null.
///
/// @param node what is written to
record CheckpointJson(ObjectNode node) {
  void write(Checkpoint checkpoint) {
    node.put("folder", checkpoint.folder().toString());
    node.put("kind", kind(checkpoint)).put("dialect", checkpoint.dialect().label());
    switch (checkpoint) {
      case LateInteraction tokens -> tokens(tokens);
      case BiEncoder single -> single(single);
      case CrossEncoder pairs -> pairs(pairs);
    }
    basis(checkpoint.basis());
  }

  static String kind(Checkpoint checkpoint) {
    return switch (checkpoint) {
      case LateInteraction _ -> "late-interaction";
      case BiEncoder _ -> "bi-encoder";
      case CrossEncoder _ -> "cross-encoder";
    };
  }

  private void tokens(LateInteraction model) {
    TextForm form = model.form();
    node.put("dim", model.projection().size());
    ObjectNode markers = node.putObject("markers");
    marker(markers, "query", form.markers().query());
    marker(markers, "document", form.markers().document());
    Lengths room = form.room(model.basis().tokenizer());
    node.putObject("lengths")
        .put("query", form.lengths().query())
        .put("document", form.lengths().document())
        .put("queryText", room.query())
        .put("documentText", room.document());
    expansion(form.expansion());
    skiplist(form.skiplist());
    node.put("lowerCase", form.lowerCase()).put("similarity", model.similarity().label());
    projection(model.projection());
    if (model.pooling().isPresent()) {
      TokenPooling pooling = model.pooling().get();
      node.putObject("tokenPooling")
          .put("factor", pooling.factor())
          .put("spared", pooling.spared())
          .put("ofQueries", pooling.ofQueries())
          .put("renormalized", pooling.renormalized());
    } else {
      node.putNull("tokenPooling");
    }
    prompts(model.prompts());
  }

  private static void marker(ObjectNode markers, String role, Marker marker) {
    switch (marker) {
      case Marker.None _ -> markers.putNull(role);
      case Marker.Inserted(String text, int id) ->
          markers.putObject(role).put("text", text).put("id", id).put("placement", "id-at-1");
      case Marker.Prefix(String text, OptionalInt id) -> {
        ObjectNode prefix = markers.putObject(role).put("text", text);
        whole(prefix, "id", id);
        prefix.put("placement", "text");
      }
    }
  }

  private void expansion(Expansion expansion) {
    ObjectNode inner = node.putObject("expansion");
    switch (expansion) {
      case Expansion.None _ -> inner.put("strategy", "none");
      case Expansion.Fixed(int length, Expansion.Filler filler) ->
          filler(inner.put("strategy", "fixed").put("length", length), filler);
      case Expansion.AtLeast(int length, Expansion.Filler filler) ->
          filler(inner.put("strategy", "at-least").put("length", length), filler);
    }
  }

  private static void filler(ObjectNode node, Expansion.Filler filler) {
    node.put("token", filler.text()).put("id", filler.id()).put("attended", filler.attended());
  }

  private void skiplist(Skiplist skiplist) {
    ObjectNode inner = node.putObject("skiplist");
    texts(inner, "words", skiplist.words().stream().map(Skiplist.Word::text).toList());
    texts(inner, "unresolved", skiplist.unresolved());
    inner.put("ofQueries", skiplist.ofQueries()).put("ofDocuments", skiplist.ofDocuments());
  }

  private void single(BiEncoder model) {
    node.put("dim", model.projection().size());
    node.putNull("markers");
    node.putObject("lengths").put("query", model.length()).put("document", model.length());
    node.putNull("expansion").putNull("skiplist");
    node.put("lowerCase", model.lowerCase()).put("similarity", model.comparison().label());
    ObjectNode pooling = node.putObject("pooling");
    texts(pooling, "modes", model.pooling().modes().stream().map(Pooling.Mode::label).toList());
    pooling
        .put("withPrompt", model.pooling().withPrompt())
        .put("guessed", model.pooling().guessed());
    projection(model.projection());
    prompts(model.prompts());
  }

  private void pairs(CrossEncoder model) {
    node.putNull("dim").putNull("markers");
    node.putObject("lengths").put("pair", model.length());
    node.putNull("expansion").putNull("skiplist");
    texts(node, "labels", model.labels());
    node.put("activation", word(model.activation()));
    prompts(model.prompts());
  }

  private void projection(Projection projection) {
    node.put("normalized", projection.normalized()).put("uncut", projection.dimension());
    ArrayNode shorter = node.putArray("shorter");
    projection.shorter().forEach(shorter::add);
    ArrayNode layers = node.putArray("projection");
    for (Dense dense : projection.layers()) {
      layers
          .addObject()
          .put("file", dense.linear().file().toString())
          .put("weight", dense.linear().weight())
          .put("bias", dense.linear().bias().orElse(null))
          .put("inputs", dense.linear().inputs())
          .put("outputs", dense.linear().outputs())
          .put("activation", word(dense.activation()))
          .put("residual", residual(dense.residual()));
    }
  }

  private static String residual(Residual residual) {
    return switch (residual) {
      case Residual.None _ -> "none";
      case Residual.Same _ -> "same";
      case Residual.Projected projected -> projected.linear().weight();
    };
  }

  private void prompts(Prompts prompts) {
    ObjectNode inner = node.putObject("prompts");
    prompts.byName().forEach(inner::put);
    node.put("defaultPrompt", prompts.usual().orElse(null));
  }

  private void basis(Basis basis) {
    Backbone backbone = basis.backbone();
    ObjectNode encoder = node.putObject("encoder").put("family", backbone.family());
    whole(encoder, "dim", backbone.dimension());
    whole(encoder, "window", backbone.window());
    TokenizerFiles tokenizer = basis.tokenizer();
    ObjectNode tokens =
        node.putObject("tokenizer")
            .put("kind", tokenizer.kind().label())
            .put("tokens", tokenizer.size())
            .put("specialBefore", tokenizer.frame().before())
            .put("specialAfter", tokenizer.frame().after());
    ObjectNode special = tokens.putObject("special");
    tokenizer.special().forEach((use, token) -> special.put(use, token.text()));
    texts(tokens, "files", tokenizer.files());
    graph(basis.graph());
    texts(node, "warnings", basis.warnings());
  }

  private void graph(Graph graph) {
    ObjectNode inner = node.putObject("graph");
    switch (graph) {
      case Graph.File file ->
          inner
              .put("source", "file")
              .put("file", file.file().toString())
              .put("output", file.answer().output().name())
              .put("content", word(file.answer().content()));
      case Graph.Written written ->
          inner.put("source", "weights").put("output", written.encoder().output());
      case Graph.Missing _ -> inner.put("source", "none");
    }
    inner.put("reason", graph.reason());
    ArrayNode candidates = inner.putArray("candidates");
    for (Graph.Candidate each : graph.candidates()) {
      ObjectNode candidate = candidates.addObject().put("file", each.file().toString());
      candidate.put("content", each.answer().map(answer -> word(answer.content())).orElse(null));
      candidate.put("refusal", each.refusal().orElse(null));
    }
  }

  private static void whole(ObjectNode node, String name, OptionalInt value) {
    if (value.isPresent()) {
      node.put(name, value.getAsInt());
    } else {
      node.putNull(name);
    }
  }

  private static void texts(ObjectNode node, String name, Collection<String> texts) {
    ArrayNode array = node.putArray(name);
    texts.forEach(array::add);
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}

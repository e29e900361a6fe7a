package pleiad.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import pleiad.encode.PageCheckpoint;
import pleiad.encode.image.PatchGrid;
import pleiad.encode.image.Pixels;
import pleiad.encode.image.Prompt;

/// A page-image checkpoint, for a person and for a program.
///
/// @param dimension numbers of a vector; empty where the graph does not say, or is missing
/// @param prompt what stands around pages and queries
/// @param sheet the rows of a page of A4
/// @param fingerprint null without a graph
record PageCheckpointView(
    PageCheckpoint checkpoint,
    OptionalInt dimension,
    Prompt prompt,
    PatchGrid sheet,
    @Nullable String fingerprint) {
  private static final int A4_WIDTH = 1_240;
  private static final int A4_HEIGHT = 1_754;

  static PageCheckpointView of(PageCheckpoint checkpoint) throws IOException {
    Pixels sheet = Pixels.of(new byte[3 * A4_WIDTH * A4_HEIGHT], A4_WIDTH, A4_HEIGHT);
    return new PageCheckpointView(
        checkpoint,
        checkpoint.dimension(),
        checkpoint.prompt(),
        checkpoint.patches(sheet),
        checkpoint.graph().isPresent() ? checkpoint.fingerprint() : null);
  }

  ObjectNode json(String name) {
    ObjectNode node =
        Output.object()
            .put("model", name)
            .put("folder", checkpoint.folder().toString())
            .put("kind", "page-image")
            .put("family", checkpoint.family());
    if (dimension.isPresent()) {
      node.put("dim", dimension.getAsInt());
    } else {
      node.putNull("dim");
    }
    node.putObject("a4").put("vectors", sheet.rows()).put("patches", sheet.patches());
    node.putObject("prompts")
        .put("page", prompt.page())
        .put("beforeQuery", prompt.queryStart())
        .put("afterQuery", prompt.queryEnd());
    node.putObject("graph")
        .put("pages", relative(checkpoint.graph()))
        .put("queries", relative(checkpoint.queryGraph().or(checkpoint::graph)));
    return node.put("fingerprint", fingerprint);
  }

  private @Nullable String relative(Optional<Path> file) {
    return file.map(each -> checkpoint.folder().relativize(each).toString()).orElse(null);
  }

  String text(String name) {
    String vectors =
        "%s numbers each; %d for a page of A4, %d of them patches"
            .formatted(
                dimension.isPresent() ? String.valueOf(dimension.getAsInt()) : "?",
                sheet.rows(),
                sheet.patches());
    return Stream.of(
            "%s: page-image model, %s".formatted(name, checkpoint.family()),
            line("reads", "pages as pictures: PDF, PNG, JPEG; texts are its queries"),
            line("vectors", vectors),
            line("page", quoted(prompt.page())),
            line("query", quoted(prompt.queryStart() + "TEXT" + prompt.queryEnd())),
            line("graph", graph()),
            line("fingerprint", fingerprint == null ? "none without a graph" : fingerprint))
        .collect(Collectors.joining("\n"));
  }

  private String graph() {
    String pages = relative(checkpoint.graph());
    if (pages == null) {
      return "none: docs/reference/page-images.md says how it is exported";
    }
    String queries = relative(checkpoint.queryGraph());
    return queries == null
        ? pages + ", with a blank picture for queries"
        : pages + " for pages, " + queries + " for queries";
  }

  /// On one line, without what a terminal might obey.
  private static String quoted(String text) {
    return "'" + text.replace("\n", "\\n").replaceAll("\\p{Cntrl}", "\ufffd") + "'";
  }

  private static String line(String what, String value) {
    return "  %-11s %s".formatted(what, value);
  }
}

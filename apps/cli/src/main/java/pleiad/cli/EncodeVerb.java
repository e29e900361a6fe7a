package pleiad.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import pleiad.Pleiad;
import pleiad.Searcher;
import pleiad.encode.Encoder;
import pleiad.encode.Encoding;
import pleiad.encode.InputRow;
import pleiad.encode.Role;

@Command(
    name = "encode",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Shows what a model makes of a text.",
      "For a page-image model a text is a query: --role query."
    },
    footer = {
      "",
      "Example:",
      "  pleiad encode \"the bank of the river\" --role query --explain",
      "  pleiad encode \"the bank of the river\" --neighbours papers",
      "  pleiad encode \"the bank of the river\" --as cls,mean,codes,tokens"
    })
final class EncodeVerb implements Callable<Integer> {
  private static final int NEIGHBOURS = 3;

  @Parameters(paramLabel = "TEXT", description = "The text.")
  private String text;

  @Option(
      names = "--role",
      description = "What the text is: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Role role = Role.DOCUMENT;

  @Option(
      names = "--explain",
      description = "Show all that the model is given, kept or not, and what it looks at.")
  private boolean explain;

  @Option(
      names = "--neighbours",
      paramLabel = "FOLDER",
      description = "For each token show the nearest tokens of a collection that the model made.")
  private @Nullable Path collection;

  @Option(
      names = "--npy",
      paramLabel = "FILE",
      description = {
        "Write the token vectors, or what --as names, as a NumPy file of floats.",
        "A file that ends in .npz holds several, by their names."
      })
  private @Nullable Path npy;

  @Mixin private RepresentationOptions ways;

  @Mixin private ModelOptions models;
  @Mixin private Output output;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  EncodeVerb() {}

  @Override
  public Integer call() throws IOException {
    ways.check();
    try (Encoder encoder = models.open()) {
      Encoding encoding = encoder.encode(text, role);
      List<Representation> representations = ways.of(encoder, encoding, text, role);
      write(representations);
      List<InputRow> rows = encoder.rows(text, role);
      List<Neighbours> neighbours = neighbours(encoding);
      if (output.json()) {
        output.print(json(encoder, representations, rows, neighbours));
      } else {
        print(encoder, encoding, representations, rows, neighbours);
      }
      return Exit.OK;
    }
  }

  private void write(List<Representation> representations) throws IOException {
    if (npy == null) {
      return;
    }
    if (npy.toString().endsWith(NpyFile.SEVERAL)) {
      NpyFile.writeSeveral(npy, representations);
    } else if (ways.asked() && representations.size() > 1) {
      throw new IllegalArgumentException(
          "'%s' holds one matrix and --as names %d; name one, or a file that ends in %s"
              .formatted(npy, representations.size(), NpyFile.SEVERAL));
    } else {
      NpyFile.write(npy, representations.getFirst().vectors());
    }
  }

  private List<Neighbours> neighbours(Encoding encoding) throws IOException {
    List<Neighbours> neighbours = new ArrayList<>();
    if (collection == null) {
      return neighbours;
    }
    try (Searcher searcher = Pleiad.openReadOnly(collection, ModelOptions.collection())) {
      for (int row = 0; row < encoding.tokens().size(); row++) {
        neighbours.add(Neighbours.of(searcher, encoding.vectors().slice(row, row + 1), NEIGHBOURS));
      }
      return neighbours;
    }
  }

  private void print(
      Encoder encoder,
      Encoding encoding,
      List<Representation> representations,
      List<InputRow> rows,
      List<Neighbours> neighbours) {
    if (!ways.asked() || explain || !neighbours.isEmpty()) {
      print(rows, neighbours);
      output.line("");
    }
    if (ways.asked()) {
      Representation.print(representations, output);
      output.line("");
    }
    output.line(
        "%d vectors of %d numbers by %s",
        encoding.vectors().count(), encoding.vectors().dimension(), encoder.model().name());
  }

  private void print(List<InputRow> rows, List<Neighbours> neighbours) {
    output.line("@|faint   place       id  %s piece|@", explain ? "pass seen kept " : "");
    int kept = 0;
    for (InputRow row : rows) {
      if (explain || row.kept()) {
        output.out().println(line(row));
      }
      if (row.kept() && !neighbours.isEmpty()) {
        neighbours.get(kept).print(output);
      }
      kept += row.kept() ? 1 : 0;
    }
  }

  private String line(InputRow row) {
    String place = row.start() == row.end() ? "" : row.start() + "-" + row.end();
    String more =
        explain ? "%4d %4s %4s ".formatted(row.pass(), mark(row.attended()), mark(row.kept())) : "";
    return "%9s %7d  %s %s".formatted(place, row.id(), more, row.piece());
  }

  private static String mark(boolean yes) {
    return yes ? "yes" : "no";
  }

  private ObjectNode json(
      Encoder encoder,
      List<Representation> representations,
      List<InputRow> rows,
      List<Neighbours> neighbours) {
    ObjectNode node =
        Output.object()
            .put("model", encoder.model().name())
            .put("fingerprint", encoder.model().fingerprint())
            .put("role", role.name().toLowerCase(Locale.ROOT));
    ArrayNode tokens = node.putArray("tokens");
    int kept = 0;
    for (InputRow row : rows) {
      if (explain || row.kept()) {
        ObjectNode token = token(row, tokens.addObject());
        if (row.kept() && !neighbours.isEmpty()) {
          neighbours.get(kept).addTo(token);
        }
      }
      kept += row.kept() ? 1 : 0;
    }
    ArrayNode array = node.putArray("representations");
    representations.forEach(each -> each.json(array.addObject()));
    return node;
  }

  private static ObjectNode token(InputRow row, ObjectNode node) {
    return node.put("piece", row.piece())
        .put("id", row.id())
        .put("start", row.start())
        .put("end", row.end())
        .put("kept", row.kept())
        .put("attended", row.attended())
        .put("pass", row.pass());
  }
}

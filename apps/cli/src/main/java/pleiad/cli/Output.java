package pleiad.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.errorprone.annotations.FormatMethod;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Where a verb's results go: text in colour for a person, or one JSON document for a program.
/// Progress and messages go to standard error, so that standard output is the result alone.
final class Output {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  @Option(names = "--json", description = "Print one JSON document and nothing else.")
  private boolean json;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  Output() {}

  boolean json() {
    return json;
  }

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  void print(JsonNode node) {
    try {
      out().println(JSON.writeValueAsString(node));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain nodes can always be written", e);
    }
  }

  /// Prints figures of this machine, with the command that made them.
  void measured(ObjectNode node) throws IOException {
    List<String> arguments = spec.root().commandLine().getParseResult().originalArgs();
    print(
        object()
            .put("command", CommandLineText.of(arguments))
            .put("machine", Machine.words())
            .put("date", LocalDate.now(ZoneOffset.UTC).toString())
            .setAll(node));
  }

  /// Prints a line for a person; `@|bold …|@` and the like become colours where there is a
  /// terminal.
  @FormatMethod
  void line(String markup, Object... arguments) {
    out().println(Ansi.AUTO.string(markup.formatted(arguments)));
  }

  /// Tells a person something beside the result.
  @FormatMethod
  void say(String message, Object... arguments) {
    err().println(message.formatted(arguments));
  }

  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  PrintWriter err() {
    return spec.commandLine().getErr();
  }
}

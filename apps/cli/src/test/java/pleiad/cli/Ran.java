package pleiad.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;

/// What a run of the command line came to.
record Ran(int exit, String out, String err) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /// Runs the command line in this process; paths may be among the arguments. Encodings are kept
  /// only where `--cache` says so: no test meets what another run has encoded.
  static Ran pleiad(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line =
        Main.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    List<String> words = Arrays.stream(arguments).map(String::valueOf).toList();
    if (!words.contains("--cache")) {
      line.setDefaultValueProvider(
          argument ->
              argument instanceof CommandLine.Model.OptionSpec option
                      && option.longestName().equals("--no-encode-cache")
                  ? "true"
                  : null);
    }
    int exit = line.execute(words.toArray(String[]::new));
    return new Ran(exit, out.toString(), err.toString());
  }

  /// Standard output as the one JSON document that it must be.
  JsonNode json() {
    try {
      return JSON.readTree(out);
    } catch (JsonProcessingException e) {
      throw new AssertionError("standard output is no JSON document: " + this, e);
    }
  }
}

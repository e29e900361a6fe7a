package pleiad.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// Late-interaction retrieval at the command line. Exit codes: 0 done, 1 nothing found or a check
/// failed, 2 wrong usage, 3 bad data.
@Command(
    name = "pleiad",
    version = "pleiad 0.1.0-SNAPSHOT",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Late-interaction retrieval: one vector a token, in process, on Lucene.",
    synopsisSubcommandLabel = "VERB",
    footer = {"", "Begin with:  pleiad demo"},
    subcommands = {
      DemoVerb.class,
      IndexVerb.class,
      SearchVerb.class,
      ExplainVerb.class,
      FacetsVerb.class,
      ScoreVerb.class,
      RankVerb.class,
      EncodeVerb.class,
      DeleteVerb.class,
      StatsVerb.class,
      PlanVerb.class,
      CheckSourceVerb.class,
      AdviseVerb.class,
      EstimateVerb.class,
      EvalVerb.class,
      CompareVerb.class,
      FuseVerb.class,
      TuneVerb.class,
      BenchVerb.class,
      ReindexVerb.class,
      ModelVerb.class,
      CacheVerb.class,
      DoctorVerb.class
    })
public final class Main {
  /// Held, because the logging system itself keeps levels of held loggers only. What PDFBox works
  /// around in a file, it tells as a warning.
  private static final Map<Logger, Level> LEVELS =
      Map.of(
          Logger.getLogger("org.apache.lucene"), Level.WARNING,
          Logger.getLogger("org.apache.pdfbox"), Level.SEVERE,
          Logger.getLogger("org.apache.fontbox"), Level.SEVERE);

  private Main() {}

  public static void main(String[] arguments) {
    LEVELS.forEach(Logger::setLevel);
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    CommandLine line = commandLine();
    line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    return line.execute(arguments);
  }

  /// The verbs and their options; where it writes can be set.
  public static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setExecutionExceptionHandler(new Failures());
  }
}

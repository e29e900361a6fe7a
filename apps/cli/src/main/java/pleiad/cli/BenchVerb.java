package pleiad.cli;

import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures a part alone; every benchmark asserts its answers first.",
    footer = {"", "Example:", "  pleiad bench maxsim"},
    subcommands = {
      BenchMaxSimVerb.class,
      BenchEncodeVerb.class,
      BenchCodesVerb.class,
      BenchSearchVerb.class,
      BenchBuildsVerb.class,
      BenchGrowthVerb.class,
      BenchPeersVerb.class,
      BenchReportVerb.class
    })
final class BenchVerb implements Runnable {
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  BenchVerb() {}

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "bench what? There are maxsim, encode, codes, search, builds, growth, peers and report.");
  }

  static Consumer<String> told(Output output) {
    return line -> output.say("%s", line);
  }
}

package pleiad.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description = "Tells what a plan does.",
    footer = {"", "Example:", "  pleiad plan explain \"bm25(1000) | maxsim(100)\""},
    subcommands = {PlanExplainVerb.class})
final class PlanVerb implements Runnable {
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  PlanVerb() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "plan what? There is explain.");
  }
}

package pleiad.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "model",
    mixinStandardHelpOptions = true,
    description =
        "Fetches, lists, checks and removes models of the Hugging Face hub, and tells what is in them.",
    footer = {"", "Example:", "  pleiad model pull answerdotai/answerai-colbert-small-v1"},
    subcommands = {
      ModelPullVerb.class,
      ModelListVerb.class,
      ModelVerifyVerb.class,
      ModelRemoveVerb.class,
      ModelInspectVerb.class,
      ModelExportVerb.class
    })
final class ModelVerb implements Runnable {
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  ModelVerb() {}

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "model what? There are pull, list, verify, remove, inspect and export.");
  }
}

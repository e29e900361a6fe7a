package pleiad.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import pleiad.encode.PageCheckpoint;
import pleiad.encode.checkpoint.Checkpoint;
import pleiad.encode.checkpoint.Profile;

@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Tells what a model's files say: its kind, how it wants its texts, its projection, the graph",
      "that runs it, and what one should know before trusting its vectors."
    },
    footer = {
      "",
      "Example:",
      "  pleiad model inspect answerdotai/answerai-colbert-small-v1",
      "  pleiad model inspect ./checkpoint --json"
    })
final class ModelInspectVerb implements Callable<Integer> {
  @Mixin private ModelChoice model;

  @Option(
      names = "--profile",
      paramLabel = "P",
      description =
          "Encode as pylate, stanford, st6, next-plaid, fastembed or vespa do (default: the one that encoders take for the model).")
  private @Nullable String profile;

  @Mixin private Output output;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  ModelInspectVerb() {}

  @Override
  public Integer call() throws IOException {
    Optional<Profile> named = Optional.ofNullable(profile).map(Profile::named);
    Path folder = model.folder();
    if (PageCheckpoint.isIn(folder)) {
      print(PageCheckpointView.of(PageCheckpoint.read(folder)));
      return Exit.OK;
    }
    Checkpoint checkpoint = Checkpoint.read(folder);
    Profile chosen = named.orElse(checkpoint.dialect().profile());
    ModelFingerprint fingerprint = ModelFingerprint.of(folder, chosen);
    if (output.json()) {
      ObjectNode node = Output.object().put("model", model.name());
      new CheckpointJson(node).write(checkpoint);
      fingerprint.json(node.put("profile", chosen.name()));
      output.print(node);
    } else {
      output.out().println(CheckpointText.of(model.name(), checkpoint, chosen, fingerprint));
    }
    return Exit.OK;
  }

  private void print(PageCheckpointView view) {
    if (output.json()) {
      output.print(view.json(model.name()));
    } else {
      output.out().println(view.text(model.name()));
    }
  }
}

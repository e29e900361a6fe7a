package pleiad.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import pleiad.encode.hub.Removal;

@Command(
    name = "remove",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Removes a model from this machine, without asking; Python finds it no more either.",
    footer = {"", "Example:", "  pleiad model remove answerdotai/answerai-colbert-small-v1"})
final class ModelRemoveVerb implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "The model: ORG/NAME.")
  private String name;

  @Option(
      names = "--revision",
      paramLabel = "R",
      description = "Remove this branch's, tag's or commit's files only; shared ones stay.")
  private @Nullable String revision;

  @Mixin private StoreOptions store;

  @Mixin private Output output;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  ModelRemoveVerb() {}

  @Override
  public Integer call() throws IOException {
    Removal removal = store.store().remove(name, revision);
    if (output.json()) {
      output.print(
          Output.object()
              .put("name", name)
              .put("removed", removal.models())
              .put("bytes", removal.bytes()));
    } else if (removal.models() > 0) {
      output.line("removed %s: %s are free again", name, ModelView.size(removal.bytes()));
    }
    if (removal.models() == 0) {
      output.say("'%s' is not in '%s'", name, store.settings().cache());
    }
    return removal.models() == 0 ? Exit.NOTHING_FOUND : Exit.OK;
  }
}

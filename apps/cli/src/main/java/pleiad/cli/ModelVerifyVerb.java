package pleiad.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import pleiad.encode.hub.ModelStore;
import pleiad.encode.hub.StoredModel;
import pleiad.encode.hub.Verification;

@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Holds every file of a model, or of all, against its checksum.",
      "Exits with 1 when one is damaged or missing, or when the model is not there."
    },
    footer = {
      "",
      "Example:",
      "  pleiad model verify",
      "  pleiad model verify answerdotai/answerai-colbert-small-v1"
    })
final class ModelVerifyVerb implements Callable<Integer> {
  @Parameters(arity = "0..1", paramLabel = "NAME", description = "The model (default: all).")
  private @Nullable String name;

  @Option(
      names = "--revision",
      paramLabel = "R",
      description = "This branch, tag or commit only (default: all that are there).")
  private @Nullable String revision;

  @Mixin private StoreOptions store;

  @Mixin private Output output;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  ModelVerifyVerb() {}

  @Override
  public Integer call() throws IOException {
    ModelStore models = store.store();
    List<Verification> verifications = new ArrayList<>();
    for (StoredModel model : models.list()) {
      boolean named = name == null || name.equals(model.name());
      if (named && (revision == null || ModelView.isOf(model, revision))) {
        verifications.add(models.verify(model));
      }
    }
    boolean passed = verifications.stream().allMatch(Verification::passed);
    boolean found = !verifications.isEmpty() || (name == null && revision == null);
    if (output.json()) {
      output.print(json(verifications, passed && found));
    } else {
      verifications.forEach(this::print);
    }
    if (!found) {
      String wanted = name == null ? "revision " + revision : "'" + name + "'";
      output.say("%s is not in '%s'", wanted, store.settings().cache());
    }
    return passed && found ? Exit.OK : Exit.NOTHING_FOUND;
  }

  private static ObjectNode json(List<Verification> verifications, boolean passed) {
    ObjectNode node = Output.object().put("passed", passed);
    ArrayNode models = node.putArray("models");
    for (Verification verification : verifications) {
      ObjectNode each = models.addObject();
      ModelView.json(verification.model(), each);
      each.put("passed", verification.passed());
      ArrayNode files = each.putArray("checked");
      for (Verification.Checked file : verification.files()) {
        files
            .addObject()
            .put("file", file.file())
            .put("state", state(file))
            .put("expected", file.expected())
            .put("found", file.found());
      }
    }
    return node;
  }

  private static String state(Verification.Checked file) {
    return file.state().name().toLowerCase(Locale.ROOT);
  }

  private void print(Verification verification) {
    StoredModel model = verification.model();
    long unknown =
        verification.files().stream()
            .filter(file -> file.state() == Verification.State.UNKNOWN)
            .count();
    String outcome =
        verification.passed()
            ? "%d files are what the hub announced".formatted(model.files() - unknown)
            : "not usable; 'pleiad model remove' and 'pull' bring it anew";
    output.line("%s %s: %s", model.name(), ModelView.revision(model), outcome);
    if (unknown > 0) {
      output.line("  %d files have no checksum to hold against; a pull brings it", unknown);
    }
    if (model.written() > 0) {
      output.line(
          "  beside them %s that Pleiad wrote from the weights", ModelView.size(model.written()));
    }
    if (!model.complete()) {
      output.line("  incomplete");
    }
    for (Verification.Checked file : verification.files()) {
      if (file.state().isBad()) {
        output.line("  %s: %s", state(file), model.folder().resolve(file.file()));
      }
    }
  }
}

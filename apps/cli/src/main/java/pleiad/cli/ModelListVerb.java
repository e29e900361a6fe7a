package pleiad.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import pleiad.encode.hub.StoredModel;

@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Lists the models on this machine, those that Python fetched among them.",
    footer = {"", "Example:", "  pleiad model list"})
final class ModelListVerb implements Callable<Integer> {
  @Mixin private StoreOptions store;

  @Mixin private Output output;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  ModelListVerb() {}

  @Override
  public Integer call() throws IOException {
    List<StoredModel> models = store.store().list();
    if (output.json()) {
      ObjectNode node = Output.object().put("cache", store.settings().cache().toString());
      ArrayNode array = node.putArray("models");
      models.forEach(model -> ModelView.json(model, array.addObject()));
      output.print(node);
    } else if (models.isEmpty()) {
      output.line("no models in %s", store.settings().cache());
    } else {
      print(models);
    }
    return Exit.OK;
  }

  private void print(List<StoredModel> models) {
    int width = models.stream().mapToInt(model -> model.name().length()).max().orElse(0);
    String row = "%-" + Math.max(width, 4) + "s  %-12s  %5s  %10s  %s";
    output.out().println(row.formatted("name", "revision", "files", "size", "").stripTrailing());
    for (StoredModel model : models) {
      output
          .out()
          .println(
              row.formatted(
                      model.name(),
                      ModelView.revision(model),
                      model.files(),
                      ModelView.size(model.bytes()),
                      remark(model))
                  .stripTrailing());
    }
  }

  private static String remark(StoredModel model) {
    List<String> remarks = new ArrayList<>();
    if (!model.complete()) {
      remarks.add("incomplete: pull it again");
    }
    if (model.written() > 0) {
      remarks.add("and %s that Pleiad wrote".formatted(ModelView.size(model.written())));
    }
    return String.join("; ", remarks);
  }
}

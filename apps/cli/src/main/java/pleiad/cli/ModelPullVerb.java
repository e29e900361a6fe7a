package pleiad.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import pleiad.encode.hub.PullProgress;
import pleiad.encode.hub.StoredModel;

@Command(
    name = "pull",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Fetches a model's configuration, tokenizer and weights (.safetensors, .onnx), never pickles.",
      "What is there already is not fetched again; a pull that was stopped goes on where it was."
    },
    footer = {
      "",
      "Example:",
      "  pleiad model pull answerdotai/answerai-colbert-small-v1",
      "  pleiad model pull mixedbread-ai/mxbai-edge-colbert-v0-17m --file onnx/model_quantized.onnx"
    })
final class ModelPullVerb implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "The model: ORG/NAME, as on its page.")
  private String name;

  @Option(
      names = "--revision",
      paramLabel = "R",
      description = "A branch, a tag or a commit (default: main).")
  private @Nullable String revision;

  @Option(
      names = "--file",
      paramLabel = "PATH",
      description = "Fetch this file of the model too; may be given several times.")
  private List<String> also = List.of();

  @Mixin private StoreOptions store;

  @Mixin private Output output;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  ModelPullVerb() {}

  @Override
  public Integer call() throws IOException {
    long start = System.nanoTime();
    StoredModel model;
    try (Bar bar = new Bar(output)) {
      model = store.store().pull(name, revision, also, bar);
    }
    if (output.json()) {
      ObjectNode node = Output.object();
      ModelView.json(model, node);
      output.print(node.put("seconds", (System.nanoTime() - start) / 1e9));
    } else {
      output.line(
          "%s %s: %d files, %s",
          model.name(), ModelView.revision(model), model.files(), ModelView.size(model.bytes()));
      output.line("  %s", model.folder());
    }
    return Exit.OK;
  }

  /// Shows a pull's progress, once there is any.
  private static final class Bar implements PullProgress, AutoCloseable {
    private final Output output;
    private @Nullable Progress progress;

    Bar(Output output) {
      this.output = output;
    }

    @Override
    public void at(String file, long done, long total) {
      if (progress == null) {
        progress = Progress.ofBytes("pull", total);
      }
      progress.to(done);
    }

    @Override
    public void note(String message) {
      output.say("%s", message);
    }

    @Override
    public void close() {
      if (progress != null) {
        progress.close();
      }
    }
  }
}

package pleiad.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import pleiad.bench.EncodeBench;
import pleiad.bench.EncodeOptionsBench;
import pleiad.encode.Encoders;

@Command(
    name = "encode",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Times an encoder beside the same weights as most programs run them: ONNX Runtime's session as it comes, one text at a time (naive) and in padded batches of 32 (padded), and PyTorch.",
      "Tokens a second and the latency of queries; about a quarter of an hour on an idle machine."
    },
    footer = {
      "",
      "Example:",
      "  pleiad bench encode --json",
      "  pleiad bench encode --model ./checkpoint --python venv/bin/python --data scifact"
    })
final class BenchEncodeVerb implements Callable<Integer> {
  private static final String MIXED = "mixed";
  private static final List<String> OTHERS =
      List.of(EncodeBench.NAIVE, EncodeBench.PADDED, EncodeBench.TORCH);

  @Option(
      names = "--model",
      description =
          "The model: that which comes with Pleiad, or a checkpoint's folder, with settings if need be (default: ${DEFAULT-VALUE}).")
  private String model = Encoders.DEFAULT;

  @Option(
      names = "--python",
      paramLabel = "FILE",
      description =
          "A Python that has torch and transformers, and sentence-transformers if possible; PyTorch runs the weights of the folder.")
  private @Nullable Path python;

  @Option(
      names = "--texts",
      split = ",",
      paramLabel = "N",
      description =
          "Lengths of texts, in tokens with special ones, or mixed (default: ${DEFAULT-VALUE}).")
  private List<String> texts = List.of("32", "128", "512", MIXED);

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description =
          "A collection whose documents are the mixed texts (default: random texts of 8 to 384 tokens).")
  private @Nullable Path data;

  @Option(
      names = "--threads",
      split = ",",
      paramLabel = "N",
      description = "How many encode, a row each (default: one, and as many as there are cores).")
  private List<Integer> threads = new ArrayList<>();

  @Option(
      names = "--rounds",
      description = "Of each row; the median counts (default: ${DEFAULT-VALUE}).")
  private int rounds = EncodeBench.Options.DEFAULT.rounds();

  @Option(
      names = "--options",
      description = "Time ONNX Runtime's settings on all cores instead, one changed at a time.")
  private boolean settings;

  @Option(names = "--quick", description = "One short round, to see that it runs.")
  private boolean quick;

  @Mixin private Output output;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  BenchEncodeVerb() {}

  @Override
  public Integer call() throws IOException {
    EncodeBench.Contest contest =
        new EncodeBench.Contest(model, new StoreOptions().store(), python);
    if (settings) {
      print(EncodeOptionsBench.run(contest, options(), BenchVerb.told(output)));
    } else {
      print(EncodeBench.run(contest, options(), BenchVerb.told(output)));
    }
    return Exit.OK;
  }

  private EncodeBench.Options options() {
    EncodeBench.Options options =
        quick ? EncodeBench.Options.QUICK : EncodeBench.Options.DEFAULT.rounds(rounds);
    if (!threads.isEmpty()) {
      options = options.threads(threads);
    }
    List<Integer> lengths =
        texts.stream().filter(each -> !each.equals(MIXED)).map(BenchEncodeVerb::length).toList();
    return options.texts(
        quick ? lengths.subList(0, Math.min(1, lengths.size())) : lengths,
        texts.contains(MIXED),
        data);
  }

  private static int length(String written) {
    if (!written.matches("[1-9]\\d{0,4}")) {
      throw new IllegalArgumentException(
          "--texts is a number of tokens or %s, got '%s'".formatted(MIXED, written));
    }
    return Integer.parseInt(written);
  }

  private void print(EncodeBench.Result result) throws IOException {
    if (output.json()) {
      output.measured(json(result));
      return;
    }
    output.line("%s, vectors %s", result.model(), cosines(result));
    result.torch().ifPresent(versions -> output.line("%s", versions));
    output.line(
        "%-8s %8s %8s %10s %16s %16s %16s",
        "texts", "tokens", "threads", "tokens/s", "naive", "padded", "torch");
    for (EncodeBench.Row row : result.rows()) {
      output.line(
          "%-8s %8d %8d %10.0f %16s %16s %16s",
          row.texts(),
          row.tokensPerText(),
          row.threads(),
          row.ours(),
          beside(row, EncodeBench.NAIVE),
          beside(row, EncodeBench.PADDED),
          beside(row, EncodeBench.TORCH));
    }
    result
        .queries()
        .forEach(
            (name, each) ->
                output.line(
                    "a query of 16 tokens, %s: p50 %.1f ms, p95 %.1f ms",
                    name, each.p50(), each.p95()));
  }

  private static String cosines(EncodeBench.Result result) {
    List<String> parts = new ArrayList<>();
    result.leastCosine().forEach((name, least) -> parts.add("%s ≥ %.4f".formatted(name, least)));
    return "like ours by cosine: " + String.join(", ", parts);
  }

  private static String beside(EncodeBench.Row row, String other) {
    Double theirs = row.tokensPerSecond().get(other);
    return theirs == null ? "-" : "%.0f (%.2f x)".formatted(theirs, row.ratio(other).orElseThrow());
  }

  private static ObjectNode json(EncodeBench.Result result) {
    ObjectNode node = Output.object().put("model", result.model()).put("exact", result.exact());
    result.torch().ifPresentOrElse(all -> node.put("torch", all), () -> node.putNull("torch"));
    ArrayNode rows = node.putArray("rows");
    for (EncodeBench.Row row : result.rows()) {
      ObjectNode each =
          rows.addObject()
              .put("texts", row.texts())
              .put("tokens_per_text", row.tokensPerText())
              .put("threads", row.threads())
              .put("tokens_per_s", row.ours());
      for (String other : OTHERS) {
        each.put(other + "_tokens_per_s", row.tokensPerSecond().get(other));
      }
      for (String other : OTHERS) {
        each.put("ratio_" + other, row.ratio(other).orElse(null));
      }
    }
    EncodeBench.Latency ours = Objects.requireNonNull(result.queries().get(EncodeBench.PLEIAD));
    node.put("query_p50", ours.p50()).put("query_p95", ours.p95());
    for (String other : OTHERS) {
      EncodeBench.Latency theirs = result.queries().get(other);
      node.put(other + "_query_p50", theirs == null ? null : theirs.p50());
      node.put(other + "_query_p95", theirs == null ? null : theirs.p95());
    }
    ObjectNode cosines = node.putObject("least_cosine");
    for (Map.Entry<String, Double> each : result.leastCosine().entrySet()) {
      cosines.put(each.getKey(), each.getValue());
    }
    return node;
  }

  private void print(List<EncodeOptionsBench.Row> rows) throws IOException {
    if (output.json()) {
      ObjectNode node = Output.object().put("model", model);
      ArrayNode array = node.putArray("options");
      for (EncodeOptionsBench.Row row : rows) {
        array
            .addObject()
            .put("texts", row.texts())
            .put("option", row.option())
            .put("tokens_per_s", row.tokensPerSecond())
            .put("ratio", row.ratio());
      }
      output.measured(node);
      return;
    }
    output.line("%-8s %-42s %10s %8s", "texts", "option", "tokens/s", "ratio");
    for (EncodeOptionsBench.Row row : rows) {
      output.line(
          "%-8s %-42s %10.0f %8.2f", row.texts(), row.option(), row.tokensPerSecond(), row.ratio());
    }
  }
}

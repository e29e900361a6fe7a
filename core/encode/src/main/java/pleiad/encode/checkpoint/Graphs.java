package pleiad.encode.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import pleiad.encode.onnx.EncoderGraph;
import pleiad.encode.onnx.EncoderGraphs;
import pleiad.encode.onnx.GraphAnswer;
import pleiad.encode.onnx.GraphContract;
import pleiad.encode.onnx.Precision;

/// Chooses what runs a model: a file of the checkpoint, by what it gives and never by its name, or
/// else a graph written from the weights.
///
/// Among several files that will do, one whose numbers are not reduced comes first, as far as names
/// tell it; then the one that leaves least to be added.
final class Graphs {
  /// Says why a graph is of no use for a model, or nothing when it is.
  interface Judge {
    Optional<String> refusal(GraphAnswer answer);
  }

  private static final Pattern REDUCED =
      Pattern.compile(
          ".*_(?:quantized|int8|uint8|fp16|q4|q4f16|q8|bnb4|O[1-4]|qu?int8_\\w+)\\.onnx");

  private static final int MOST_FILES = 1_000;

  private Graphs() {}

  /// The `.onnx` files at the top and in `onnx/`, with what each gives.
  static List<Graph.Candidate> candidates(Path folder, Judge judge) throws IOException {
    List<Graph.Candidate> candidates = new ArrayList<>();
    for (Path file : files(folder)) {
      candidates.add(candidate(file, judge));
    }
    return candidates;
  }

  private static List<Path> files(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path each : List.of(folder, folder.resolve("onnx"))) {
      if (Files.isDirectory(each)) {
        try (Stream<Path> entries = Files.list(each)) {
          entries
              .filter(file -> file.toString().endsWith(".onnx") && !Files.isDirectory(file))
              .sorted()
              .limit(MOST_FILES)
              .forEach(files::add);
        }
      }
    }
    return files;
  }

  private static Graph.Candidate candidate(Path file, Judge judge) {
    try {
      GraphAnswer answer = GraphContract.read(file).answer();
      Optional<String> refusal =
          judge.refusal(answer).map(why -> "the graph '%s' %s".formatted(file, why));
      return new Graph.Candidate(
          file, refusal.isPresent() ? Optional.empty() : Optional.of(answer), refusal);
    } catch (IOException refused) {
      return new Graph.Candidate(
          file, Optional.empty(), Optional.of(String.valueOf(refused.getMessage())));
    }
  }

  /// Chooses one for a model.
  ///
  /// @param headless whether a graph of the encoder alone would do, such as can be written
  /// @throws IOException when there is no file of use and there are no weights either
  static Graph choose(Contents contents, List<Graph.Candidate> candidates, boolean headless)
      throws IOException {
    for (Graph.Candidate each : candidates) {
      each.refusal().ifPresent(why -> contents.notes().say(why));
    }
    Optional<Graph.Candidate> best =
        candidates.stream().filter(each -> each.answer().isPresent()).min(order());
    if (best.isPresent()) {
      GraphAnswer answer = best.get().answer().orElseThrow();
      return new Graph.File(best.get().file(), answer, reason(answer), candidates);
    }
    String files = candidates.isEmpty() ? "there is no graph" : "none of the graphs is of use";
    if (contents.weights().isEmpty()) {
      throw new IOException(
          "the model in '%s' has no weights: %s, and of model.safetensors %s%s"
              .formatted(
                  contents.folder(),
                  files,
                  Tensors.instead(contents.backbone().folder()),
                  candidates.stream()
                      .flatMap(each -> each.refusal().stream())
                      .findFirst()
                      .map("; %s"::formatted)
                      .orElse("")));
    }
    return headless
        ? written(contents, files, candidates)
        : new Graph.Missing(
            files + ", and those that are written from weights have no head", candidates);
  }

  private static Graph written(Contents contents, String files, List<Graph.Candidate> candidates) {
    try {
      EncoderGraph encoder =
          EncoderGraphs.describe(contents.backbone().folder(), Precision.FLOAT32);
      return new Graph.Written(
          encoder, files + ", and one can be written from the weights", candidates);
    } catch (IOException cannot) {
      return new Graph.Missing(
          "%s, and none can be written from the weights: %s".formatted(files, cannot.getMessage()),
          candidates);
    }
  }

  private static Comparator<Graph.Candidate> order() {
    return Comparator.<Graph.Candidate, Boolean>comparing(
            each -> REDUCED.matcher(each.file().toString()).matches())
        .thenComparing(each -> each.answer().orElseThrow().content())
        .thenComparingInt(each -> each.file().getNameCount())
        .thenComparing(Graph.Candidate::file);
  }

  private static String reason(GraphAnswer answer) {
    String reason =
        switch (answer.content()) {
          case NORMALIZED -> "its output '%s' is projected and of unit length";
          case PROJECTED -> "its output '%s' is projected";
          case STATES -> "its output '%s' is the encoder's states";
          case LOGITS -> "its output '%s' is the scores";
        };
    return reason.formatted(answer.output().name());
  }
}

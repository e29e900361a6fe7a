package pleiad.encode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import pleiad.encode.image.PageProcessor;
import pleiad.encode.image.PatchGrid;
import pleiad.encode.image.Pixels;
import pleiad.encode.image.Prompt;
import pleiad.encode.onnx.GraphContract;
import pleiad.encode.onnx.GraphValue;
import pleiad.encode.text.Tokenizer;
import pleiad.encode.text.Tokenizers;
import pleiad.encode.weights.Config;

/// The folder of a page-image model: what its files say, without running it.
///
/// @param folder with `config.json`, `preprocessor_config.json` or `processor_config.json`, a
///   tokenizer, and graphs, here or in `onnx/`
/// @param family `model_type` in `config.json`
/// @param graph `model.onnx`, which pages go through
/// @param queryGraph `query.onnx`, which queries go through; without one they go through the other
///   with a blank picture
public record PageCheckpoint(
    Path folder, String family, Optional<Path> graph, Optional<Path> queryGraph) {
  private static final List<String> GRAPHS = List.of("model.onnx", "onnx/model.onnx");
  private static final List<String> QUERY_GRAPHS = List.of("query.onnx", "onnx/query.onnx");
  private static final List<String> SETTINGS =
      List.of("config.json", "preprocessor_config.json", "processor_config.json");

  /// Changes when the same files give other vectors.
  private static final String VERSION = "page images 1";

  /// Whether a folder holds a page-image model of a family that is known here.
  ///
  /// @throws IOException when its `config.json` cannot be read
  public static boolean isIn(Path folder) throws IOException {
    return PageProcessor.reads(folder);
  }

  /// Reads a folder.
  ///
  /// @throws IOException when its `config.json` is missing or names no family that is known here
  public static PageCheckpoint read(Path folder) throws IOException {
    Config config = Config.read(folder.resolve("config.json"));
    if (!isIn(folder)) {
      throw config.unsupported("model_type", "a family of page-image models");
    }
    return new PageCheckpoint(
        folder, config.text("model_type"), first(folder, GRAPHS), first(folder, QUERY_GRAPHS));
  }

  private static Optional<Path> first(Path folder, List<String> names) {
    return names.stream().map(folder::resolve).filter(Files::isRegularFile).findFirst();
  }

  /// The graph of pages.
  ///
  /// @throws IOException when there is none
  Path graphOrRefuse() throws IOException {
    return graph.orElseThrow(
        () ->
            new IOException(
                "'%s' has no graph; expected one of %s, see docs/reference/page-images.md"
                    .formatted(folder, GRAPHS)));
  }

  /// What is done with the processor of a checkpoint while its tokenizer is open.
  private interface Use<T> {
    T with(PageProcessor processor, Tokenizer tokenizer) throws IOException;
  }

  private <T> T use(Use<T> use) throws IOException {
    try (Tokenizer tokenizer = Tokenizers.open(folder)) {
      return use.with(PageProcessor.open(folder, new CheckpointTokens(tokenizer)), tokenizer);
    }
  }

  /// The rows that the model would give for a page, and which part of it each stands for.
  ///
  /// @throws IOException when a file is missing or says what is not supported
  /// @throws IllegalArgumentException when the model takes no picture of these proportions
  public PatchGrid patches(Pixels page) throws IOException {
    return use((processor, _) -> processor.page(page).patches());
  }

  /// What the model was taught to read around pages and queries.
  ///
  /// @throws IOException when a file is missing or says what is not supported
  public Prompt prompt() throws IOException {
    return use((processor, _) -> processor.prompt());
  }

  /// Numbers of a vector, as the graph declares them.
  ///
  /// @throws IOException when the graph cannot be read
  public OptionalInt dimension() throws IOException {
    if (graph.isEmpty()) {
      return OptionalInt.empty();
    }
    List<GraphValue> outputs = GraphContract.read(graph.get()).outputs();
    return outputs.stream()
        .filter(output -> outputs.size() == 1 || PageContract.OUTPUTS.contains(output.name()))
        .filter(output -> output.sizes().size() == 3)
        .filter(output -> output.sizes().get(2).matches("[1-9]\\d{0,6}"))
        .mapToInt(output -> Integer.parseInt(output.sizes().get(2)))
        .findFirst();
  }

  /// SHA-256, in hex, over all that decides the vectors: graphs and the files of their tensors,
  /// settings and tokenizer. Takes about two seconds a gigabyte.
  ///
  /// @throws IOException when a file cannot be read, or there is no graph
  public String fingerprint() throws IOException {
    return use((_, tokenizer) -> fingerprint(tokenizer));
  }

  String fingerprint(Tokenizer tokenizer) throws IOException {
    Fingerprint fingerprint = new Fingerprint().with(VERSION);
    for (String name : SETTINGS) {
      Path file = folder.resolve(name);
      if (Files.isRegularFile(file)) {
        fingerprint.with(name).with(file);
      }
    }
    fingerprint.with(tokenizer.digest()).with("pages");
    add(graphOrRefuse(), fingerprint);
    if (queryGraph.isPresent()) {
      add(queryGraph.get(), fingerprint.with("queries"));
    }
    return fingerprint.end();
  }

  private static void add(Path graph, Fingerprint fingerprint) throws IOException {
    fingerprint.with(graph);
    for (Path data : GraphContract.read(graph).dataFiles()) {
      fingerprint.with(String.valueOf(data.getFileName())).with(data);
    }
  }
}

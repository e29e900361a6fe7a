package pleiad.encode.hub;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which files of a model are fetched: its configuration, its tokenizer, its weights as safetensors
/// and as ONNX graphs, and the folders of its modules (`1_Dense/…`). Never what runs code when it
/// is read, such as pickles.
///
/// Of a graph that is there in several precisions (`model.onnx`, `model_fp16.onnx`,
/// `model_int8.onnx`, …) one is fetched: the unreduced one, else `quantized`, `int8`, `uint8`,
/// `fp16`, else the first by name. Graphs are looked for at the top and in `onnx/`.
final class FileChoice {
  /// Files that are more than any model has.
  private static final int MOST_FILES = 1_000;

  private static final Set<String> NAMED =
      Set.of(
          "config.json",
          "modules.json",
          "sentence_bert_config.json",
          "config_sentence_transformers.json",
          "artifact.metadata",
          "onnx_config.json",
          "preprocessor_config.json",
          "processor_config.json",
          "tokenizer.json",
          "tokenizer_config.json",
          "special_tokens_map.json",
          "added_tokens.json",
          "vocab.txt",
          "vocab.json",
          "merges.txt",
          "sentencepiece.bpe.model",
          "spiece.model",
          "tokenizer.model");

  private static final Pattern MODULE = Pattern.compile("(\\d+_\\w+)/.+");
  private static final Pattern OF_MODULE = Pattern.compile(".*\\.(?:json|txt|model|safetensors)");
  private static final Pattern SAFETENSORS =
      Pattern.compile("[^/]+\\.safetensors(?:\\.index\\.json)?");
  private static final Pattern GRAPH =
      Pattern.compile(
          "((?:onnx/)?[^/]+?)(?:_(quantized|int8|uint8|fp16|q4|q4f16|q8|bnb4|O[1-4]|qu?int8_\\w+))?\\.onnx");
  private static final List<String> PRECISIONS = List.of("", "quantized", "int8", "uint8", "fp16");
  private static final Pattern PICKLE =
      Pattern.compile(
          ".*\\.(?:bin|pt|pth|ckpt|pkl|pickle|joblib|msgpack|h5|keras|ot|npy|npz)(?:\\.index\\.json)?",
          Pattern.CASE_INSENSITIVE);

  private final ModelName model;
  private final Map<String, RepoFile> files = new TreeMap<>();
  private final Map<String, RepoFile> chosen = new TreeMap<>();

  private FileChoice(ModelName model, List<RepoFile> files) throws HubException {
    this.model = model;
    for (RepoFile file : files) {
      if (this.files.put(file.path(), file) != null) {
        throw new HubException(
            "the hub lists '%s' twice, which no model can: it is not fetched"
                .formatted(Shown.text(file.path())));
      }
    }
  }

  /// Chooses.
  ///
  /// @param also further files to fetch, by their paths
  /// @throws HubException when there are no weights but in formats that are not fetched, or a name
  ///   cannot be written everywhere
  static List<RepoFile> of(ModelName model, List<RepoFile> files, Collection<String> also)
      throws HubException {
    FileChoice choice = new FileChoice(model, files);
    choice.takePlainFiles();
    choice.takeGraphs();
    choice.requireWeights();
    for (String path : also) {
      choice.take(path);
    }
    return choice.checked();
  }

  /// Whether a file's format may run code when it is read, or is of another library's.
  static boolean isPickle(String path) {
    return PICKLE.matcher(path).matches();
  }

  private void takePlainFiles() {
    for (RepoFile file : files.values()) {
      String path = file.path();
      boolean module = MODULE.matcher(path).matches() && OF_MODULE.matcher(path).matches();
      boolean wanted = NAMED.contains(path) || SAFETENSORS.matcher(path).matches() || module;
      if (wanted && !isPickle(path)) {
        chosen.put(path, file);
      }
    }
  }

  private void takeGraphs() {
    Map<String, List<String>> precisions = new TreeMap<>();
    for (String path : files.keySet()) {
      Matcher graph = GRAPH.matcher(path);
      if (graph.matches()) {
        precisions.computeIfAbsent(graph.group(1), stem -> new ArrayList<>()).add(path);
      }
    }
    for (List<String> same : precisions.values()) {
      String graph =
          same.stream()
              .min(Comparator.comparingInt(FileChoice::rank).thenComparing(path -> path))
              .orElseThrow();
      takeGraph(graph);
    }
  }

  private static int rank(String path) {
    Matcher graph = GRAPH.matcher(path);
    String precision = graph.matches() && graph.group(2) != null ? graph.group(2) : "";
    int rank = PRECISIONS.indexOf(precision);
    return rank < 0 ? PRECISIONS.size() : rank;
  }

  /// A graph and the files beside it that hold its large tensors.
  private void takeGraph(String graph) {
    for (RepoFile file : files.values()) {
      String path = file.path();
      if (path.equals(graph)
          || path.startsWith(graph + "_data")
          || path.startsWith(graph + ".data")) {
        chosen.put(path, file);
      }
    }
  }

  private void take(String path) throws HubException {
    RepoFile file = files.get(path);
    if (isPickle(path)) {
      throw new HubException(
          "'%s' of '%s' is not fetched: reading such a file can run code that is in it"
              .formatted(Shown.text(path), model.value()));
    }
    if (file == null) {
      throw new HubException("'%s' has no file '%s'".formatted(model.value(), Shown.text(path)));
    }
    chosen.put(path, file);
    if (path.endsWith(".onnx")) {
      takeGraph(path);
    }
  }

  /// Weights must be there for the model, and for each module that has any, unless a graph at the
  /// top holds them all.
  private void requireWeights() throws HubException {
    boolean graph = chosen.keySet().stream().anyMatch(path -> path.endsWith(".onnx"));
    boolean wholeGraph = chosen.keySet().stream().anyMatch(path -> path.matches("[^/]+\\.onnx"));
    boolean tensors =
        chosen.keySet().stream().anyMatch(path -> path.matches("(?:0_\\w+/)?[^/]+\\.safetensors"));
    if (!graph && !tensors) {
      throw noWeights("");
    }
    if (!wholeGraph) {
      for (String path : files.keySet()) {
        Matcher module = MODULE.matcher(path);
        if (module.matches() && isPickle(path) && !hasTensors(module.group(1))) {
          throw noWeights(module.group(1) + "/");
        }
      }
    }
  }

  private boolean hasTensors(String module) {
    return chosen.keySet().stream()
        .anyMatch(path -> path.startsWith(module + "/") && path.endsWith(".safetensors"));
  }

  private HubException noWeights(String folder) {
    List<String> pickles =
        files.keySet().stream()
            .filter(path -> path.startsWith(folder) && isPickle(path))
            .map(Shown::text)
            .limit(3)
            .toList();
    return new HubException(
        pickles.isEmpty()
            ? "'%s' has no weights: no .safetensors and no .onnx file".formatted(model.value())
            : "'%s' has weights only in formats that are not fetched, since reading them can run code (%s); look for a revision or a copy with .safetensors or .onnx files"
                .formatted(model.value(), String.join(", ", pickles)));
  }

  private List<RepoFile> checked() throws HubException {
    if (chosen.size() > MOST_FILES) {
      throw new HubException(
          "'%s' would take %,d files, more than any model has (%,d): it is not fetched"
              .formatted(model.value(), chosen.size(), MOST_FILES));
    }
    for (String path : chosen.keySet()) {
      RepoPaths.checkWritable(path);
    }
    RepoPaths.checkApart(List.copyOf(chosen.keySet()));
    return List.copyOf(chosen.values());
  }
}

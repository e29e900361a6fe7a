package pleiad.encode.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import pleiad.encode.onnx.Onnx;
import pleiad.encode.weights.Handmade;

/// A model's folder that a test makes, file by file. Its encoder is a BERT that gives 8 numbers for
/// a token and takes 64 tokens; its weights are a table of words only, which is enough to be
/// weights.
///
/// @param path where it is
record ModelFolder(Path path) {
  static final String MODULES = "modules.json";
  static final String SENTENCE = "config_sentence_transformers.json";

  /// A folder with settings, weights and a WordPiece tokenizer.
  static ModelFolder bert(Path path) throws IOException {
    return new ModelFolder(path)
        .file(
            "config.json",
            """
            {"model_type": "bert", "architectures": ["BertModel"], "hidden_size": 8,
             "max_position_embeddings": 64, "vocab_size": 100}
            """)
        .weights(new Handmade())
        .tokenizer("[unused0]", "[unused1]", ".", ",", "!");
  }

  /// Writes a file.
  ModelFolder file(String name, String content) throws IOException {
    Path file = path.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    return this;
  }

  ModelFolder without(String name) throws IOException {
    Files.delete(path.resolve(name));
    return this;
  }

  /// Replaces a piece of a file.
  ModelFolder edit(String name, String piece, String by) throws IOException {
    String before = Files.readString(path.resolve(name));
    if (!before.contains(piece)) {
      throw new AssertionError("no '%s' in %s".formatted(piece, before));
    }
    return file(name, before.replace(piece, by));
  }

  /// Writes the encoder's weights, with some tensors more.
  ModelFolder weights(Handmade more) throws IOException {
    more.floats("embeddings.word_embeddings.weight", List.of(1L, 8L), new float[8])
        .write(path.resolve("model.safetensors"));
    return this;
  }

  /// Writes weights with Stanford's projection.
  ModelFolder linear(int outputs, int inputs) throws IOException {
    return weights(matrix(new Handmade(), "linear.weight", outputs, inputs));
  }

  static Handmade matrix(Handmade file, String name, long outputs, long inputs) {
    return file.floats(name, List.of(outputs, inputs), new float[(int) (outputs * inputs)]);
  }

  /// A tokenizer whose vocabulary has BERT's special tokens and some more, from number 5 on.
  ModelFolder tokenizer(String... tokens) throws IOException {
    return tokenizer("WordPiece", "[CLS]", "[SEP]", List.of(tokens));
  }

  private ModelFolder tokenizer(String type, String first, String last, List<String> tokens)
      throws IOException {
    List<String> all = new ArrayList<>(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"));
    all.addAll(tokens);
    String vocabulary =
        IntStream.range(0, all.size())
            .mapToObj(id -> "\"%s\": %d".formatted(all.get(id), id))
            .collect(Collectors.joining(", "));
    return file(
            "tokenizer.json",
            """
        {"version": "1.0", "truncation": null, "added_tokens": [],
         "post_processor": {"type": "TemplateProcessing",
           "single": [{"SpecialToken": {"id": "%s", "type_id": 0}}, {"Sequence": {"id": "A"}},
                      {"SpecialToken": {"id": "%s", "type_id": 0}}],
           "pair": [{"Sequence": {"id": "A"}}, {"Sequence": {"id": "B"}}], "special_tokens": {}},
         "model": {"type": "%s", "unk_token": "[UNK]", "vocab": {%s}, "merges": []}}
        """
                .formatted(first, last, type, vocabulary))
        .file(
            "tokenizer_config.json",
            """
            {"cls_token": "[CLS]", "sep_token": "[SEP]", "pad_token": {"content": "[PAD]"},
             "mask_token": "[MASK]", "model_max_length": 1000000000000000019884624838656}
            """);
  }

  /// Writes a layer.
  ///
  /// @param more members of its settings: `, "bias": false`
  ModelFolder dense(String name, int inputs, int outputs, String more) throws IOException {
    Path file = path.resolve(name).resolve("model.safetensors");
    Files.createDirectories(file.getParent());
    Handmade weights = matrix(new Handmade(), "linear.weight", outputs, inputs);
    if (!more.contains("\"bias\": false")) {
      weights.floats("linear.bias", List.of((long) outputs), new float[outputs]);
    }
    if (more.contains("\"use_residual\": true") && inputs != outputs) {
      matrix(weights, "residual.weight", outputs, inputs);
    }
    weights.write(file);
    return file(
        name + "/config.json",
        "{\"in_features\": %d, \"out_features\": %d%s}".formatted(inputs, outputs, more));
  }

  /// Writes `modules.json`: a type and a folder each, as `pylate.models.Dense.Dense=1_Dense`.
  ModelFolder modules(String... modules) throws IOException {
    List<String> members = new ArrayList<>();
    for (String module : modules) {
      String[] parts = module.split("=", -1);
      members.add(
          "{\"idx\": %d, \"name\": \"%d\", \"type\": \"%s\", \"path\": \"%s\"}"
              .formatted(members.size(), members.size(), parts[0], parts[1]));
    }
    return file(MODULES, members.toString());
  }

  /// Writes a graph with one output of token vectors.
  ModelFolder graph(String name, String output, String dimension) throws IOException {
    Onnx.encoder(output, "batch", "tokens", dimension).write(path.resolve(name));
    return this;
  }

  Checkpoint read() throws IOException {
    return Checkpoint.read(path);
  }

  LateInteraction tokens() throws IOException {
    return (LateInteraction) read();
  }

  BiEncoder single() throws IOException {
    return (BiEncoder) read();
  }

  CrossEncoder pairs() throws IOException {
    return (CrossEncoder) read();
  }
}

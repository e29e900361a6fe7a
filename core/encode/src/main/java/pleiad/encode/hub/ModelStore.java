package pleiad.encode.hub;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Models on this machine, in the cache that the Hugging Face client keeps too. Safe to share among
/// threads and processes: what appears in it is whole, and changes to one model wait for each
/// other.
///
/// A model is named `ORG/NAME`; a revision is a branch, a tag or a commit, and null means `main`.
public final class ModelStore {
  private static final String MAIN = "main";

  private final HubSettings settings;
  private final Patience patience;

  /// The store in [HubSettings#cache()]; nothing is read or written yet.
  public ModelStore(HubSettings settings) {
    this(settings, Patience.USUAL);
  }

  ModelStore(HubSettings settings, Patience patience) {
    this.settings = Objects.requireNonNull(settings, "settings");
    this.patience = patience;
  }

  /// Where the models are kept.
  public Path cache() {
    return settings.cache();
  }

  /// The folder with a model's files under their own names, without asking the hub; nothing when
  /// the model is not there, or not all of it. Without a revision, `main`, or the only commit that
  /// is there.
  ///
  /// @throws IllegalArgumentException when the name cannot be a model's
  public Optional<Path> find(String name, @Nullable String revision) throws IOException {
    ModelFolder folder = folder(name);
    Optional<String> commit = folder.commit(revision);
    if (commit.isEmpty()) {
      return Optional.empty();
    }
    Snapshot snapshot = folder.snapshot(commit.get());
    return snapshot.complete() ? Optional.of(snapshot.path()) : Optional.empty();
  }

  /// Brings a model from the hub, or what is missing of it: its configuration, its tokenizer, its
  /// weights as safetensors and ONNX, and the folders of its modules. A pull that was stopped goes
  /// on where it was.
  ///
  /// Where the settings say offline, the model must be there already.
  ///
  /// @param also further files of the model, by their paths
  /// @throws InterruptedIOException when the thread is interrupted
  /// @throws HubException when the hub does not give it; the message says why, and what to do
  /// @throws IllegalArgumentException when the name cannot be a model's, or a setting cannot be
  ///   used
  public StoredModel pull(
      String name, @Nullable String revision, Collection<String> also, PullProgress progress)
      throws IOException {
    ModelFolder folder = folder(name);
    String wanted = revision == null ? MAIN : revision;
    RepoPaths.checkRevision(wanted);
    if (settings.offline()) {
      return there(folder, revision);
    }
    try (HubClient client = new HubClient(settings, patience)) {
      return new Pull(settings, patience, client, folder, wanted, progress).run(also);
    } catch (ClosedByInterruptException stopped) {
      throw Retries.interrupted();
    }
  }

  private StoredModel there(ModelFolder folder, @Nullable String revision) throws IOException {
    if (find(folder.name().value(), revision).isEmpty()) {
      throw new HubException(
          "'%s' is not in '%s', and HF_HUB_OFFLINE forbids to fetch it; unset it, or copy the folder '%s' from another machine's store"
              .formatted(folder.name().value(), folder.cache(), folder.name().folder()));
    }
    return StoredModel.of(folder.snapshot(folder.commit(revision).orElseThrow()));
  }

  /// What is in the store, by name and commit; whatever brought it.
  public List<StoredModel> list() throws IOException {
    List<StoredModel> models = new ArrayList<>();
    for (ModelFolder folder : folders()) {
      for (String commit : folder.commits()) {
        models.add(StoredModel.of(folder.snapshot(commit)));
      }
    }
    return models;
  }

  private List<ModelFolder> folders() throws IOException {
    if (!Files.isDirectory(settings.cache())) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(settings.cache())) {
      return entries
          .filter(Files::isDirectory)
          .map(entry -> ModelName.ofFolder(entry.getFileName().toString()))
          .flatMap(Optional::stream)
          .map(name -> new ModelFolder(settings.cache(), name))
          .sorted(Comparator.comparing(folder -> folder.name().value()))
          .toList();
    }
  }

  /// Computes the checksums of a model's files anew; takes as long as reading them.
  public Verification verify(StoredModel model) throws IOException {
    return Verifier.verify(folder(model.name()).snapshot(model.commit()));
  }

  /// Removes a model, or one revision of it; blobs that another revision has stay. Asks nobody.
  ///
  /// @param revision null for all of the model
  /// @return what was there; nothing when the model was not
  /// @throws IllegalArgumentException when the name cannot be a model's
  public Removal remove(String name, @Nullable String revision) throws IOException {
    ModelFolder folder = folder(name);
    if (!folder.exists()) {
      return new Removal(0, 0);
    }
    folder.requireInside();
    try (ModelLock _ = ModelLock.of(folder, (file, done, total) -> {})) {
      if (revision == null) {
        return Remover.all(folder);
      }
      Optional<String> commit = folder.commit(revision);
      return commit.isEmpty() ? new Removal(0, 0) : Remover.commit(folder.snapshot(commit.get()));
    }
  }

  private ModelFolder folder(String name) {
    return new ModelFolder(settings.cache(), new ModelName(name));
  }
}

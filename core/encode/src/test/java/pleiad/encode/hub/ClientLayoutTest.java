package pleiad.encode.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static pleiad.encode.hub.FakeHub.NAME;
import static pleiad.encode.hub.Models.COMMIT;
import static pleiad.encode.hub.Models.LATER;
import static pleiad.encode.hub.Models.WEIGHTS;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Stores as the hub's own client leaves them, written here by hand after its sources.
class ClientLayoutTest {
  @TempDir Path home;

  private Path cache;
  private Path folder;
  private ModelStore store;

  @SuppressWarnings("NullAway.Init") // JUnit sets the fields
  ClientLayoutTest() {}

  @BeforeEach
  void start() {
    cache = home.resolve(".cache/huggingface/hub");
    folder = cache.resolve("models--org--small-model");
    // Nobody listens there: whatever asks fails.
    store =
        new ModelStore(
            HubSettings.of(Map.of("HF_ENDPOINT", "http://127.0.0.1:1"), home), Models.patience(1));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Path parent(Path path) {
    return Objects.requireNonNull(path.getParent());
  }

  private static void write(Path path, String text) throws IOException {
    Files.createDirectories(parent(path));
    Files.writeString(path, text);
  }

  /// A file as the client brings it: a blob, and a relative link.
  private String bring(Path model, String commit, String path, String text) throws IOException {
    String etag = FakeHub.etag(path, bytes(text));
    write(model.resolve("blobs").resolve(etag), text);
    link(model, commit, path, etag);
    return etag;
  }

  private static void link(Path model, String commit, String path, String etag) throws IOException {
    Path link = model.resolve("snapshots").resolve(commit).resolve(path);
    Files.createDirectories(parent(link));
    Files.createSymbolicLink(
        link, Path.of(path.contains("/") ? "../../../blobs" : "../../blobs").resolve(etag));
  }

  private Path bringModel(String commit, String weights) throws IOException {
    bring(folder, commit, "config.json", "{}");
    bring(folder, commit, "1_Dense/model.safetensors", "projection");
    bring(folder, commit, WEIGHTS, weights);
    // The client remembers what it did not find, and has locks of its own.
    write(folder.resolve(".no_exist").resolve(commit).resolve("added_tokens.json"), "");
    write(cache.resolve(".locks/models--org--small-model/x.lock"), "");
    write(cache.resolve("version.txt"), "1");
    return folder.resolve("snapshots").resolve(commit);
  }

  @Test
  void aModelOfTheClientIsFoundByBranchTagAndCommit() throws IOException {
    Path snapshot = bringModel(COMMIT, "weights");
    write(folder.resolve("refs/main"), COMMIT);
    write(folder.resolve("refs/refs/pr/1"), COMMIT);
    write(folder.resolve("refs/v1"), COMMIT + "\n");
    for (Optional<Path> found :
        List.of(
            store.find(NAME, null),
            store.find(NAME, "main"),
            store.find(NAME, "v1"),
            store.find(NAME, "refs/pr/1"),
            store.find(NAME, COMMIT))) {
      assertThat(found).contains(snapshot);
    }
    assertThat(store.find(NAME, "v2")).isEmpty();
    assertThat(store.find(NAME, LATER)).isEmpty();
    assertThat(store.find("org/other", null)).isEmpty();
    assertThat(store.list())
        .containsExactly(
            new StoredModel(
                NAME,
                COMMIT,
                List.of("main", "refs/pr/1", "v1"),
                snapshot,
                3,
                2 + 10 + 7,
                0,
                true));
    assertThat(store.verify(store.list().getFirst()).passed()).isTrue();
  }

  @Test
  void aGraphThatPleiadWroteBesideTheWeightsIsNoneOfTheModelsFiles() throws IOException {
    Path snapshot = bringModel(COMMIT, "weights");
    write(folder.resolve("refs/main"), COMMIT);
    write(snapshot.resolve("pleiad/.lock"), "");
    write(snapshot.resolve("pleiad/.writing-1/model.onnx"), "half");
    write(snapshot.resolve("pleiad/float32-v1-0123456789abcdef/model.onnx"), "a graph");
    StoredModel model = store.list().getFirst();
    assertThat(model.files()).isEqualTo(3);
    assertThat(model.bytes()).isEqualTo(2 + 10 + 7);
    assertThat(model.written()).isEqualTo(4 + 7);
    Verification verified = store.verify(model);
    assertThat(verified.passed()).isTrue();
    assertThat(verified.files())
        .filteredOn(file -> file.state() == Verification.State.WRITTEN)
        .extracting(Verification.Checked::file)
        .containsExactly(
            "pleiad/.lock",
            "pleiad/.writing-1/model.onnx",
            "pleiad/float32-v1-0123456789abcdef/model.onnx");
    assertThat(verified.files())
        .filteredOn(file -> file.state() == Verification.State.GOOD)
        .hasSize(3);

    bringModel(LATER, "others");
    Removal removal = store.remove(NAME, COMMIT);
    assertThat(snapshot).doesNotExist();
    assertThat(removal.bytes()).isGreaterThanOrEqualTo(7 + 4 + 7);
    assertThat(store.list()).extracting(StoredModel::commit).containsExactly(LATER);
  }

  @Test
  void aFolderOfThatNameThatTheModelHasIsTheModels() throws IOException {
    bringModel(COMMIT, "weights");
    String file = "pleiad/model.onnx";
    String etag = bring(folder, COMMIT, file, "the model's own");
    StoredModel model = store.list().getFirst();
    assertThat(model.files()).isEqualTo(4);
    assertThat(model.written()).isZero();
    assertThat(store.verify(model).files())
        .contains(new Verification.Checked(file, Verification.State.GOOD, etag, etag));
  }

  @Test
  void aGraphThatPleiadWroteDoesNotStandForWeightsThatAreGone() throws IOException {
    Path snapshot = bringModel(COMMIT, "weights");
    write(snapshot.resolve("pleiad/float32-v1-0123456789abcdef/model.onnx"), "a graph");
    assertThat(store.find(NAME, COMMIT)).isPresent();
    Files.delete(snapshot.resolve(WEIGHTS));
    Files.delete(snapshot.resolve("1_Dense/model.safetensors"));
    assertThat(store.find(NAME, COMMIT)).isEmpty();
  }

  @Test
  void theOnlyCommitIsFoundWithoutMain() throws IOException {
    Path snapshot = bringModel(COMMIT, "weights");
    assertThat(store.find(NAME, null)).contains(snapshot);
    assertThat(store.find(NAME, "main")).isEmpty();
    bringModel(LATER, "others");
    assertThat(store.find(NAME, null)).isEmpty();
    assertThat(store.find(NAME, LATER)).isPresent();
  }

  @Test
  void filesInPlaceOfLinksAreAsGood() throws IOException {
    Path snapshot = folder.resolve("snapshots").resolve(COMMIT);
    write(snapshot.resolve("config.json"), "{}");
    write(snapshot.resolve(WEIGHTS), "weights");
    write(folder.resolve("refs/main"), COMMIT);
    assertThat(store.find(NAME, null)).contains(snapshot);
    StoredModel model = store.list().getFirst();
    assertThat(store.verify(model).files())
        .extracting(Verification.Checked::state)
        .containsOnly(Verification.State.UNKNOWN);
    write(
        folder.resolve("trees").resolve(COMMIT + ".json"),
        """
        {"format_version": 1, "files": {
          "config.json": {"size": 2, "blob_id": "%s"},
          "README.md": {"size": 5, "blob_id": "%s"},
          "model.safetensors": {"size": 7, "blob_id": "%s", "lfs_sha256": "%s", "lfs_size": 7, "xet_hash": "%s"}}}
        """
            .formatted(
                Hex.gitSha1(bytes("{}")),
                COMMIT,
                COMMIT,
                Hex.sha256(bytes("weights")),
                "0".repeat(64)));
    assertThat(store.verify(model).files())
        .extracting(Verification.Checked::state)
        .containsExactly(Verification.State.GOOD, Verification.State.GOOD);
    assertThat(store.verify(model).passed()).isTrue();
  }

  @Test
  void whatIsMissingMakesItIncomplete() throws IOException {
    write(folder.resolve("refs/main"), COMMIT);
    assertThat(store.find(NAME, null)).isEmpty();
    bring(folder, COMMIT, "config.json", "{}");
    assertThat(store.find(NAME, null)).isEmpty();
    bring(folder, COMMIT, "pytorch_model.bin.index.json", "{}");
    assertThat(store.find(NAME, null)).isEmpty();
    bring(folder, COMMIT, "model-00001-of-00002.safetensors", "one");
    assertThat(store.find(NAME, null)).isEmpty();
    String second = bring(folder, COMMIT, "model-00002-of-00002.safetensors", "two");
    assertThat(store.find(NAME, null)).isPresent();
    Files.delete(folder.resolve("blobs").resolve(second));
    assertThat(store.find(NAME, null)).isEmpty();
    StoredModel model = store.list().getFirst();
    assertThat(model.complete()).isFalse();
    assertThat(store.verify(model).passed()).isFalse();
    assertThat(store.verify(model).files())
        .contains(
            new Verification.Checked(
                "model-00002-of-00002.safetensors", Verification.State.MISSING, second, ""));
  }

  @Test
  void aBitThatFlippedIsFound() throws IOException {
    bringModel(COMMIT, "weights");
    String etag = Hex.sha256(bytes("weights"));
    Files.writeString(folder.resolve("blobs").resolve(etag), "Weights");
    Verification verification = store.verify(store.list().getFirst());
    assertThat(verification.passed()).isFalse();
    assertThat(verification.files())
        .filteredOn(file -> file.state().isBad())
        .containsExactly(
            new Verification.Checked(
                WEIGHTS, Verification.State.DAMAGED, etag, Hex.sha256(bytes("Weights"))));
  }

  /// The newest client keeps blobs once for all models, and links a model's own to them.
  @Test
  void blobsThatAllModelsShareAreFoundAndStay() throws IOException {
    String etag = Hex.sha256(bytes("shared weights"));
    Path shared = cache.resolve("blobs/ab/ab" + "0".repeat(62));
    write(shared, "shared weights");
    bring(folder, COMMIT, "config.json", "{}");
    Files.createSymbolicLink(
        folder.resolve("blobs").resolve(etag),
        Path.of("../../blobs/ab").resolve(shared.getFileName()));
    link(folder, COMMIT, WEIGHTS, etag);
    assertThat(store.find(NAME, COMMIT)).isPresent();
    StoredModel model = store.list().getFirst();
    assertThat(model.bytes()).isEqualTo(2 + 14);
    assertThat(store.verify(model).passed()).isTrue();
    assertThat(store.remove(NAME, null)).isEqualTo(new Removal(1, 2));
    assertThat(shared).hasContent("shared weights");
  }

  @Test
  void otherThingsInTheCacheAreNotModels() throws IOException {
    write(cache.resolve("datasets--org--data/snapshots").resolve(COMMIT).resolve("x.json"), "{}");
    write(cache.resolve("models--a--b--c/snapshots").resolve(COMMIT).resolve("x.json"), "{}");
    write(cache.resolve("models--.."), "no folder");
    write(cache.resolve("models--gpt2/snapshots").resolve(COMMIT).resolve("config.json"), "{}");
    write(cache.resolve("models--gpt2/snapshots/.DS_Store"), "");
    assertThat(store.list()).extracting(StoredModel::name).containsExactly("gpt2");
  }

  @Test
  void aRefThatIsNoCommitLeadsNowhere() throws IOException {
    bringModel(COMMIT, "weights");
    write(folder.resolve("refs/main"), "../../../..");
    assertThat(store.find(NAME, "main")).isEmpty();
    write(folder.resolve("refs/main"), "a".repeat(1_000));
    assertThat(store.find(NAME, "main")).isEmpty();
  }

  @Test
  void removingAModelLeavesNothingOfIt() throws IOException {
    Path outside = home.resolve("outside");
    write(outside.resolve("file"), "precious");
    bringModel(COMMIT, "weights");
    write(folder.resolve("refs/main"), COMMIT);
    Files.createSymbolicLink(folder.resolve("snapshots").resolve(COMMIT).resolve("x"), outside);
    Path other = cache.resolve("models--org--small-model-2");
    bring(other, COMMIT, "config.json", "{}");

    assertThat(store.remove(NAME, null)).isEqualTo(new Removal(1, 2 + 10 + 7 + COMMIT.length()));

    assertThat(folder).doesNotExist();
    assertThat(outside.resolve("file")).hasContent("precious");
    assertThat(store.list()).extracting(StoredModel::name).containsExactly("org/small-model-2");
    assertThat(store.remove(NAME, null)).isEqualTo(new Removal(0, 0));
  }

  @Test
  void removingARevisionKeepsWhatAnotherHas() throws IOException {
    bringModel(COMMIT, "weights");
    Path later = bringModel(LATER.replace('2', '3'), "x");
    Files.createDirectories(folder.resolve("refs"));
    write(folder.resolve("refs/main"), COMMIT);
    write(folder.resolve("refs/v1"), COMMIT);
    write(folder.resolve("refs/v2"), later.getFileName().toString());
    assertThat(store.remove(NAME, "v9")).isEqualTo(new Removal(0, 0));

    assertThat(store.remove(NAME, "v1")).isEqualTo(new Removal(1, 7 + 2 * COMMIT.length()));

    assertThat(store.find(NAME, "main")).isEmpty();
    assertThat(store.find(NAME, "v2")).contains(later);
    assertThat(store.verify(store.list().getFirst()).passed()).isTrue();
    assertThat(folder.resolve("refs/v1")).doesNotExist();
    assertThat(folder.resolve("blobs"))
        .isDirectoryNotContaining("regex:.*" + Hex.sha256(bytes("weights")));
    assertThat(store.remove(NAME, "v2").models()).isEqualTo(1);
    assertThat(folder).doesNotExist();
  }

  @Test
  void aModelThatIsALinkOutOfTheStoreIsFoundButNotChanged() throws IOException {
    bringModel(COMMIT, "weights");
    Path elsewhere = home.resolve("elsewhere");
    Files.move(folder, elsewhere);
    Files.createSymbolicLink(folder, elsewhere);
    assertThat(store.find(NAME, COMMIT)).isPresent();
    assertThatThrownBy(() -> store.remove(NAME, null))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("link out of the store");
    assertThat(elsewhere.resolve("snapshots").resolve(COMMIT).resolve("config.json")).exists();
    assertThat(Files.exists(folder, LinkOption.NOFOLLOW_LINKS)).isTrue();
  }

  @Test
  void aPullCompletesWhatTheClientBegan() throws IOException {
    try (FakeHub hub = new FakeHub()) {
      Map<String, byte[]> files = Models.files(new Random(5));
      hub.put("main", COMMIT, files);
      Path config = folder.resolve("blobs").resolve(Hex.gitSha1(Models.file(files, "config.json")));
      Files.createDirectories(parent(config));
      Files.write(config, Models.file(files, "config.json"));
      link(folder, COMMIT, "config.json", config.getFileName().toString());
      write(folder.resolve("refs/main"), COMMIT);
      StoredModel model =
          new ModelStore(hub.settings(home, Map.of()), Models.SHORT)
              .pull(NAME, null, List.of(), (file, done, total) -> {});
      Models.assertHolds(model.folder(), files, Models.CHOSEN);
      assertThat(hub.requests(COMMIT + "/config.json")).isEmpty();
    }
  }
}

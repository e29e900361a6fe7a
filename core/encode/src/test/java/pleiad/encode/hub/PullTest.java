package pleiad.encode.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static pleiad.encode.hub.FakeHub.NAME;
import static pleiad.encode.hub.Models.CHOSEN;
import static pleiad.encode.hub.Models.COMMIT;
import static pleiad.encode.hub.Models.LATER;
import static pleiad.encode.hub.Models.WEIGHTS;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import pleiad.testkit.Seed;

/// Whole pulls: what they leave in the store, and when.
@ExtendWith(Seed.class)
class PullTest {
  @TempDir Path home;

  private FakeHub hub;
  private Map<String, byte[]> files;
  private HubSettings settings;
  private ModelStore store;

  @SuppressWarnings("NullAway.Init") // JUnit sets the fields
  PullTest() {}

  @BeforeEach
  void start(Random random) {
    hub = new FakeHub();
    files = Models.files(random);
    hub.put("main", COMMIT, files);
    settings = hub.settings(home, Map.of());
    store = new ModelStore(settings, Models.SHORT);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private StoredModel pull() throws IOException {
    return store.pull(NAME, null, List.of(), (file, done, total) -> {});
  }

  private Path found() throws IOException {
    return store.find(NAME, null).orElseThrow();
  }

  @Test
  void aPullBringsWhatARetrievalModelNeeds() throws IOException {
    assertThat(store.find(NAME, null)).isEmpty();
    assertThat(store.list()).isEmpty();

    StoredModel model = pull();

    assertThat(model.complete()).isTrue();
    assertThat(model.commit()).isEqualTo(COMMIT);
    assertThat(model.revisions()).containsExactly("main");
    assertThat(model.files()).isEqualTo(CHOSEN.size());
    assertThat(model.bytes())
        .isEqualTo(CHOSEN.stream().mapToLong(name -> Models.file(files, name).length).sum());
    assertThat(found()).isEqualTo(model.folder());
    Models.assertHolds(model.folder(), files, CHOSEN);
    assertThat(store.list()).containsExactly(model);
    assertThat(store.verify(model).passed()).isTrue();
  }

  /// Byte for byte what the client of the hub would have written.
  @Test
  void theLayoutIsTheClients() throws IOException {
    pull();
    List<String> expected = new ArrayList<>(List.of("pleiad/" + COMMIT + ".json", "refs/main"));
    for (String name : CHOSEN) {
      String blob = "blobs/" + FakeHub.etag(name, Models.file(files, name));
      String up = name.contains("/") ? "../../../" : "../../";
      expected.add(blob);
      expected.add("snapshots/" + COMMIT + "/" + name + " -> " + up + blob);
    }
    assertThat(Models.tree(Models.folder(settings)))
        .containsExactlyInAnyOrderElementsOf(new TreeSet<>(expected));
    assertThat(Files.readString(Models.folder(settings).resolve("refs/main"))).isEqualTo(COMMIT);
  }

  @Test
  void aSecondPullAsksForTheListOnly() throws IOException {
    pull();
    hub.requests.clear();
    pull();
    assertThat(hub.requests).extracting(FakeHub.Request::path).hasSize(1);
    assertThat(hub.requests.getFirst().path()).startsWith("/api/models/");
  }

  @Test
  void progressEndsAtTheWholeModelAndNeverPassesIt() throws IOException {
    List<Long> done = new ArrayList<>();
    long bytes = CHOSEN.stream().mapToLong(name -> Models.file(files, name).length).sum();
    store.pull(
        NAME,
        null,
        List.of(),
        (file, there, total) -> {
          assertThat(total).isEqualTo(bytes);
          done.add(there);
        });
    assertThat(done).isSorted().last().isEqualTo(bytes);
  }

  @Test
  void furtherFilesComeWhenNamedAndStay() throws IOException {
    String quantized = "onnx/model_quantized.onnx";
    List<String> all = new ArrayList<>(CHOSEN);
    all.add(quantized);
    pull();
    store.pull(NAME, null, List.of(quantized), (file, done, total) -> {});
    Models.assertHolds(found(), files, all);
    Files.delete(Models.folder(settings).resolve("refs/main"));
    pull();
    Models.assertHolds(found(), files, all);
    assertThat(store.verify(store.list().getFirst()).files()).hasSize(all.size());
  }

  @Test
  void aFurtherFileMustBeThereAndSafe() {
    assertThatThrownBy(() -> store.pull(NAME, null, List.of("no.onnx"), (file, done, total) -> {}))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("has no file 'no.onnx'");
    assertThatThrownBy(
            () -> store.pull(NAME, null, List.of("pytorch_model.bin"), (file, done, total) -> {}))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("can run code");
  }

  @Test
  void aRevisionWithSlashesIsPulledAndFound() throws IOException {
    hub.put("refs/pr/7", LATER, files);
    StoredModel model = store.pull(NAME, "refs/pr/7", List.of(), (file, done, total) -> {});
    assertThat(model.commit()).isEqualTo(LATER);
    assertThat(model.revisions()).containsExactly("refs/pr/7");
    assertThat(hub.requests.getFirst().path()).endsWith("/revision/refs%2Fpr%2F7");
    assertThat(store.find(NAME, "refs/pr/7")).contains(model.folder());
    assertThat(store.find(NAME, LATER)).contains(model.folder());
    assertThat(store.find(NAME, "main")).isEmpty();
  }

  @Test
  void aCommitNeedsNoRevision() throws IOException {
    StoredModel model = store.pull(NAME, COMMIT, List.of(), (file, done, total) -> {});
    assertThat(model.revisions()).isEmpty();
    assertThat(Models.folder(settings).resolve("refs")).doesNotExist();
    assertThat(store.find(NAME, COMMIT)).contains(model.folder());
    assertThat(store.find(NAME, null)).contains(model.folder());
  }

  @Test
  void aLaterCommitBringsOnlyWhatIsNewAndKeepsTheOther(Random random) throws IOException {
    Path first = pull().folder();
    Map<String, byte[]> changed = new TreeMap<>(files);
    changed.put(WEIGHTS, Models.bytes(random, 1_234));
    hub.put("main", LATER, changed);
    hub.requests.clear();

    StoredModel second = pull();

    assertThat(hub.requests).hasSize(2);
    assertThat(hub.requests(WEIGHTS)).hasSize(1);
    Models.assertHolds(second.folder(), changed, CHOSEN);
    Models.assertHolds(first, files, CHOSEN);
    assertThat(found()).isEqualTo(second.folder());
    assertThat(store.find(NAME, COMMIT)).contains(first);
    assertThat(store.list()).extracting(StoredModel::commit).containsExactly(COMMIT, LATER);
  }

  @Test
  void withoutLinksASnapshotHoldsTheFilesThemselves() throws IOException {
    settings = hub.settings(home, Map.of("HF_HUB_DISABLE_SYMLINKS", "1"));
    store = new ModelStore(settings, Models.SHORT);
    files.put("tokenizer.json", Models.file(files, "config.json"));
    hub.put("main", COMMIT, files);

    StoredModel model = pull();

    Models.assertHolds(model.folder(), files, CHOSEN);
    assertThat(Models.tree(Models.folder(settings)))
        .noneMatch(path -> path.contains("->") || path.startsWith("blobs/"));
    assertThat(store.verify(model).passed()).isTrue();
    hub.requests.clear();
    pull();
    assertThat(hub.requests).hasSize(1);

    Files.write(model.folder().resolve(WEIGHTS), new byte[Models.file(files, WEIGHTS).length]);
    assertThat(store.verify(model).passed()).isFalse();
    Files.delete(model.folder().resolve(WEIGHTS));
    assertThat(store.find(NAME, null)).isEmpty();
    pull();
    Models.assertHolds(model.folder(), files, CHOSEN);
  }

  @Test
  void twoPullsAtTheSameTimeFetchEachFileOnce() throws Exception {
    Callable<StoredModel> pull =
        () ->
            new ModelStore(settings, Models.SHORT)
                .pull(NAME, null, List.of(), (file, done, total) -> {});
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<StoredModel>> pulls = threads.invokeAll(List.of(pull, pull, pull, pull));
      for (Future<StoredModel> each : pulls) {
        assertThat(each.get().complete()).isTrue();
        Models.assertHolds(each.get().folder(), files, CHOSEN);
      }
    }
    for (String name : CHOSEN) {
      assertThat(hub.requests("/" + COMMIT + "/" + name)).as(name).hasSize(1);
    }
  }

  @Test
  void offlineAsksNobody() throws IOException {
    ModelStore offline =
        new ModelStore(hub.settings(home, Map.of("HF_HUB_OFFLINE", "yes")), Models.SHORT);
    assertThatThrownBy(() -> offline.pull(NAME, null, List.of(), (file, done, total) -> {}))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("HF_HUB_OFFLINE");
    StoredModel model = pull();
    hub.requests.clear();
    assertThat(offline.pull(NAME, null, List.of(), (file, done, total) -> {})).isEqualTo(model);
    assertThat(hub.requests).isEmpty();
  }

  @Test
  void aModelThatDoesNotFitIsNotBegun() {
    StringBuilder json = new StringBuilder();
    json.append("{\"sha\":\"").append(COMMIT).append("\",\"siblings\":[");
    json.append("{\"rfilename\":\"config.json\",\"size\":1,\"blobId\":\"%040d\"}".formatted(0));
    for (int i = 0; i < 200; i++) {
      json.append(
          ",{\"rfilename\":\"model-%05d-of-00200.safetensors\",\"lfs\":{\"sha256\":\"%064d\",\"size\":%d}}"
              .formatted(i, i, 1L << 40));
    }
    hub.next(
        "/revision/main",
        FakeHub.whole(json.append("]}").toString().getBytes(StandardCharsets.UTF_8)));
    assertThatThrownBy(this::pull)
        .isInstanceOf(HubException.class)
        .hasMessageContainingAll("bytes more", "free", "HF_HUB_CACHE");
    assertThat(hub.requests).hasSize(1);
  }

  @Test
  void aNameOrRevisionThatCannotBeOneIsRefusedAtTheDoor() {
    for (String name : List.of("", "a/b/c", "../x", "a/..", "a--b/c", "a b", "/a", "a/", "a\\b")) {
      assertThatThrownBy(() -> store.find(name, null))
          .as(name)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("ORG/NAME");
    }
    for (String revision : List.of("", "../../x", "/etc", "a\\b", "a//b", "nul", "a\nb")) {
      assertThatThrownBy(() -> store.pull(NAME, revision, List.of(), (file, done, total) -> {}))
          .as(revision)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("is no revision");
      assertThatThrownBy(() -> store.find(NAME, revision))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(hub.requests).isEmpty();
  }
}

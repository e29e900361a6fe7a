package pleiad.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pleiad.encode.hub.HubSettings;
import pleiad.encode.hub.ModelStore;
import pleiad.encode.hub.StoredModel;
import pleiad.encode.hub.Verification;
import pleiad.vector.TokenVectors;

/// Checkpoints without a graph: it is written once and kept, and what is kept is never stale.
final class LocalModelTest {
  private static final String TEXT = "Rivers carry water from the mountains to the sea.";

  @TempDir private Path home;

  static List<ParityGolden> written() throws IOException {
    List<ParityGolden> written = new ArrayList<>();
    for (ParityGolden each : ParityGolden.all()) {
      if (!each.kind().equals("pairs") && !Files.exists(each.checkpoint().resolve("model.onnx"))) {
        written.add(each);
      }
    }
    return written;
  }

  private Path copy() throws IOException {
    return ParityCopy.of(ParityGolden.of("pylate-bert"), home);
  }

  private static float[] vectors(String model) {
    try (Encoder encoder = Encoders.open(model)) {
      return encoder.encode(TEXT, Role.DOCUMENT).vectors().toArray();
    }
  }

  private static float[] vectors(Path folder) {
    return vectors(folder.toString());
  }

  private static List<String> kept(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("pleiad"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static Path graph(Path folder) throws IOException {
    return folder.resolve("pleiad").resolve(kept(folder).getLast()).resolve("model.onnx");
  }

  @Test
  void theGraphIsWrittenOnceAndThenFound() throws IOException {
    Path folder = copy();
    float[] first = vectors(folder);
    assertThat(kept(folder))
        .hasSize(2)
        .satisfies(names -> assertThat(names.getLast()).matches("float32-v1-[0-9a-f]{16}"));
    FileTime old = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(graph(folder), old);
    assertThat(vectors(folder)).containsExactly(first);
    assertThat(Files.getLastModifiedTime(graph(folder))).isEqualTo(old);
    assertThat(kept(folder)).hasSize(2);
  }

  @Test
  void eachPrecisionHasAGraphOfItsOwn() throws IOException {
    Path folder = copy();
    assertThat(vectors(folder + ",precision=int8")).isNotEqualTo(vectors(folder));
    assertThat(kept(folder))
        .hasSize(3)
        .anyMatch(name -> name.startsWith("int8-v1-"))
        .anyMatch(name -> name.startsWith("float32-v1-"));
  }

  /// Unpacked archives and copies may have any times.
  @Test
  void weightsThatChangeGetAnotherGraphAlsoWhereSizeAndTimeStayTheSame() throws IOException {
    Path folder = copy();
    float[] before = vectors(folder);
    Path weights = folder.resolve("model.safetensors");
    FileTime time = Files.getLastModifiedTime(weights);
    Altered.number(weights);
    Files.setLastModifiedTime(weights, time);
    float[] after = vectors(folder);
    assertThat(after).isNotEqualTo(before);
    assertThat(kept(folder)).hasSize(3);
    Path apart = ParityCopy.of(ParityGolden.of("pylate-bert"), home.resolve("apart"));
    Files.copy(weights, apart.resolve("model.safetensors"), StandardCopyOption.REPLACE_EXISTING);
    assertThat(vectors(apart)).containsExactly(after);
  }

  @Test
  void whereNoGraphCanBeKeptItIsMadeInMemoryAndGivesTheSameVectors() throws IOException {
    Path folder = copy();
    Files.writeString(folder.resolve("pleiad"), "a file where the folder should be");
    float[] inMemory = vectors(folder);
    Files.delete(folder.resolve("pleiad"));
    assertThat(inMemory).containsExactly(vectors(folder));
    assertThat(kept(folder)).hasSize(2);
  }

  @Test
  void severalThatOpenAModelAtOnceWriteItsGraphOnce() throws Exception {
    Path folder = copy();
    Callable<float[]> open = () -> vectors(folder);
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<float[]>> all = threads.invokeAll(List.of(open, open, open, open));
      for (Future<float[]> each : all) {
        assertThat(each.get()).containsExactly(all.getFirst().get());
      }
    }
    assertThat(kept(folder)).hasSize(2);
  }

  @Test
  void theStoreKnowsWhatWasWrittenBesideAModelOfIt() throws IOException {
    ModelStore store = new ModelStore(HubSettings.of(Map.of(), home));
    String commit = "c".repeat(40);
    Path snapshots = store.cache().resolve("models--org--tiny/snapshots");
    Files.move(copy(), Files.createDirectories(snapshots).resolve(commit));
    int files = store.list().getFirst().files();
    for (String model : List.of("org/tiny", "org/tiny@" + commit, "org/tiny,precision=int8")) {
      Encoders.open(model, store).close();
    }
    StoredModel stored = store.list().getFirst();
    assertThat(stored.files()).isEqualTo(files);
    assertThat(stored.written()).isGreaterThan(Files.size(graph(stored.folder())));
    assertThat(store.verify(stored).files())
        .filteredOn(file -> file.state() == Verification.State.WRITTEN)
        .extracting(Verification.Checked::file)
        .hasSize(3)
        .allMatch(file -> file.startsWith("pleiad/"));
    store.remove("org/tiny", null);
    assertThat(stored.folder()).doesNotExist();
  }

  /// As older versions of sentence-transformers saved it.
  @Test
  void anEncoderMayLieWithItsTokenizerInAFolderOfItsOwn() throws IOException {
    Path folder = ParityCopy.of(ParityGolden.of("dense5-cls"), home);
    float[] before = vectors(folder);
    Path inner = Files.createDirectories(folder.resolve("0_Transformer"));
    for (String file :
        List.of(
            "config.json",
            "model.safetensors",
            "sentence_bert_config.json",
            "tokenizer.json",
            "tokenizer_config.json")) {
      Files.move(folder.resolve(file), inner.resolve(file));
    }
    Altered.text(folder.resolve("modules.json"), "\"path\": \"\"", "\"path\": \"0_Transformer\"");
    assertThat(vectors(folder)).containsExactly(before);
    assertThat(kept(inner)).hasSize(2);
  }

  @ParameterizedTest
  @MethodSource("written")
  void integersPointNearlyWhereSinglePrecisionDoes(ParityGolden golden) {
    String folder = ParityCopy.of(golden, home).toString();
    List<Double> cosines = new ArrayList<>();
    try (Encoder single = Encoders.open(folder);
        Encoder integers = Encoders.open(folder + ",precision=int8")) {
      for (ParityGolden.Case each : golden.cases()) {
        Role role = each.role().equals("query") ? Role.QUERY : Role.DOCUMENT;
        cosines.addAll(
            cosines(
                single.encode(each.text(), role).vectors(),
                integers.encode(each.text(), role).vectors()));
      }
    }
    cosines.sort(null);
    assertThat(cosines).hasSizeGreaterThan(1_000);
    assertThat(cosines.getFirst()).isBetween(0.98, 1.0001);
    assertThat(cosines.get(cosines.size() / 2)).isBetween(0.999, 0.99999);
  }

  private static List<Double> cosines(TokenVectors some, TokenVectors others) {
    assertThat(others.count()).isEqualTo(some.count());
    List<Double> cosines = new ArrayList<>();
    for (int i = 0; i < some.count(); i++) {
      float[] one = some.slice(i, i + 1).toArray();
      float[] other = others.slice(i, i + 1).toArray();
      double sum = 0;
      for (int k = 0; k < one.length; k++) {
        sum += one[k] * other[k];
      }
      cosines.add(sum);
    }
    return cosines;
  }
}

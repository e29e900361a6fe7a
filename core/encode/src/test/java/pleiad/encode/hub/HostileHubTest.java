package pleiad.encode.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static pleiad.encode.hub.FakeHub.NAME;
import static pleiad.encode.hub.Models.COMMIT;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A hub that means harm: every answer ends in an error, and nothing is left outside the store or
/// found inside it.
class HostileHubTest {
  private static final String GOOD_FILE =
      "{\"rfilename\":\"config.json\",\"size\":2,\"blobId\":\"%s\"}"
          .formatted(Hex.gitSha1("{}".getBytes(StandardCharsets.UTF_8)));

  @TempDir Path home;

  private FakeHub hub;
  private ModelStore store;

  @SuppressWarnings("NullAway.Init") // JUnit sets the fields
  HostileHubTest() {}

  @BeforeEach
  void start() {
    hub = new FakeHub();
    hub.put("main", COMMIT, Map.of());
    store =
        new ModelStore(
            hub.settings(home, Map.of("HF_HUB_CACHE", home.resolve("store").toString())),
            Models.SHORT);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private void assertRefused(String listing, String... why) throws IOException {
    hub.next("/revision/main", FakeHub.streamed(listing.getBytes(StandardCharsets.UTF_8)));
    assertThatThrownBy(() -> store.pull(NAME, null, List.of(), (file, done, total) -> {}))
        .as(listing)
        .isInstanceOf(HubException.class)
        .hasMessageContainingAll(why)
        .message()
        .hasSizeLessThan(1_000)
        .matches(
            text -> text.codePoints().noneMatch(Character::isISOControl), "no control letters");
    assertThat(hub.requests).hasSize(1);
    assertThat(store.find(NAME, null)).isEmpty();
    assertThat(Models.tree(home)).isEmpty();
  }

  private static String listing(String... files) {
    return "{\"sha\":\"%s\",\"siblings\":[%s]}".formatted(COMMIT, String.join(",", files));
  }

  private static String file(String path) {
    return "{\"rfilename\":\"%s\",\"size\":1,\"lfs\":{\"sha256\":\"%064d\",\"size\":1}}"
        .formatted(path, 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../model.safetensors",
        "../../../../home/x.safetensors",
        "1_Dense/../../model.safetensors",
        "1_Dense/./model.safetensors",
        "/model.safetensors",
        "/etc/cron.d/model.safetensors",
        "1_Dense//model.safetensors",
        "1_Dense/",
        "",
        "..",
        "..\\\\model.safetensors",
        "C:\\\\model.safetensors",
        "\\\\\\\\host\\\\share\\\\model.safetensors",
        "a\\u0000b.safetensors",
        "a\\u001b[2Jb.safetensors",
        "a\\nb.safetensors",
        "a\\u0085b.safetensors",
        "a\\ud800b.safetensors",
      })
  void aNameThatLeavesItsFolderIsRefusedWhateverItIsFor(String path) throws IOException {
    assertRefused(listing(GOOD_FILE, file(path)), "cannot be one of a model");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nul.safetensors",
        "COM1.safetensors",
        "0_a/Aux.json",
        "lpt9.x.safetensors",
        "con .safetensors.safetensors",
        "0_a/conin$.json",
        "C:model.safetensors",
        "model.safetensors:stream.safetensors",
        "a*.safetensors",
        "a|b.safetensors",
        "0_a/b./model.safetensors",
        "0_a/b /model.safetensors",
        " model.safetensors",
      })
  void aNameThatNotEverySystemCanWriteIsRefused(String path) throws IOException {
    boolean module = path.startsWith("0_a/");
    assertRefused(
        listing(GOOD_FILE, file(path), file(module ? "x.safetensors" : "y.safetensors")),
        "a name that not every system can write");
  }

  @Test
  void aLongNameIsRefused() throws IOException {
    assertRefused(
        listing(file("é".repeat(130) + ".safetensors")), "a name that not every system can write");
    assertRefusedAgain(listing(file("a/".repeat(600) + "x.safetensors")), "cannot be one");
  }

  private void assertRefusedAgain(String listing, String... why) throws IOException {
    hub.requests.clear();
    assertRefused(listing, why);
  }

  @Test
  void namesThatWouldHideOneAnotherAreRefused() throws IOException {
    assertRefused(
        listing(GOOD_FILE, file("Model.safetensors"), file("model.safetensors")), "keep apart");
    assertRefusedAgain(
        listing(file("model.safetensors"), file("MODEL.safetensors"), GOOD_FILE), "keep apart");
    assertRefusedAgain(
        listing(file("1_a/x.json"), file("1_A/x.json"), file("model.safetensors")), "keep apart");
    assertRefusedAgain(
        listing(file("1_a/x.json"), file("1_a/x.json/y.json"), file("model.safetensors")),
        "keep apart");
    assertRefusedAgain(listing(file("model.safetensors"), file("model.safetensors")), "twice");
  }

  static Stream<List<String>> shapes() {
    return Stream.of(
        List.of("", "no object"),
        List.of("[]", "no object"),
        List.of("\"x\"", "no object"),
        List.of("<html><body>Sign in</body></html>", "no JSON"),
        List.of("{", "no JSON"),
        List.of(listing(GOOD_FILE).substring(0, 60), "no JSON"),
        List.of(listing(GOOD_FILE) + "{}", "something follows"),
        List.of("{}", "'sha' is no commit"),
        List.of("{\"sha\":\"main\",\"siblings\":[]}", "'sha' is no commit"),
        List.of("{\"sha\":\"../" + "a".repeat(37) + "\",\"siblings\":[]}", "'sha' is no commit"),
        List.of("{\"sha\":7,\"siblings\":[]}", "'sha' is no text"),
        List.of("{\"sha\":\"" + COMMIT + "\"}", "'siblings' is missing"),
        List.of("{\"sha\":\"" + COMMIT + "\",\"siblings\":{}}", "'siblings' is no array"),
        List.of(
            "{\"sha\":\"" + COMMIT + "\",\"sha\":\"" + COMMIT + "\",\"siblings\":[]}", "no JSON"),
        List.of(listing("7"), "no object"),
        List.of(listing("null"), "no object"),
        List.of(listing("{}"), "no 'rfilename'"),
        List.of(listing("{\"rfilename\":{}}"), "'rfilename' is no text"),
        List.of(listing("{\"rfilename\":\"config.json\",\"size\":1}"), "no checksum"),
        List.of(listing(sized("1").replace(COMMIT, "../../x")), "no checksum"),
        List.of(
            listing(sized("1").replace(COMMIT, COMMIT.toUpperCase(Locale.ROOT))), "no checksum"),
        List.of(listing(file("a").replace("0".repeat(63) + "1", COMMIT)), "no checksum"),
        List.of(listing(sized("-1")), "-1 bytes"),
        List.of(listing(sized("1.5")), "no whole number"),
        List.of(listing(sized("\"1\"")), "no whole number"),
        List.of(listing(sized("9223372036854775807")), "bytes"),
        List.of(listing(sized("9223372036854775808")), "no JSON"),
        List.of(listing(sized("1e400")), "no whole number"),
        List.of(listing(sized("1" + "0".repeat(2_000))), "no JSON"),
        List.of(listing("{\"rfilename\":\"a\",\"lfs\":[]}"), "'lfs' is no object"),
        List.of("{\"a\":" + "[".repeat(100_000), "no JSON"),
        List.of(listing(), "no weights"),
        List.of(listing(GOOD_FILE), "no weights"));
  }

  private static String sized(String size) {
    return "{\"rfilename\":\"config.json\",\"size\":%s,\"blobId\":\"%s\"}".formatted(size, COMMIT);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void aListOfAnotherShapeIsRefused(List<String> listingAndWhy) throws IOException {
    assertRefused(listingAndWhy.getFirst(), listingAndWhy.getLast());
  }

  /// More than fits into memory if it were kept: only so much is read.
  @Test
  void aListWithoutEndIsCutOff() throws IOException {
    byte[] spaces = " ".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
    long[] sent = new long[1];
    hub.next(
        "/revision/main",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          while (sent[0] < 1L << 36) {
            exchange.getResponseBody().write(spaces);
            sent[0] += spaces.length;
          }
        });
    assertThatThrownBy(() -> store.pull(NAME, null, List.of(), (file, done, total) -> {}))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("more than 16,777,216 bytes");
    assertThat(sent[0]).isLessThan(1L << 30);
    assertThat(Models.tree(home)).isEmpty();
  }

  @Test
  void tooManyFilesAreRefused() throws IOException {
    String[] files = new String[1_001];
    for (int i = 0; i < files.length; i++) {
      files[i] = file("model-%d.safetensors".formatted(i));
    }
    assertRefused(listing(files), "1,001 files");
  }

  @Test
  void anotherCommitThanTheOneAskedForIsRefused() throws IOException {
    hub.put(Models.LATER, COMMIT, Map.of());
    assertThatThrownBy(() -> store.pull(NAME, Models.LATER, List.of(), (file, done, total) -> {}))
        .isInstanceOf(HubException.class)
        .hasMessageContainingAll(COMMIT, Models.LATER, "nothing was fetched");
    assertThat(Models.tree(home)).isEmpty();
  }

  /// Nobody can plant a link here but who can write the store; a pull still writes only through
  /// names of its own.
  @Test
  void aFileThatStandsInTheWayIsReplacedNotWrittenThrough() throws IOException {
    Path outside = Files.writeString(home.resolve("outside"), "precious");
    Map<String, byte[]> files = Models.files(new Random(1));
    hub.put("main", COMMIT, files);
    Path snapshot = home.resolve("store/models--org--small-model/snapshots/" + COMMIT);
    Files.createDirectories(snapshot);
    Files.createSymbolicLink(snapshot.resolve("config.json"), outside);
    store.pull(NAME, null, List.of(), (file, done, total) -> {});
    assertThat(outside).hasContent("precious");
    Models.assertHolds(snapshot, files, Models.CHOSEN);
  }
}

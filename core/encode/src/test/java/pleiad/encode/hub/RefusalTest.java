package pleiad.encode.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static pleiad.encode.hub.FakeHub.NAME;
import static pleiad.encode.hub.Models.CHOSEN;
import static pleiad.encode.hub.Models.COMMIT;
import static pleiad.encode.hub.Models.WEIGHTS;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pleiad.testkit.Seed;

/// What the hub refuses, and where it sends us: one sentence each, and the token for the hub alone.
@ExtendWith(Seed.class)
class RefusalTest {
  private static final String TOKEN = "hf_abcDEF123";

  @TempDir Path home;

  private FakeHub hub;
  private FakeHub other;
  private Map<String, byte[]> files;

  @SuppressWarnings("NullAway.Init") // JUnit sets the fields
  RefusalTest() {}

  @BeforeEach
  void start(Random random) {
    hub = new FakeHub();
    other = new FakeHub();
    files = Models.files(random);
    hub.put("main", COMMIT, files);
    other.put("main", COMMIT, files);
  }

  @AfterEach
  void stop() {
    hub.close();
    other.close();
  }

  private StoredModel pull(@Nullable String revision, Map<String, String> environment)
      throws IOException {
    return new ModelStore(hub.settings(home, environment), Models.SHORT)
        .pull(NAME, revision, List.of(), (file, done, total) -> {});
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          401 |                  | ''  | is private or gated, or there is no such model | HF_TOKEN
          401 | GatedRepo        | ''  | accept its terms on                            | HF_TOKEN
          401 |                  | hf_ | does not take the token from HF_TOKEN          | settings/tokens
          403 | GatedRepo        | ''  | is private or gated                            | HF_TOKEN
          403 | GatedRepo        | hf_ | may not read 'org/small-model'                 | accept the model's terms
          404 | RepoNotFound     | hf_ | has no model 'org/small-model'                 | ORG/NAME
          404 | RevisionNotFound | ''  | has no revision 'main'                         | tree/main
          418 |                  | ''  | answered 418                                   | HF_ENDPOINT
          """)
  void aRefusalIsOneSentenceThatSaysWhatToDo(
      int status, @Nullable String code, String token, String why, String what) {
    hub.next(
        "/revision/main", exchange -> FakeHub.refuse(exchange, status, code == null ? "x" : code));
    assertThatThrownBy(() -> pull(null, Map.of("HF_TOKEN", token)))
        .isInstanceOf(HubException.class)
        .hasMessageContainingAll(why, what)
        .message()
        .doesNotContain("\n");
    assertThat(hub.requests).hasSize(1);
  }

  @Test
  void aGatedFileIsRefusedLikeAGatedModel() {
    hub.next(COMMIT + "/" + WEIGHTS, exchange -> FakeHub.refuse(exchange, 403, "GatedRepo"));
    assertThatThrownBy(() -> pull(null, Map.of("HF_TOKEN", TOKEN)))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("may not read 'org/small-model'");
  }

  @Test
  void aRevisionThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> pull("v9", Map.of()))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("has no revision 'v9'");
  }

  @Test
  void aFileThatIsListedButNotThereIsNamed() {
    hub.next(COMMIT + "/config.json", exchange -> FakeHub.refuse(exchange, 404, "EntryNotFound"));
    assertThatThrownBy(() -> pull(null, Map.of()))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("lists 'config.json'");
  }

  @Test
  void theTokenGoesToTheHubAndToNobodyElse() throws IOException {
    String there = other.endpoint() + "/" + NAME + "/resolve/" + COMMIT + "/" + WEIGHTS;
    hub.next(COMMIT + "/" + WEIGHTS, FakeHub.status(302, "Location", there));
    StoredModel model = pull(null, Map.of("HF_TOKEN", TOKEN));
    Models.assertHolds(model.folder(), files, CHOSEN);
    assertThat(hub.requests)
        .isNotEmpty()
        .allSatisfy(request -> assertThat(request.authorization()).isEqualTo("Bearer " + TOKEN));
    assertThat(other.requests)
        .hasSize(1)
        .allSatisfy(request -> assertThat(request.authorization()).isNull());
  }

  @Test
  void aRedirectWithinTheHubKeepsTheToken() throws IOException {
    hub.next("/revision/main", FakeHub.status(307, "Location", "/moved/api"));
    hub.next(
        "/moved/api",
        FakeHub.whole(FakeHub.listing(COMMIT, files).getBytes(StandardCharsets.UTF_8)));
    pull(null, Map.of("HF_TOKEN", TOKEN));
    assertThat(hub.requests)
        .allSatisfy(request -> assertThat(request.authorization()).isEqualTo("Bearer " + TOKEN));
  }

  @Test
  void aRangeGoesWithARedirect() throws IOException {
    byte[] weights = Models.file(files, WEIGHTS);
    Path partial =
        Models.folder(hub.settings(home, Map.of()))
            .resolve("blobs/" + Hex.sha256(weights) + ".incomplete");
    String there = other.endpoint() + "/" + NAME + "/resolve/" + COMMIT + "/" + WEIGHTS;
    hub.next(
        COMMIT + "/" + WEIGHTS,
        FakeHub.broken(weights, 100_000, partial),
        FakeHub.status(302, "Location", there));
    pull(null, Map.of());
    assertThat(other.requests.getFirst().range()).isEqualTo("bytes=100000-");
  }

  /// An address that the hub signed can grow old before it is used.
  @Test
  void aRefusalElsewhereIsAskedForAgain() throws IOException {
    String there = other.endpoint() + "/" + NAME + "/resolve/" + COMMIT + "/" + WEIGHTS;
    other.next(WEIGHTS, FakeHub.status(403));
    hub.next(COMMIT + "/" + WEIGHTS, FakeHub.status(302, "Location", there));
    Models.assertHolds(pull(null, Map.of()).folder(), files, CHOSEN);
  }

  @Test
  void aHubThatSendsInCirclesIsLeft() {
    for (int i = 0; i < 20; i++) {
      hub.next("/revision/main", FakeHub.status(302, "Location", "main"));
    }
    assertThatThrownBy(() -> pull(null, Map.of()))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("more than 10 times");
    assertThat(hub.requests).hasSize(11);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"file:///etc/passwd", "ftp://host/x", "http:///x", "::", "jar:file:/x!/y"})
  void anAddressThatIsNotOfTheWebIsNotFollowed(String location) {
    hub.next("/revision/main", FakeHub.status(302, "Location", location));
    assertThatThrownBy(() -> pull(null, Map.of()))
        .isInstanceOf(HubException.class)
        .hasMessageContainingAll("which is not followed", location);
  }

  @ParameterizedTest
  @CsvSource({
    "https://hub/a/b, c,              https://hub/a/c",
    "https://hub/a/b, /c?d=%2F,       https://hub/c?d=%2F",
    "https://hub/a/b, https://cdn/c,  https://cdn/c",
    "http://hub/a/b,  https://hub/c,  https://hub/c",
    "http://hub/a/b,  http://cdn/c,   http://cdn/c",
    "https://hub/a/b, http://hub/c,",
    "https://hub/a/b, file:/etc/x,",
  })
  void theSafeProtocolIsNeverLeft(URI at, String location, @Nullable URI next) {
    assertThat(HubClient.next(at, location)).isEqualTo(next);
  }

  @ParameterizedTest
  @CsvSource({
    "https://hub, https://hub:443/x, true",
    "https://hub, https://HUB/y,     true",
    "http://hub,  http://hub:80/x,   true",
    "https://hub, http://hub/x,      false",
    "https://hub, https://hub:444/x, false",
    "https://hub, https://a.hub/x,   false",
    "https://hub, https://hub.evil/, false",
  })
  void aTokenIsForOneHostProtocolAndPort(URI one, URI other, boolean same) {
    assertThat(Refusals.sameOrigin(one, other)).isEqualTo(same);
  }

  @Test
  void anAnswerInACodingIsNotTakenForTheFile() {
    hub.next(COMMIT + "/config.json", FakeHub.status(200, "Content-Encoding", "gzip"));
    assertThatThrownBy(() -> pull(null, Map.of()))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("as 'gzip', which was not asked for");
  }

  @Test
  void aHubBehindAProxyIsReached() throws IOException {
    HubSettings settings =
        HubSettings.of(
            Map.of("HF_ENDPOINT", "http://hub.invalid", "http_proxy", hub.endpoint().toString()),
            home);
    StoredModel model =
        new ModelStore(settings, Models.SHORT)
            .pull(NAME, null, List.of(), (file, done, total) -> {});
    Models.assertHolds(model.folder(), files, CHOSEN);
  }
}

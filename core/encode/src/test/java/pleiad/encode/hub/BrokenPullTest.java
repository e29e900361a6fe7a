package pleiad.encode.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static pleiad.encode.hub.FakeHub.NAME;
import static pleiad.encode.hub.Models.CHOSEN;
import static pleiad.encode.hub.Models.COMMIT;
import static pleiad.encode.hub.Models.WEIGHTS;

import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pleiad.testkit.Seed;

/// Pulls through a network and a hub that fail: they go on, or end in a sentence that says why, and
/// nobody ever finds half a model.
@ExtendWith(Seed.class)
class BrokenPullTest {
  @TempDir Path home;

  private FakeHub hub;
  private Map<String, byte[]> files;
  private byte[] weights;
  private HubSettings settings;

  @SuppressWarnings("NullAway.Init") // JUnit sets the fields
  BrokenPullTest() {}

  @BeforeEach
  void start(Random random) {
    hub = new FakeHub();
    files = Models.files(random);
    weights = Models.file(files, WEIGHTS);
    hub.put("main", COMMIT, files);
    settings = hub.settings(home, Map.of());
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private ModelStore store(int attempts) {
    return new ModelStore(settings, Models.patience(attempts));
  }

  private StoredModel pull(int attempts) throws IOException {
    return store(attempts).pull(NAME, null, List.of(), (file, done, total) -> {});
  }

  private void assertWhole() throws IOException {
    Models.assertHolds(store(1).find(NAME, null).orElseThrow(), files, CHOSEN);
    assertThat(store(1).verify(store(1).list().getFirst()).passed()).isTrue();
    assertThat(Models.tree(Models.folder(settings)))
        .noneMatch(path -> path.endsWith(".incomplete") || path.endsWith(".pending"));
  }

  private void assertNothingFound() throws IOException {
    assertThat(store(1).find(NAME, null)).isEmpty();
    assertThat(store(1).find(NAME, COMMIT)).isEmpty();
    assertThat(Models.folder(settings).resolve("refs")).doesNotExist();
    assertThat(store(1).list()).noneMatch(StoredModel::complete);
  }

  /// Where the requests for the weights begin.
  private List<Long> ranges() {
    return hub.requests(COMMIT + "/" + WEIGHTS).stream()
        .map(request -> Objects.requireNonNullElse(request.range(), "0"))
        .map(range -> Long.parseLong(range.replaceAll("\\D", "")))
        .toList();
  }

  private Path partial() {
    return Models.folder(settings).resolve("blobs/" + Hex.sha256(weights) + ".incomplete");
  }

  @Test
  void aConnectionThatBreaksIsTakenUpWhereItBroke() throws IOException {
    hub.next(
        COMMIT + "/" + WEIGHTS,
        FakeHub.broken(weights, 100_000, partial()),
        FakeHub.broken(weights, 250_000, partial()));
    pull(4);
    assertThat(ranges()).containsExactly(0L, 100_000L, 250_000L);
    assertWhole();
  }

  @Test
  void aConnectionThatIsResetIsTakenUpToo() throws IOException {
    try (RawServer raw = new RawServer(weights, List.of(1_000, 0, 120_000))) {
      hub.next(COMMIT + "/" + WEIGHTS, raw.redirects(4));
      pull(4);
    }
    assertThat(hub.requests(COMMIT + "/" + WEIGHTS)).hasSize(4);
    assertWhole();
  }

  @Test
  void aSecondPullGoesOnWhereTheFirstStopped() throws IOException {
    hub.next(COMMIT + "/" + WEIGHTS, FakeHub.broken(weights, 123_456, partial()));
    assertThatThrownBy(() -> pull(1))
        .isInstanceOf(HubException.class)
        .hasMessageContainingAll("broke", "what has arrived is kept");
    assertNothingFound();
    assertThat(partial()).hasSize(123_456);
    hub.requests.clear();
    pull(1);
    assertThat(ranges()).containsExactly(123_456L);
    assertThat(hub.requests("config.json")).isEmpty();
    assertWhole();
  }

  /// The hub stops working at the first, the second, … the last request.
  @Test
  void wheneverAPullStopsNobodyFindsHalfAModel() throws IOException {
    int requests = CHOSEN.size() + 1;
    for (int stop = 0; stop < requests; stop++) {
      settings = hub.settings(home.resolve("stop-" + stop), Map.of());
      HttpHandler[] answers = new HttpHandler[requests];
      Arrays.fill(answers, (HttpHandler) hub::usual);
      answers[stop] = FakeHub.status(500);
      hub.next("", answers);
      assertThatThrownBy(() -> pull(1)).hasMessageContaining("500");
      assertNothingFound();
      hub.drop();
      pull(1);
      assertWhole();
    }
  }

  @Test
  void whatWasThereBeforeAStoppedPullIsStillFound(Random random) throws IOException {
    Path before = pull(1).folder();
    files.put(WEIGHTS, Models.bytes(random, 5_000));
    hub.put("main", Models.LATER, files);
    hub.next(Models.LATER + "/" + WEIGHTS, FakeHub.status(503));
    assertThatThrownBy(() -> pull(1)).hasMessageContaining("503");
    assertThat(store(1).find(NAME, null)).contains(before);
    assertThat(store(1).list()).extracting(StoredModel::complete).containsExactly(true, false);
    assertThat(pull(1).folder()).isNotEqualTo(before);
  }

  @Test
  void aServerThatKnowsNoRangesBeginsAgain() throws IOException {
    hub.next(
        COMMIT + "/" + WEIGHTS,
        FakeHub.broken(weights, 100_000, partial()),
        FakeHub.whole(weights));
    pull(4);
    assertWhole();
  }

  @Test
  void aServerThatGivesAnotherPartBeginsAgain() throws IOException {
    hub.next(
        COMMIT + "/" + WEIGHTS,
        FakeHub.broken(weights, 100_000, partial()),
        FakeHub.otherPart(weights, 7, 60_000));
    pull(4);
    assertThat(ranges()).containsExactly(0L, 100_000L, 0L);
    assertWhole();
  }

  @Test
  void aRangeThatIsRefusedBeginsAgain() throws IOException {
    hub.next(
        COMMIT + "/" + WEIGHTS, FakeHub.broken(weights, 99_999, partial()), FakeHub.status(416));
    pull(4);
    assertWhole();
  }

  /// Other programs write such files too.
  @Test
  void whatLiesThereFromAnotherIsNotTrusted() throws IOException {
    Files.createDirectories(partial().getParent());
    byte[] another = Arrays.copyOf(weights, 50_000);
    another[17] ^= 1;
    Files.write(partial(), another);
    pull(1);
    assertThat(hub.requests(COMMIT + "/" + WEIGHTS)).hasSize(2);
    assertThat(ranges()).containsExactly(50_000L, 0L);
    assertWhole();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1})
  void aPartThatIsThereAlreadyNeedsNoRequestUnlessItIsWrong(int longer) throws IOException {
    Files.createDirectories(partial().getParent());
    Files.write(partial(), Arrays.copyOf(weights, weights.length + longer));
    pull(1);
    assertThat(hub.requests(COMMIT + "/" + WEIGHTS)).hasSize(longer == 0 ? 0 : 1);
    assertWhole();
  }

  @Test
  void anotherChecksumIsThrownAway() throws IOException {
    byte[] wrong = weights.clone();
    wrong[77] ^= 1;
    hub.next(COMMIT + "/" + WEIGHTS, FakeHub.whole(wrong));
    assertThatThrownBy(() -> pull(4))
        .isInstanceOf(HubException.class)
        .hasMessageContainingAll("'model.safetensors' of 'org/small-model'", Hex.sha256(weights));
    assertThat(partial()).doesNotExist();
    assertThat(Models.folder(settings).resolve("blobs/" + Hex.sha256(weights))).doesNotExist();
    assertNothingFound();
    pull(4);
    assertWhole();
  }

  @Test
  void aSmallFileIsCheckedToo() throws IOException {
    byte[] wrong = Models.file(files, "config.json").clone();
    wrong[0] ^= 1;
    hub.next(COMMIT + "/config.json", FakeHub.whole(wrong));
    assertThatThrownBy(() -> pull(4)).hasMessageContaining("another checksum");
    assertNothingFound();
  }

  @Test
  void aFileThatStaysShortEndsInASentence() throws IOException {
    byte[] some = Arrays.copyOf(weights, 10);
    hub.next(
        COMMIT + "/" + WEIGHTS,
        FakeHub.streamed(some),
        FakeHub.streamed(some),
        FakeHub.streamed(some));
    assertThatThrownBy(() -> pull(3))
        .isInstanceOf(HubException.class)
        .hasMessageContainingAll("ended after 10 of 300,000 bytes", "tried 3 times");
    assertNothingFound();
  }

  @Test
  void moreBytesThanAnnouncedEndInASentence() throws IOException {
    byte[] more = Arrays.copyOf(weights, weights.length + 1);
    hub.next(COMMIT + "/" + WEIGHTS, FakeHub.whole(more), FakeHub.streamed(more));
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> pull(3))
          .isInstanceOf(HubException.class)
          .hasMessageContaining("more bytes of 'model.safetensors'");
      assertNothingFound();
    }
    pull(1);
    assertWhole();
  }

  @Test
  void aHubThatRecoversIsWaitedFor() throws IOException {
    hub.next("/revision/main", FakeHub.status(500), FakeHub.status(502), FakeHub.status(429));
    hub.next(COMMIT + "/config.json", FakeHub.status(504), FakeHub.status(408));
    List<String> notes = new ArrayList<>();
    store(4)
        .pull(
            NAME,
            null,
            List.of(),
            new PullProgress() {
              @Override
              public void at(String file, long done, long total) {}

              @Override
              public void note(String message) {
                notes.add(message);
              }
            });
    assertThat(notes).hasSize(5).allMatch(note -> note.contains("; again in"));
    assertWhole();
  }

  @Test
  void aHubThatStaysDownEndsInASentence() {
    hub.next("/revision/main", FakeHub.status(500), FakeHub.status(500), FakeHub.status(500));
    assertThatThrownBy(() -> pull(3))
        .isInstanceOf(HubException.class)
        .hasMessageContainingAll("answered 500", "tried 3 times");
    assertThat(hub.requests).hasSize(3);
  }

  @Test
  void theHubSaysHowLongToWait() throws IOException {
    hub.next("/revision/main", FakeHub.status(429, "Retry-After", "1"));
    long start = System.nanoTime();
    pull(2);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(1));

    hub.next("/revision/main", FakeHub.status(429, "Retry-After", "3600"));
    assertThatThrownBy(() -> pull(9))
        .isInstanceOf(HubException.class)
        .hasMessageContainingAll("too many requests", "3600 s");
  }

  @Test
  void silenceIsNotWaitedForForEver() throws InterruptedException {
    CountDownLatch end = new CountDownLatch(1);
    HttpHandler silent =
        exchange -> {
          exchange.sendResponseHeaders(200, weights.length);
          exchange.getResponseBody().write(weights, 0, 1_000);
          exchange.getResponseBody().flush();
          await(end);
        };
    hub.next(COMMIT + "/" + WEIGHTS, silent);
    Patience hasty =
        new Patience(
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofMillis(300),
            1,
            Duration.ofMillis(1),
            Duration.ofMillis(1));
    assertThatThrownBy(
            () ->
                new ModelStore(settings, hasty)
                    .pull(NAME, null, List.of(), (file, done, total) -> {}))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("sent nothing");
    hub.next("/revision/main", exchange -> await(end));
    Patience unanswered =
        new Patience(
            Duration.ofSeconds(5),
            Duration.ofMillis(300),
            Duration.ofSeconds(5),
            1,
            Duration.ofMillis(1),
            Duration.ofMillis(1));
    assertThatThrownBy(
            () ->
                new ModelStore(settings, unanswered)
                    .pull(NAME, null, List.of(), (file, done, total) -> {}))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("did not answer");
    end.countDown();
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      throw new IOException(stopped);
    }
  }

  @Test
  void aThreadThatIsToldToStopStops() throws IOException {
    Thread self = Thread.currentThread();
    assertThatThrownBy(
            () ->
                store(4)
                    .pull(
                        NAME,
                        null,
                        List.of(),
                        (file, done, total) -> {
                          if (file.equals(WEIGHTS)) {
                            self.interrupt();
                          }
                        }))
        .isInstanceOf(InterruptedIOException.class)
        .hasMessageContaining("pull again");
    assertThat(Thread.interrupted()).isTrue();
    assertNothingFound();
    pull(1);
    assertWhole();
  }

  @Test
  void aHubThatIsNotThereEndsInASentence() {
    hub.close();
    assertThatThrownBy(() -> pull(2))
        .isInstanceOf(HubException.class)
        .hasMessageContainingAll("cannot reach 127.0.0.1", "HTTPS_PROXY", "tried 2 times");
  }
}

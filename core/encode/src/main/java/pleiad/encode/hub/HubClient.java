package pleiad.encode.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/// Asks the hub, once: follows where it sends us, and gives the token to nobody else.
final class HubClient implements AutoCloseable {
  private static final int MOST_REDIRECTS = 10;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final Set<Integer> TAKEN = Set.of(Answer.WHOLE, Answer.PART, Answer.NO_SUCH_PART);

  private final HubSettings settings;
  private final Patience patience;
  private final @Nullable String token;
  private final ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http;

  HubClient(HubSettings settings, Patience patience) throws IOException {
    this.settings = settings;
    this.patience = patience;
    this.token = settings.token().orElse(null);
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(patience.connect())
            .proxy(settings.proxies())
            .build();
  }

  /// The answer to a request; whoever asks closes it.
  ///
  /// @throws TransientException when asking again may help
  /// @throws HubException when it cannot
  Answer get(Asked asked) throws IOException {
    URI at = asked.uri();
    for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
      HttpResponse<InputStream> response = send(asked, at);
      if (REDIRECTS.contains(response.statusCode())) {
        response.body().close();
        at = next(asked, at, response);
      } else {
        return answer(asked, at, response);
      }
    }
    throw new HubException(
        "the hub sent us on more than %d times for %s of '%s'; does HF_ENDPOINT name a hub?"
            .formatted(MOST_REDIRECTS, Shown.text(asked.what()), asked.model().value()));
  }

  private Answer answer(Asked asked, URI at, HttpResponse<InputStream> response)
      throws IOException {
    if (!TAKEN.contains(response.statusCode())) {
      response.body().close();
      throw Refusals.of(
          asked,
          response.statusCode(),
          response.headers(),
          Refusals.sameOrigin(at, settings.endpoint()),
          settings);
    }
    String coding = response.headers().firstValue("Content-Encoding").orElse("identity");
    if (!coding.equals("identity")) {
      response.body().close();
      throw new HubException(
          "%s sent %s of '%s' as '%s', which was not asked for; is there a proxy that changes answers?"
              .formatted(
                  at.getHost(),
                  Shown.text(asked.what()),
                  asked.model().value(),
                  Shown.text(coding)));
    }
    Body body = new Body(response.body(), readers, patience.silence(), at.getHost());
    return new Answer(response.statusCode(), response.headers(), body);
  }

  private HttpResponse<InputStream> send(Asked asked, URI at) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(at)
            .header("User-Agent", "pleiad")
            .header("Accept-Encoding", "identity");
    if (asked.from() > 0) {
      request.header("Range", "bytes=%d-".formatted(asked.from()));
    }
    if (token != null && Refusals.sameOrigin(at, settings.endpoint())) {
      request.header("Authorization", "Bearer " + token);
    }
    return sent(http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofInputStream()), at);
  }

  /// Waits for an answer's headers only; a request's own timeout counts its bytes too in later
  /// JVMs.
  private HttpResponse<InputStream> sent(
      CompletableFuture<HttpResponse<InputStream>> sending, URI at) throws IOException {
    try {
      return sending.get(patience.answer().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException silent) {
      sending.cancel(true);
      throw new TransientException(
          "%s did not answer within %d s".formatted(at.getHost(), patience.answer().toSeconds()),
          silent);
    } catch (ExecutionException failed) {
      throw unreachable(at, failed);
    } catch (InterruptedException stopped) {
      sending.cancel(true);
      throw Retries.interrupted();
    }
  }

  private static IOException unreachable(URI at, ExecutionException failed) {
    Throwable cause = failed.getCause();
    if (cause instanceof SSLHandshakeException untrusted) {
      return new HubException(
          "%s has no certificate that this JVM trusts (%s); behind a proxy that opens connections, add its certificate to the JVM's trust store"
              .formatted(at.getHost(), reason(untrusted)),
          untrusted);
    }
    if (cause instanceof IOException broken) {
      return new TransientException(
          "cannot reach %s (%s); is the network there, are HTTPS_PROXY and HF_ENDPOINT right?"
              .formatted(at.getHost(), reason(broken)),
          broken);
    }
    throw new IllegalStateException("a request failed as none should", failed);
  }

  private static String reason(IOException failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : Shown.text(message);
  }

  private static URI next(Asked asked, URI at, HttpResponse<?> response) throws HubException {
    String location = response.headers().firstValue("Location").orElse("");
    URI next = next(at, location);
    if (next == null) {
      throw new HubException(
          "for %s of '%s' the hub sent us to '%s', which is not followed"
              .formatted(Shown.text(asked.what()), asked.model().value(), Shown.text(location)));
    }
    return next;
  }

  /// Where an answer sends us, or null: by the web's protocols only, and never from the safe one to
  /// the other.
  static @Nullable URI next(URI at, String location) {
    URI next = Proxies.address(resolved(at, location));
    boolean safe = next != null && "https".equalsIgnoreCase(next.getScheme());
    boolean plain =
        next != null
            && "http".equalsIgnoreCase(next.getScheme())
            && "http".equalsIgnoreCase(at.getScheme());
    return safe || plain ? next : null;
  }

  private static String resolved(URI at, String location) {
    try {
      return at.resolve(location).toString();
    } catch (IllegalArgumentException noAddress) {
      return "";
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
    readers.shutdownNow();
  }
}

package pleiad.encode.hub;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What the hub's refusals mean to a person.
final class Refusals {
  private Refusals() {}

  /// The exception for an answer that is no success.
  ///
  /// @param hub whether the hub itself said it, not a host that it sent us to
  static IOException of(
      Asked asked, int status, HttpHeaders headers, boolean hub, HubSettings settings)
      throws IOException {
    if (status == 408 || status == 429 || status >= 500) {
      return new TransientException(
          "%s answered %d to a request for %s of '%s'%s"
              .formatted(
                  settings.endpoint(),
                  status,
                  Shown.text(asked.what()),
                  asked.model().value(),
                  status == 429 ? " (too many requests)" : ""),
          null,
          retryAfter(headers));
    }
    if (!hub) {
      // Addresses that the hub signs are good for some minutes only; it gives a new one when asked.
      return new TransientException(
          "the host that %s sent us to answered %d to a request for %s of '%s'"
              .formatted(
                  settings.endpoint(), status, Shown.text(asked.what()), asked.model().value()),
          null);
    }
    return new HubException(
        switch (status) {
          case 401 -> locked(asked, settings);
          case 403 -> forbidden(asked, settings);
          case 404 -> missing(asked, headers.firstValue("X-Error-Code").orElse(""), settings);
          default ->
              "%s answered %d to a request for %s of '%s'; does HF_ENDPOINT name a hub?"
                  .formatted(
                      settings.endpoint(), status, Shown.text(asked.what()), asked.model().value());
        });
  }

  private static String locked(Asked asked, HubSettings settings) throws IOException {
    String name = asked.model().value();
    return settings.token().isPresent()
        ? "the hub does not take the token from %s, or there is no model '%s'; make a new token under %s/settings/tokens"
            .formatted(settings.tokenPlaces(), name, settings.endpoint())
        : "'%s' is private or gated, or there is no such model; if it is there, accept its terms on %s and put a token into HF_TOKEN (made under %s/settings/tokens)"
            .formatted(name, asked.page(settings.endpoint()), settings.endpoint());
  }

  private static String forbidden(Asked asked, HubSettings settings) throws IOException {
    return settings.token().isPresent()
        ? "the token from %s may not read '%s'; accept the model's terms on %s, or take a token that may"
            .formatted(
                settings.tokenPlaces(), asked.model().value(), asked.page(settings.endpoint()))
        : locked(asked, settings);
  }

  private static String missing(Asked asked, String code, HubSettings settings) {
    String name = asked.model().value();
    return switch (code) {
      case "RevisionNotFound" ->
          "'%s' has no revision '%s'; its branches and tags are on %s/tree/main"
              .formatted(name, Shown.text(asked.revision()), asked.page(settings.endpoint()));
      case "EntryNotFound" ->
          "the hub lists %s of '%s' but does not have it; pull again"
              .formatted(Shown.text(asked.what()), name);
      default ->
          "%s has no model '%s' (or no revision '%s' of it); a name is written ORG/NAME, as on the model's page"
              .formatted(settings.endpoint(), name, Shown.text(asked.revision()));
    };
  }

  /// How long the hub wants to be left alone; null when it does not say, or says it as a date.
  private static @Nullable Duration retryAfter(HttpHeaders headers) {
    String value = headers.firstValue("Retry-After").orElse("").strip();
    return value.matches("\\d{1,9}") ? Duration.ofSeconds(Long.parseLong(value)) : null;
  }

  /// Whether two addresses are of one host, by one protocol, at one port: where a token may go.
  static boolean sameOrigin(URI one, URI other) {
    return one.getScheme().equalsIgnoreCase(other.getScheme())
        && one.getHost().equalsIgnoreCase(other.getHost())
        && port(one) == port(other);
  }

  private static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
  }
}

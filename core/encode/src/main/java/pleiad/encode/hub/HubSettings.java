package pleiad.encode.hub;

import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where models are kept and where they come from, as the Hugging Face client reads it from the
/// environment. Immutable.
///
/// | variable | says | otherwise |
/// |---|---|---|
/// | `HF_HUB_CACHE`, `HUGGINGFACE_HUB_CACHE` | the store's folder | `$HF_HOME/hub` |
/// | `HF_HOME` | where the client keeps its things | `$XDG_CACHE_HOME/huggingface`, `~/.cache/huggingface` |
/// | `HF_ENDPOINT` | the hub's address | `https://huggingface.co` |
/// | `HF_TOKEN`, `HUGGING_FACE_HUB_TOKEN` | what opens private and gated models | the file `$HF_TOKEN_PATH`, `$HF_HOME/token` |
/// | `HF_HUB_OFFLINE`, `TRANSFORMERS_OFFLINE` | nothing is asked over the network | |
/// | `HF_HUB_DISABLE_SYMLINKS` | snapshots hold files, not links | |
/// | `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY` | proxies, in either case | the JVM's |
public final class HubSettings {
  /// The hub that is meant when no other is named.
  public static final URI HUB = URI.create("https://huggingface.co");

  private static final Pattern TOKEN = Pattern.compile("[!-~]{1,1000}");

  private final Environment environment;
  private final Path cache;
  private final Path tokenFile;
  private final URI endpoint;

  private HubSettings(Environment environment, Path cache, Path tokenFile, URI endpoint) {
    this.environment = environment;
    this.cache = cache;
    this.tokenFile = tokenFile;
    this.endpoint = endpoint;
  }

  /// Reads the settings; the token is read when the hub is asked.
  ///
  /// @param variables the environment, as `System.getenv()` gives it
  /// @param home the user's folder
  /// @throws IllegalArgumentException when `HF_ENDPOINT` is no address
  public static HubSettings of(Map<String, String> variables, Path home) {
    Environment environment = new Environment(Map.copyOf(variables), home);
    Path caches = environment.path(home.resolve(".cache"), "XDG_CACHE_HOME");
    Path hubHome = environment.path(caches.resolve("huggingface"), "HF_HOME");
    return new HubSettings(
        environment,
        environment.path(hubHome.resolve("hub"), "HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE"),
        environment.path(hubHome.resolve("token"), "HF_TOKEN_PATH"),
        endpoint(environment));
  }

  private static URI endpoint(Environment environment) {
    String text = environment.text("HF_ENDPOINT");
    if (text == null) {
      return HUB;
    }
    URI uri = Proxies.address(text);
    boolean web =
        uri != null && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()));
    if (uri == null || !web || uri.getUserInfo() != null || uri.getQuery() != null) {
      throw new IllegalArgumentException(
          "HF_ENDPOINT is '%s'; expected an address such as %s".formatted(Shown.text(text), HUB));
    }
    return URI.create(uri.toString().replaceFirst("/+$", ""));
  }

  /// The store's folder; it need not exist.
  public Path cache() {
    return cache;
  }

  /// The hub's address, without a slash at the end.
  public URI endpoint() {
    return endpoint;
  }

  /// Whether nothing may be asked over the network.
  public boolean offline() {
    return environment.flag("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE");
  }

  boolean links() {
    return !environment.flag("HF_HUB_DISABLE_SYMLINKS");
  }

  ProxySelector proxies() {
    return Proxies.of(environment);
  }

  /// The token, from its variable or its file.
  Optional<String> token() throws IOException {
    String given = environment.text("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN");
    String token = given;
    if (token == null && Files.isRegularFile(tokenFile)) {
      token = Files.readString(tokenFile).strip();
    }
    if (token == null || token.isEmpty()) {
      return Optional.empty();
    }
    if (!TOKEN.matcher(token).matches()) {
      throw new IllegalArgumentException(
          "the token in %s is none: it has spaces, line ends or letters beyond ASCII"
              .formatted(given == null ? "'" + tokenFile + "'" : "HF_TOKEN"));
    }
    return Optional.of(token);
  }

  /// Where a token is looked for, to tell a person.
  String tokenPlaces() {
    return "HF_TOKEN or the file '%s'".formatted(tokenFile);
  }

  /// Says everything but the token.
  @Override
  public String toString() {
    return "HubSettings[cache=%s, endpoint=%s, offline=%s]".formatted(cache, endpoint, offline());
  }
}

package pleiad.encode.hub;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Proxies as environment variables name them. This machine itself is never reached by a proxy.
final class Proxies extends ProxySelector {
  private static final Pattern THIS_MACHINE =
      Pattern.compile("localhost|127\\.[0-9.]+|\\[?::1]?|\\[?0:0:0:0:0:0:0:1]?");

  private final @Nullable Proxy http;
  private final @Nullable Proxy https;
  private final List<String> direct;

  private Proxies(@Nullable Proxy http, @Nullable Proxy https, List<String> direct) {
    this.http = http;
    this.https = https;
    this.direct = direct;
  }

  /// The proxies of the environment, or the JVM's where the environment names none.
  ///
  /// @throws IllegalArgumentException when one cannot be used
  static ProxySelector of(Environment environment) {
    Proxy all = proxy(environment, "all_proxy", "ALL_PROXY");
    Proxy http = proxy(environment, "http_proxy", "HTTP_PROXY");
    Proxy https = proxy(environment, "https_proxy", "HTTPS_PROXY");
    if (all == null && http == null && https == null) {
      return Objects.requireNonNullElse(ProxySelector.getDefault(), HttpClient.Builder.NO_PROXY);
    }
    String direct = Objects.requireNonNullElse(environment.text("no_proxy", "NO_PROXY"), "");
    return new Proxies(
        http == null ? all : http,
        https == null ? all : https,
        Arrays.stream(direct.toLowerCase(Locale.ROOT).split("[,\\s]+"))
            .map(entry -> entry.replaceFirst("^\\*?\\.", "").replaceFirst(":\\d+$", ""))
            .filter(entry -> !entry.isEmpty())
            .toList());
  }

  private static @Nullable Proxy proxy(Environment environment, String... names) {
    String text = environment.text(names);
    if (text == null) {
      return null;
    }
    URI uri = address(text.contains("://") ? text : "http://" + text);
    if (uri == null || !"http".equals(uri.getScheme()) || uri.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "%s cannot be used: expected http://HOST:PORT, without a user's name and password"
              .formatted(names[names.length - 1]));
    }
    int port = uri.getPort() < 0 ? 80 : uri.getPort();
    return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(uri.getHost(), port));
  }

  /// An absolute address with a host, or null.
  static @Nullable URI address(String text) {
    try {
      URI uri = new URI(text);
      return uri.getHost() == null ? null : uri;
    } catch (URISyntaxException none) {
      return null;
    }
  }

  @Override
  public List<Proxy> select(URI uri) {
    Proxy proxy = "https".equalsIgnoreCase(uri.getScheme()) ? https : http;
    String host = Objects.requireNonNullElse(uri.getHost(), "").toLowerCase(Locale.ROOT);
    return List.of(proxy == null || isDirect(host) ? Proxy.NO_PROXY : proxy);
  }

  private boolean isDirect(String host) {
    return THIS_MACHINE.matcher(host).matches()
        || direct.stream()
            .anyMatch(
                entry -> entry.equals("*") || host.equals(entry) || host.endsWith("." + entry));
  }

  /// Nothing is remembered: there is no second proxy to go to.
  @Override
  public void connectFailed(URI uri, SocketAddress at, IOException why) {}
}

package pleiad.encode.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The environment as the hub's own client reads it.
class HubSettingsTest {
  @TempDir Path home;

  private HubSettings settings(String... variables) {
    Map<String, String> environment = new HashMap<>();
    for (int i = 0; i < variables.length; i += 2) {
      environment.put(variables[i], variables[i + 1]);
    }
    return HubSettings.of(environment, home);
  }

  @Test
  void theCacheIsWhereTheClientHasIt() {
    assertThat(settings().cache()).isEqualTo(home.resolve(".cache/huggingface/hub"));
    assertThat(settings("XDG_CACHE_HOME", "/x").cache()).isEqualTo(Path.of("/x/huggingface/hub"));
    assertThat(settings("XDG_CACHE_HOME", "/x", "HF_HOME", "/h").cache())
        .isEqualTo(Path.of("/h/hub"));
    assertThat(settings("HF_HOME", "/h", "HUGGINGFACE_HUB_CACHE", "/old").cache())
        .isEqualTo(Path.of("/old"));
    assertThat(settings("HF_HUB_CACHE", "/new", "HUGGINGFACE_HUB_CACHE", "/old").cache())
        .isEqualTo(Path.of("/new"));
    assertThat(settings("HF_HOME", "~/hf").cache()).isEqualTo(home.resolve("hf/hub"));
    assertThat(settings("HF_HOME", "$BIG/${SUB}/$NONE", "BIG", "/disk", "SUB", "a$b").cache())
        .isEqualTo(Path.of("/disk/a$b/$NONE/hub"));
    assertThat(settings("HF_HOME", " ", "HF_HUB_CACHE", "").cache())
        .isEqualTo(home.resolve(".cache/huggingface/hub"));
    assertThat(settings("HF_HUB_CACHE", "here").cache()).isAbsolute();
  }

  @Test
  void theEndpointIsAnAddressWithoutASlash() {
    assertThat(settings().endpoint()).isEqualTo(URI.create("https://huggingface.co"));
    assertThat(settings("HF_ENDPOINT", "https://mirror.example:8443/hf//").endpoint())
        .isEqualTo(URI.create("https://mirror.example:8443/hf"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mirror.example",
        "ftp://mirror",
        "https://",
        "https://a b",
        "https://u:p@mirror",
        "https://m?x=1"
      })
  void anotherEndpointIsRefused(String endpoint) {
    assertThatThrownBy(() -> settings("HF_ENDPOINT", endpoint))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("HF_ENDPOINT", endpoint, "https://huggingface.co");
  }

  @ParameterizedTest
  @CsvSource({
    "1, true",
    "on, true",
    "Yes, true",
    "TRUE, true",
    "0, false",
    "no, false",
    "2, false"
  })
  void offlineIsSaidInFourWays(String value, boolean offline) {
    assertThat(settings("HF_HUB_OFFLINE", value).offline()).isEqualTo(offline);
    assertThat(settings("TRANSFORMERS_OFFLINE", value).offline()).isEqualTo(offline);
    assertThat(settings("HF_HUB_DISABLE_SYMLINKS", value).links()).isEqualTo(!offline);
    assertThat(settings().offline()).isFalse();
  }

  @Test
  void theTokenIsInItsVariableOrItsFile() throws IOException {
    assertThat(settings().token()).isEmpty();
    Path file = home.resolve(".cache/huggingface/token");
    Files.createDirectories(home.resolve(".cache/huggingface"));
    Files.writeString(file, "hf_file\n");
    assertThat(settings().token()).contains("hf_file");
    assertThat(settings("HF_TOKEN", " hf_given\r\n").token()).contains("hf_given");
    assertThat(settings("HUGGING_FACE_HUB_TOKEN", "hf_old").token()).contains("hf_old");
    Path elsewhere = Files.writeString(home.resolve("secret"), "hf_else");
    assertThat(settings("HF_TOKEN_PATH", elsewhere.toString()).token()).contains("hf_else");
    assertThat(settings("HF_HOME", home.toString()).token()).isEmpty();
    Files.writeString(file, " \n");
    assertThat(settings().token()).isEmpty();
  }

  @Test
  void aTokenIsNeverShown() {
    assertThat(settings("HF_TOKEN", "hf_secret").toString()).doesNotContain("hf_secret");
    assertThatThrownBy(() -> settings("HF_TOKEN", "hf_se\ncret").token())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("HF_TOKEN")
        .message()
        .doesNotContain("cret");
  }

  @ParameterizedTest
  @CsvSource({
    "https://huggingface.co/x,    secure, 8080",
    "http://mirror/x,             plain, 80",
    "https://inside.example/x,,",
    "https://a.inside.example/x,,",
    "https://notinside.example/x, secure, 8080",
    "https://b.dotted.example,,",
    "https://port.example:9/x,,",
    "http://localhost:1234/x,,",
    "http://127.0.0.1:1234/x,,",
    "http://[::1]:1234/x,,",
  })
  void proxiesAreThoseOfTheEnvironment(
      URI address, @Nullable String proxy, @Nullable Integer port) {
    ProxySelector proxies =
        settings(
                "HTTPS_PROXY",
                "http://secure:8080",
                "http_proxy",
                "plain",
                "NO_PROXY",
                "inside.example, .dotted.example,port.example:9")
            .proxies();
    assertThat(proxies.select(address))
        .singleElement()
        .isEqualTo(
            proxy == null || port == null
                ? Proxy.NO_PROXY
                : new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy, port)));
  }

  @Test
  void withoutProxiesInTheEnvironmentTheJvmsAreTaken() {
    assertThat(settings().proxies()).isSameAs(ProxySelector.getDefault());
    assertThat(
            settings("ALL_PROXY", "http://p:1", "no_proxy", "*").proxies().select(HubSettings.HUB))
        .containsExactly(Proxy.NO_PROXY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"socks5://proxy:1080", "http://user:secret@proxy:8080", "http://"})
  void aProxyThatCannotBeUsedIsRefusedWithoutShowingIt(String proxy) {
    assertThatThrownBy(() -> settings("HTTPS_PROXY", proxy).proxies())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("HTTPS_PROXY")
        .message()
        .doesNotContain("secret");
  }
}

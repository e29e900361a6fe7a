package pleiad.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/// A hub on this machine that has the model `org/tiny`, of two files.
final class OneModelHub implements AutoCloseable {
  static final String NAME = "org/tiny";
  static final String COMMIT = "c".repeat(40);
  static final Map<String, String> FILES =
      Map.of("config.json", "{}", "model.safetensors", "no weights");

  private final HttpServer server;

  OneModelHub() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", OneModelHub::answer);
    server.start();
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String text = null;
      if (path.equals("/api/models/org/tiny/revision/main")) {
        text = listing();
      } else if (path.startsWith("/org/tiny/resolve/")) {
        text = FILES.get(path.substring(path.lastIndexOf('/') + 1));
      }
      byte[] bytes = (text == null ? "" : text).getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(text == null ? 404 : 200, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private static String listing() {
    return """
        {"sha": "%s", "siblings": [
          {"rfilename": "config.json", "size": 2, "blobId": "%s"},
          {"rfilename": "model.safetensors", "size": 10, "lfs": {"sha256": "%s", "size": 10}}]}
        """
        .formatted(COMMIT, digest("SHA-1", "blob 2\0{}"), digest("SHA-256", "no weights"));
  }

  private static String digest(String algorithm, String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

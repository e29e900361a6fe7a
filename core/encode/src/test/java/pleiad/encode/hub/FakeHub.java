package pleiad.encode.hub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// A hub of one model on this machine, which answers as the real one does unless told otherwise.
final class FakeHub implements AutoCloseable {
  static final String NAME = "org/small-model";

  /// One request.
  record Request(String path, @Nullable String range, @Nullable String authorization) {}

  final List<Request> requests = new CopyOnWriteArrayList<>();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Map<String, byte[]>> commits = new ConcurrentHashMap<>();
  private final Map<String, String> revisions = new ConcurrentHashMap<>();
  private final Map<String, Deque<HttpHandler>> odd = new ConcurrentHashMap<>();

  FakeHub() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /// Settings for a store that asks this hub.
  HubSettings settings(Path home, Map<String, String> more) {
    Map<String, String> environment = new TreeMap<>(more);
    environment.put("HF_ENDPOINT", endpoint().toString());
    return HubSettings.of(environment, home);
  }

  /// Lets a revision stand for a commit with these files.
  void put(String revision, String commit, Map<String, byte[]> files) {
    commits.put(commit, new TreeMap<>(files));
    revisions.put(revision, commit);
    revisions.put(commit, commit);
  }

  /// Answers the next requests whose path ends so in other ways, one after the other.
  void next(String ending, HttpHandler... answers) {
    odd.computeIfAbsent(ending, path -> new ArrayDeque<>()).addAll(Arrays.asList(answers));
  }

  /// Forgets the odd answers that are left.
  synchronized void drop() {
    odd.clear();
  }

  /// Requests whose path ends so.
  List<Request> requests(String ending) {
    return requests.stream().filter(request -> request.path().endsWith(ending)).toList();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getRawPath();
      requests.add(
          new Request(
              path,
              exchange.getRequestHeaders().getFirst("Range"),
              exchange.getRequestHeaders().getFirst("Authorization")));
      handler(path).handle(exchange);
    }
  }

  private synchronized HttpHandler handler(String path) {
    for (Map.Entry<String, Deque<HttpHandler>> each : odd.entrySet()) {
      HttpHandler handler = path.endsWith(each.getKey()) ? each.getValue().poll() : null;
      if (handler != null) {
        return handler;
      }
    }
    return this::usual;
  }

  /// As the hub answers.
  void usual(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String listing = "/api/models/" + NAME + "/revision/";
    String resolve = "/" + NAME + "/resolve/";
    if (path.startsWith(listing)) {
      String commit = revisions.get(path.substring(listing.length()));
      if (commit == null) {
        refuse(exchange, 404, "RevisionNotFound");
      } else {
        send(exchange, listing(commit, files(commit)).getBytes(StandardCharsets.UTF_8));
      }
    } else if (path.startsWith(resolve)) {
      String commit = path.substring(resolve.length(), resolve.length() + 40);
      byte[] file = files(commit).get(path.substring(resolve.length() + 41));
      if (file == null) {
        refuse(exchange, 404, "EntryNotFound");
      } else {
        send(exchange, file);
      }
    } else {
      refuse(exchange, 404, "RepoNotFound");
    }
  }

  private Map<String, byte[]> files(String commit) {
    return Objects.requireNonNullElse(commits.get(commit), Map.of());
  }

  private static void send(HttpExchange exchange, byte[] file) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    int from = from(exchange);
    if (range != null) {
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes %d-%d/%d".formatted(from, file.length - 1, file.length));
    }
    int rest = file.length - from;
    exchange.sendResponseHeaders(range == null ? 200 : 206, rest == 0 ? -1 : rest);
    exchange.getResponseBody().write(file, from, rest);
  }

  static void refuse(HttpExchange exchange, int status, String code) throws IOException {
    exchange.getResponseHeaders().set("X-Error-Code", code);
    exchange.sendResponseHeaders(status, -1);
  }

  /// An answer without a body.
  static HttpHandler status(int status, String... headers) {
    return exchange -> {
      for (int i = 0; i < headers.length; i += 2) {
        exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
      }
      exchange.sendResponseHeaders(status, -1);
    };
  }

  /// The whole of these bytes, whatever was asked for.
  static HttpHandler whole(byte[] bytes) {
    return exchange -> {
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    };
  }

  /// The same without saying how many there are.
  static HttpHandler streamed(byte[] bytes) {
    return exchange -> {
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write(bytes);
    };
  }

  /// Begins where it was asked to, announces the rest, and breaks the connection before it is over:
  /// once all it sent has arrived, because a client may lose what it had not yet read.
  static HttpHandler broken(byte[] bytes, int until, Path partial) {
    return exchange -> {
      part(exchange, bytes, from(exchange), until);
      while (!Files.exists(partial) || Files.size(partial) < until) {
        Retries.sleep(Duration.ofMillis(5));
      }
      throw new IOException("the connection breaks here, as it should");
    };
  }

  /// A part from a place of its own choice.
  static HttpHandler otherPart(byte[] bytes, int from, int until) {
    return exchange -> part(exchange, bytes, from, until);
  }

  private static void part(HttpExchange exchange, byte[] bytes, int from, int until)
      throws IOException {
    exchange
        .getResponseHeaders()
        .set("Content-Range", "bytes %d-%d/%d".formatted(from, bytes.length - 1, bytes.length));
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, bytes.length - from);
    exchange.getResponseBody().write(bytes, from, until - from);
    exchange.getResponseBody().flush();
  }

  private static int from(HttpExchange exchange) {
    String range = exchange.getRequestHeaders().getFirst("Range");
    return range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
  }

  /// The list of files as the hub writes it: with more than anybody reads.
  static String listing(String commit, Map<String, byte[]> files) {
    StringBuilder json = new StringBuilder();
    json.append("{\"_id\":\"66\",\"id\":\"").append(NAME).append("\",\"private\":false,");
    json.append("\"cardData\":{\"license\":\"mit\",\"tags\":[\"a\",{\"b\":[]}]},\"sha\":\"");
    json.append(commit).append("\",\"siblings\":[");
    files.forEach(
        (path, bytes) ->
            json.append(json.charAt(json.length() - 1) == '[' ? "" : ",")
                .append(file(path, bytes)));
    return json.append("],\"usedStorage\":17}").toString();
  }

  private static String file(String path, byte[] bytes) {
    String sha1 = Hex.gitSha1(bytes);
    return isLarge(path)
        ? "{\"rfilename\":\"%s\",\"size\":%d,\"blobId\":\"%s\",\"lfs\":{\"sha256\":\"%s\",\"size\":%d,\"pointerSize\":134}}"
            .formatted(path, bytes.length, sha1, Hex.sha256(bytes), bytes.length)
        : "{\"rfilename\":\"%s\",\"size\":%d,\"blobId\":\"%s\"}"
            .formatted(path, bytes.length, sha1);
  }

  /// What the hub calls a file's bytes.
  static String etag(String path, byte[] bytes) {
    return isLarge(path) ? Hex.sha256(bytes) : Hex.gitSha1(bytes);
  }

  private static boolean isLarge(String path) {
    return path.matches(".*\\.(safetensors|onnx|bin)");
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

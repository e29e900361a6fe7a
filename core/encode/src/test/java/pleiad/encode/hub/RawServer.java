package pleiad.encode.hub;

import com.sun.net.httpserver.HttpHandler;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

/// A server of one file on a bare socket, which resets connections: each of the first ones after so
/// many bytes of the file, counted from where the request begins.
final class RawServer implements AutoCloseable {
  private final ServerSocket socket;
  private final byte[] file;
  private final Deque<Integer> resets;

  RawServer(byte[] file, List<Integer> resets) {
    this.file = file;
    this.resets = new ArrayDeque<>(resets);
    try {
      socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::serve);
  }

  /// Sends a hub's client here, so many times.
  HttpHandler[] redirects(int times) {
    HttpHandler[] handlers = new HttpHandler[times];
    String here = "http://127.0.0.1:%d/file".formatted(socket.getLocalPort());
    Arrays.fill(handlers, FakeHub.status(302, "Location", here));
    return handlers;
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept()) {
        answer(client);
      } catch (IOException _) {
        // The test ended, or the client left: both are for the test to judge.
      }
    }
  }

  private void answer(Socket client) throws IOException {
    BufferedReader request =
        new BufferedReader(
            new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
    int from = 0;
    for (String line = request.readLine();
        !Objects.requireNonNullElse(line, "").isEmpty();
        line = request.readLine()) {
      if (line.startsWith("Range: bytes=")) {
        from = Integer.parseInt(line.replaceAll("\\D", ""));
      }
    }
    Integer reset = resets.poll();
    int count = reset == null ? file.length - from : reset;
    OutputStream out = client.getOutputStream();
    String head =
        "HTTP/1.1 %s\r\nContent-Length: %d\r\nContent-Range: bytes %d-%d/%d\r\nConnection: close\r\n\r\n"
            .formatted(
                from == 0 ? "200 OK" : "206 Partial Content",
                file.length - from,
                from,
                file.length - 1,
                file.length);
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    out.write(file, from, count);
    out.flush();
    if (reset != null) {
      client.setSoLinger(true, 0);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

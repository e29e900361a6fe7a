package pleiad.encode.hub;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The bytes of an answer. A read that gets none for too long ends in an error; a socket's own
/// would wait for ever.
final class Body implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  private final InputStream in;
  private final ExecutorService readers;
  private final Duration silence;
  private final String host;

  Body(InputStream in, ExecutorService readers, Duration silence, String host) {
    this.in = in;
    this.readers = readers;
    this.silence = silence;
    this.host = host;
  }

  /// Reads some bytes; -1 at the end.
  int read(byte[] buffer) throws IOException {
    Future<Integer> reading = readers.submit(() -> in.read(buffer));
    try {
      return reading.get(silence.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException silent) {
      throw new TransientException(
          "%s sent nothing for %d s".formatted(host, silence.toSeconds()), silent);
    } catch (ExecutionException broken) {
      throw new TransientException("the connection to %s broke".formatted(host), broken.getCause());
    } catch (InterruptedException stopped) {
      throw Retries.interrupted();
    }
  }

  /// All bytes, if they are not too many.
  byte[] readAll(int most) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] buffer = new byte[BUFFER];
    for (int count = read(buffer); count >= 0; count = read(buffer)) {
      if (all.size() + count > most) {
        throw new HubException(
            "%s sent more than %,d bytes where a list of files was expected; does HF_ENDPOINT name a hub?"
                .formatted(host, most));
      }
      all.write(buffer, 0, count);
    }
    return all.toByteArray();
  }

  /// Ends the connection, and with it a read that still waits.
  @Override
  public void close() throws IOException {
    in.close();
  }
}

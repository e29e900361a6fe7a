package pleiad.encode.hub;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Keeps two from changing one model at the same time, in this process or in two. It ends with its
/// process, however that ends. Whoever only reads needs none: files appear whole.
///
/// Other programs do not know this lock. What they write is told by its checksum.
final class ModelLock implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(100);

  private final FileChannel channel;
  private final FileLock lock;

  private ModelLock(FileChannel channel, FileLock lock) {
    this.channel = channel;
    this.lock = lock;
  }

  /// Waits until nobody else holds it.
  static ModelLock of(ModelFolder folder, PullProgress progress) throws IOException {
    Path file = folder.lock();
    Files.createDirectories(file.getParent());
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = tryLock(channel);
      if (lock == null) {
        progress.note("another pull of '%s' is going on: waiting".formatted(folder.name().value()));
      }
      while (lock == null) {
        Retries.sleep(LOOK);
        lock = tryLock(channel);
      }
      return new ModelLock(channel, lock);
    } catch (IOException | RuntimeException failed) {
      channel.close();
      throw failed;
    }
  }

  /// Null when another process has it, or another thread of this one.
  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException ofThisProcess) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      lock.release();
    }
  }
}

package pleiad.encode.cache;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// The right to write to a segment or to remove it, among all processes of a machine. The system
/// takes it back when the process ends, however it ends.
final class SegmentLock implements Closeable {
  private final FileChannel channel;
  private final FileLock lock;

  private SegmentLock(FileChannel channel, FileLock lock) {
    this.channel = channel;
    this.lock = lock;
  }

  /// Null when someone has it; never waits.
  static @Nullable SegmentLock tryToGet(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return new SegmentLock(channel, lock);
      }
    } catch (OverlappingFileLockException ownProcess) {
      // Someone else in this process has it: the same as another process's.
      assert channel.isOpen();
    } catch (Throwable failed) {
      channel.close();
      throw failed;
    }
    channel.close();
    return null;
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      lock.close();
    }
  }
}

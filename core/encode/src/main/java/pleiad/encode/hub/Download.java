package pleiad.encode.hub;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;

/// Brings one file's bytes among the blobs: goes on where an earlier attempt stopped, and gives
/// them their name only when size and checksum are right.
final class Download {
  private static final int BUFFER = 1 << 16;

  private final HubClient client;
  private final HubSettings settings;
  private final Retries retries;
  private final Snapshot snapshot;
  private final RepoFile file;
  private final Arrived arrived;
  private final Path partial;

  Download(
      HubClient client,
      HubSettings settings,
      Retries retries,
      Snapshot snapshot,
      RepoFile file,
      Arrived arrived) {
    this.client = client;
    this.settings = settings;
    this.retries = retries;
    this.snapshot = snapshot;
    this.file = file;
    this.arrived = arrived;
    this.partial = snapshot.folder().partial(file.etag());
  }

  /// Hears how many bytes of the file are there.
  interface Arrived {
    void at(long bytes);
  }

  void run() throws IOException {
    Files.createDirectories(partial.getParent());
    boolean resumed = size() > 0;
    retries.run(this::receive);
    if (resumed && !isRight()) {
      // What was there before may be another program's, or damaged: once more from the beginning.
      Files.delete(partial);
      retries.run(this::receive);
    }
    if (!isRight()) {
      Files.delete(partial);
      throw new HubException(
          "'%s' of '%s' arrived with another checksum than %s: it was thrown away; pull again, and if that does not help, what lies between is changing files"
              .formatted(Shown.text(file.path()), model().value(), file.etag()));
    }
    Files.move(
        partial,
        snapshot.folder().blob(file.etag()),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private ModelName model() {
    return snapshot.folder().name();
  }

  private boolean isRight() throws IOException {
    return file.checksum().of(partial).equals(file.checksum());
  }

  private long size() throws IOException {
    return Files.exists(partial) ? Files.size(partial) : 0;
  }

  private boolean receive() throws IOException {
    long have = size();
    if (have > file.size()) {
      Files.delete(partial);
      have = 0;
    }
    if (have == file.size() && Files.exists(partial)) {
      arrived.at(have);
      return true;
    }
    Asked asked = Asked.file(settings.endpoint(), model(), snapshot.commit(), file.path(), have);
    try (Answer answer = client.get(asked)) {
      if (answer.status() == Answer.NO_SUCH_PART
          || (answer.first() != have && answer.first() != 0)) {
        Files.deleteIfExists(partial);
        throw new TransientException(
            "the hub does not go on with '%s' of '%s' where it stopped: it begins again"
                .formatted(Shown.text(file.path()), model().value()),
            null);
      }
      write(answer);
    }
    return true;
  }

  private void write(Answer answer) throws IOException {
    long at = answer.first();
    OptionalLong announced = answer.length();
    if (announced.isPresent() && at + announced.getAsLong() > file.size()) {
      Files.deleteIfExists(partial);
      throw tooMany();
    }
    try (FileChannel out =
        FileChannel.open(partial, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      out.truncate(at).position(at);
      byte[] buffer = new byte[BUFFER];
      for (int count = answer.body().read(buffer); count >= 0; count = answer.body().read(buffer)) {
        at += count;
        if (at > file.size()) {
          out.truncate(0);
          throw tooMany();
        }
        write(out, ByteBuffer.wrap(buffer, 0, count));
        arrived.at(at);
      }
      out.force(true);
    } finally {
      retries.received(at - answer.first());
    }
    if (at < file.size()) {
      throw new TransientException(
          "'%s' of '%s' ended after %,d of %,d bytes"
              .formatted(Shown.text(file.path()), model().value(), at, file.size()),
          null);
    }
  }

  private static void write(FileChannel out, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  private HubException tooMany() {
    return new HubException(
        "the hub sends more bytes of '%s' of '%s' than the %,d it announced: they were thrown away; pull again"
            .formatted(Shown.text(file.path()), model().value(), file.size()));
  }
}

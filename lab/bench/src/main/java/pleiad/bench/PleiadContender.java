package pleiad.bench;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import pleiad.encode.Encoder;

/// Our encoder, as a collection is filled: each thread takes a few texts at a time.
final class PleiadContender implements EncodeContender {
  private static final int TEXTS = 32;
  private static final int TOKENS = 1_024;

  private final Encoder encoder;

  PleiadContender(Encoder encoder) {
    this.encoder = encoder;
  }

  Encoder encoder() {
    return encoder;
  }

  @Override
  public void encode(EncodeTexts texts, int threads) throws IOException {
    Queue<EncodeTexts> groups = new ConcurrentLinkedQueue<>(texts.groups(TEXTS, TOKENS));
    if (threads == 1) {
      encode(groups);
    } else {
      Crew.of(threads).each(() -> encode(groups));
    }
  }

  private int encode(Queue<EncodeTexts> groups) {
    int done = 0;
    for (EncodeTexts group = groups.poll(); group != null; group = groups.poll()) {
      done += encoder.encodeAll(group.texts(), group.role()).size();
    }
    return done;
  }

  @Override
  public void close() {
    encoder.close();
  }
}

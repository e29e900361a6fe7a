package pleiad.encode.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static pleiad.encode.cache.Same.assertSame;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import pleiad.encode.Encoder;
import pleiad.encode.Encoding;
import pleiad.encode.Role;
import pleiad.testkit.Seed;

/// Whatever was done to its files, a cache gives the encoding that the model gives.
@ExtendWith(Seed.class)
class DamagedCacheTest {
  private static final int TEXTS = 12;
  private static final long PLENTY = 1 << 24;

  @TempDir Path home;

  private final List<String> trouble = new ArrayList<>();
  private final NumberEncoder model = new NumberEncoder("1");

  private EncodeCache open() {
    return EncodeCache.open(home, PLENTY, trouble::add);
  }

  /// Encodes all texts and says how many passes that took.
  private int passes() {
    model.passes.set(0);
    try (EncodeCache cache = open()) {
      Encoder encoder = cache.around(model);
      for (int i = 0; i < TEXTS; i++) {
        assertSame(encoder.encode(text(i), Role.QUERY), fresh(i));
      }
    }
    return model.passes.get();
  }

  private static Encoding fresh(int number) {
    return new NumberEncoder("1").encode(text(number), Role.QUERY);
  }

  private static String text(int number) {
    return "t" + "x".repeat(number) + number;
  }

  private Segment segment() throws IOException {
    assertThat(Segment.names(home)).hasSize(1);
    return new Segment(home, Segment.names(home).iterator().next());
  }

  @Test
  void aFileCutAnywhereLosesWhatWasCutAndNoMore() throws IOException {
    assertThat(passes()).isEqualTo(TEXTS);
    Segment segment = segment();
    byte[] vectors = Files.readAllBytes(segment.vectors());
    byte[] keys = Files.readAllBytes(segment.keys());
    for (int end = 0; end < keys.length; end++) {
      restore(segment, Arrays.copyOf(keys, end), vectors);
      int whole = Math.max(0, end - Segment.MAGIC.length) / Segment.LINE;
      assertThat(passes()).as("keys cut at %d", end).isEqualTo(TEXTS - whole);
      assertThat(passes()).as("again").isZero();
    }
    for (int end = 0; end < vectors.length; end += 7) {
      restore(segment, keys, Arrays.copyOf(vectors, end));
      assertThat(passes()).as("vectors cut at %d", end).isPositive();
      assertThat(passes()).as("again").isZero();
    }
  }

  private void restore(Segment segment, byte[] keys, byte[] vectors) throws IOException {
    EncodeCache.clear(home);
    Files.write(segment.keys(), keys);
    Files.write(segment.vectors(), vectors);
  }

  @Test
  void aFlippedBitNeverGivesAnotherVector(Random random) throws IOException {
    passes();
    Segment segment = segment();
    for (Path file : List.of(segment.vectors(), segment.keys())) {
      byte[] sound = Files.readAllBytes(file);
      for (int i = 0; i < 300; i++) {
        byte[] damaged = sound.clone();
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
        Files.write(file, damaged);
        passes();
        Files.write(file, sound);
      }
    }
  }

  @Test
  void anEntryUnderAnothersKeyIsNotTaken() throws IOException {
    passes();
    Segment segment = segment();
    byte[] keys = Files.readAllBytes(segment.keys());
    byte[] swapped = keys.clone();
    // Two whole lines with sound checksums, whose keys have changed places.
    int second = 8 + Segment.LINE;
    System.arraycopy(keys, second, swapped, 8, EncodingKey.BYTES);
    System.arraycopy(keys, 8, swapped, second, EncodingKey.BYTES);
    setChecksum(swapped, 8);
    setChecksum(swapped, second);
    Files.write(segment.keys(), swapped);
    assertThat(passes()).isEqualTo(2);
    assertThat(trouble).singleElement().asString().contains("is damaged", "encoded anew");
  }

  private static void setChecksum(byte[] keys, int at) {
    ByteBuffer line = Entry.allocate(Segment.LINE).put(keys, at, Segment.LINE);
    line.putInt(Segment.LINE - 4, Entry.checksum(line, Segment.LINE - 4));
    line.get(0, keys, at, Segment.LINE);
  }

  @Test
  void filesOfAnotherFormatAreNotReadAndNotChanged() throws IOException {
    passes();
    Segment segment = segment();
    byte[] keys = Files.readAllBytes(segment.keys());
    keys[7] = '2';
    Files.write(segment.keys(), keys);
    assertThat(passes()).isEqualTo(TEXTS);
    assertThat(Files.readAllBytes(segment.keys())).isEqualTo(keys);
  }
}

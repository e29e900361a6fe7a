package pleiad.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static pleiad.index.SmallCollection.FIELD;
import static pleiad.index.SmallCollection.THRESHOLDS;
import static pleiad.index.SmallCollection.codebooks;
import static pleiad.index.SmallCollection.config;
import static pleiad.index.SmallCollection.document;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.store.NIOFSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pleiad.testkit.Seed;

/// Damaged residual segments: what is wrong with them is noticed, and reading them regardless ends,
/// with answers or with an `IOException`.
@ExtendWith(Seed.class)
class DamagedCodesTest {
  private static final int DAMAGES = 500;
  private static final int DIMENSION = 4;
  private static final String CODE = "residual-12";

  /// Codes, int8 and codebook; some documents without the field, so that their set is there.
  private static Directory index(String code, Random random) throws IOException {
    Directory folder = new ByteBuffersDirectory();
    Codebooks codebooks = codebooks(THRESHOLDS);
    SmallCollection collection = new SmallCollection(DIMENSION, random);
    try (IndexWriter writer = new IndexWriter(folder, config(code, codebooks))) {
      for (int i = 0; i < 150; i++) {
        writer.addDocument(document("without" + i));
        collection.add(writer, i, i + 1, i % 5, new TreeMap<>());
      }
    }
    SmallCollection.merge(folder, code, codebooks);
    return folder;
  }

  @ParameterizedTest
  @ValueSource(strings = {CODE, CODE + "+centred"})
  void damageIsNoticedAndNeverReadAsMoreThanAnIOException(
      String code, Random random, @TempDir Path disk) throws IOException {
    try (Directory sound = index(code, random)) {
      FieldEntry entry = SmallCollection.entries(sound).getFirst();
      assertThat(entry.hasPrecise() && entry.residual() && !entry.dense()).isTrue();
      byte[] plm = DamagedFilesTest.fileOf(sound, "plm");
      byte[] plv = DamagedFilesTest.fileOf(sound, "plv");
      for (int number = 0; number < DAMAGES; number++) {
        boolean meta = number % 5 == 0;
        byte[] damaged =
            random.nextInt(10) == 0
                ? truncated(meta ? plm : plv, random)
                : flipped(meta ? plm : plv, meta ? whole(plm) : region(entry, plv, random), random);
        Directory open =
            switch (number % 20) {
              case 0 -> new MMapDirectory(disk.resolve("" + number));
              case 1 -> new NIOFSDirectory(disk.resolve("" + number));
              default -> new ByteBuffersDirectory();
            };
        try (Directory folder = open) {
          DamagedFilesTest.copyWith(sound, meta ? "plm" : "plv", damaged, folder);
          assertNoticed(folder, meta ? ".plm" : ".plv", meta, number % 10 == 1);
        }
      }
    }
  }

  private static void assertNoticed(Directory folder, String file, boolean atOpen, boolean merge)
      throws IOException {
    DirectoryReader opened;
    try {
      opened = DirectoryReader.open(folder);
    } catch (IOException refused) {
      assertDamage(refused, file);
      return;
    }
    try (DirectoryReader reader = opened) {
      assertThat(atOpen).as("opened with damage in %s", file).isFalse();
      assertDamage(
          catchThrowable(() -> reader.leaves().getFirst().reader().checkIntegrity()), file);
      readAll(reader);
    }
    if (merge) {
      assertMergeRefused(folder);
    }
  }

  private static void assertDamage(Throwable thrown, String file) {
    assertThat(thrown)
        .isInstanceOfAny(
            CorruptIndexException.class,
            IndexFormatTooNewException.class,
            IndexFormatTooOldException.class)
        .hasMessageContaining(file);
  }

  private static void assertMergeRefused(Directory folder) {
    assertThatThrownBy(() -> SmallCollection.merge(folder, CODE, codebooks(THRESHOLDS)))
        .satisfiesAnyOf(
            thrown -> assertThat(thrown).isInstanceOf(CorruptIndexException.class),
            thrown -> assertThat(thrown).hasCauseInstanceOf(CorruptIndexException.class),
            thrown -> assertThat(thrown).hasRootCauseInstanceOf(CorruptIndexException.class));
  }

  /// Reads everything in every way; what is thrown must be an `IOException`, or an assertion of
  /// Lucene's own readers.
  private static void readAll(DirectoryReader reader) {
    for (LeafReaderContext leaf : reader.leaves()) {
      int maxDoc = leaf.reader().maxDoc();
      attempt(
          () -> {
            MultiVectorValues values = values(leaf);
            int seen = 0;
            for (int doc = values.nextDoc();
                doc != DocIdSetIterator.NO_MORE_DOCS;
                doc = values.nextDoc()) {
              assertThat(doc).isBetween(seen, maxDoc - 1);
              seen = doc + 1;
              attempt(() -> read(values));
            }
          });
      attempt(
          () -> {
            MultiVectorValues values = values(leaf);
            for (int doc = 0; doc < maxDoc; doc++) {
              if (values.advanceExact(doc)) {
                attempt(() -> read(values));
              }
            }
          });
    }
  }

  private static MultiVectorValues values(LeafReaderContext leaf) throws IOException {
    MultiVectorValues values = MultiVectorValues.of(leaf.reader(), FIELD);
    assertThat(values).isNotNull();
    return values;
  }

  private static void read(MultiVectorValues values) throws IOException {
    int count = values.tokenCount();
    values.vectors();
    values.binaryValue();
    SmallCollection.codes(values);
    if (count > 0) {
      float[] last = new float[DIMENSION];
      values.read(count - 1, count, last, 0);
    }
  }

  private interface Reading {
    void run() throws IOException;
  }

  private static void attempt(Reading reading) {
    try {
      reading.run();
    } catch (EOFException expected) {
      // Lucene's input in memory says no more than that.
      assertThat(expected.getMessage() != null || lucenes(expected)).isTrue();
    } catch (IOException expected) {
      assertThat(expected.getMessage()).isNotEmpty();
    } catch (AssertionError noticed) {
      if (!lucenes(noticed)) {
        throw noticed;
      }
    }
  }

  /// Whether Lucene's own code threw it.
  private static boolean lucenes(Throwable thrown) {
    return thrown.getStackTrace().length > 0
        && thrown.getStackTrace()[0].getClassName().startsWith("org.apache.lucene.");
  }

  private static FieldEntry.Range whole(byte[] file) {
    return new FieldEntry.Range(0, file.length);
  }

  /// One of the regions of the data, the small ones as often as the large.
  private static FieldEntry.Range region(FieldEntry entry, byte[] plv, Random random) {
    List<FieldEntry.Range> regions = new ArrayList<>();
    regions.add(whole(plv));
    regions.add(entry.codes());
    regions.add(entry.precise());
    regions.add(entry.codebook());
    regions.add(entry.documentSet());
    regions.add(entry.firstTokens());
    return regions.get(random.nextInt(regions.size()));
  }

  private static byte[] flipped(byte[] file, FieldEntry.Range where, Random random) {
    byte[] damaged = file.clone();
    for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
      int at = (int) where.start() + random.nextInt((int) where.length());
      damaged[at] = (byte) (file[at] ^ (1 + random.nextInt(255)));
    }
    return damaged;
  }

  private static byte[] truncated(byte[] file, Random random) {
    return Arrays.copyOf(file, random.nextInt(file.length));
  }

  @Test
  void aDamagedCodebookIsRefusedWhenItIsFirstUsed(Random random) throws IOException {
    try (Directory sound = index(CODE, random);
        Directory folder = new ByteBuffersDirectory()) {
      FieldEntry entry = SmallCollection.entries(sound).getFirst();
      byte[] plv = DamagedFilesTest.fileOf(sound, "plv");
      plv[(int) (entry.codebook().start() + entry.codebook().length() - 1)] ^= 1;
      DamagedFilesTest.copyWith(sound, "plv", plv, folder);
      try (DirectoryReader reader = DirectoryReader.open(folder)) {
        assertThatThrownBy(() -> values(reader.leaves().getFirst()))
            .isInstanceOf(CorruptIndexException.class)
            .hasMessageContaining("the codebook is ")
            .hasMessageContaining(entry.fingerprint())
            .hasMessageContaining(".plv");
      }
    }
  }

  @Test
  void aDocumentSetThatClaimsAllDocumentsGivesNoPlaceBeyondItsEnd(Random random)
      throws IOException {
    try (Directory sound = index(CODE, random);
        Directory folder = new ByteBuffersDirectory()) {
      FieldEntry entry = SmallCollection.entries(sound).getFirst();
      byte[] plv = DamagedFilesTest.fileOf(sound, "plv");
      int count = (int) entry.documentSet().start() + Short.BYTES;
      Arrays.fill(plv, count, count + Short.BYTES, (byte) 0xff);
      DamagedFilesTest.copyWith(sound, "plv", plv, folder);
      try (DirectoryReader reader = DirectoryReader.open(folder)) {
        MultiVectorValues values = values(reader.leaves().getFirst());
        for (int doc = 0; doc < entry.documents(); doc++) {
          assertThat(values.nextDoc()).isEqualTo(doc);
          values.vectors();
        }
        assertThat(values.nextDoc()).isEqualTo(entry.documents());
        assertThatThrownBy(values::vectors)
            .isInstanceOf(CorruptIndexException.class)
            .hasMessageContaining("document 150 has place 150 of 150");
      }
    }
  }

  @Test
  void twoIndexesCannotBeMixed(Random random) throws IOException {
    try (Directory one = index(CODE, random);
        Directory other = index(CODE, random);
        Directory folder = new ByteBuffersDirectory()) {
      DamagedFilesTest.copyWith(one, "plv", DamagedFilesTest.fileOf(other, "plv"), folder);
      assertThatThrownBy(() -> DirectoryReader.open(folder))
          .isInstanceOf(CorruptIndexException.class)
          .hasMessageContaining(".plv");
    }
  }
}

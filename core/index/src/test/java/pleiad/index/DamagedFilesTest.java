package pleiad.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import pleiad.testkit.Seed;

/// A truncated or altered file must give a `CorruptIndexException`, never an answer.
@ExtendWith(Seed.class)
class DamagedFilesTest {
  @Test
  void everyTruncationIsNoticedAtOpen(Random random) throws IOException {
    try (Directory sound = index(random)) {
      for (String extension : new String[] {"plm", "plv"}) {
        byte[] whole = fileOf(sound, extension);
        for (int length = 0; length < whole.length; length += 1 + random.nextInt(20)) {
          assertRefusedAtOpen(sound, extension, Arrays.copyOf(whole, length));
        }
      }
    }
  }

  @Test
  void everyFlippedBitOfTheMetadataIsNoticedAtOpen(Random random) throws IOException {
    try (Directory sound = index(random)) {
      byte[] whole = fileOf(sound, "plm");
      for (int at = 0; at < whole.length; at++) {
        byte[] damaged = whole.clone();
        damaged[at] ^= (byte) (1 << random.nextInt(8));
        assertRefusedAtOpen(sound, "plm", damaged);
      }
    }
  }

  @Test
  void everyFlippedBitOfTheDataIsNoticedByTheIntegrityCheck(Random random) throws IOException {
    try (Directory sound = index(random)) {
      byte[] whole = fileOf(sound, "plv");
      for (int at = 0; at < whole.length; at++) {
        byte[] damaged = whole.clone();
        damaged[at] ^= (byte) (1 << random.nextInt(8));
        try (Directory folder = copyWith(sound, "plv", damaged)) {
          assertThatThrownBy(() -> checkIntegrity(folder))
              .as("byte %d", at)
              .isInstanceOfAny(
                  CorruptIndexException.class,
                  IndexFormatTooNewException.class,
                  IndexFormatTooOldException.class)
              .hasMessageContaining(".plv");
        }
      }
    }
  }

  @Test
  void luceneFindsASoundIndexClean(Random random) throws IOException {
    try (Directory sound = index(random);
        Directory copy = copyWith(sound, "plm", fileOf(sound, "plm"));
        CheckIndex check = new CheckIndex(copy)) {
      check.setLevel(CheckIndex.Level.MIN_LEVEL_FOR_SLOW_CHECKS);
      check.setInfoStream(
          new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8));
      assertThat(check.checkIndex().clean).isTrue();
      checkIntegrity(copy);
    }
  }

  private static void assertRefusedAtOpen(Directory sound, String extension, byte[] damaged)
      throws IOException {
    try (Directory folder = copyWith(sound, extension, damaged)) {
      assertThatThrownBy(() -> DirectoryReader.open(folder).close())
          .as("%d bytes of .%s", damaged.length, extension)
          .isInstanceOfAny(
              CorruptIndexException.class,
              IndexFormatTooNewException.class,
              IndexFormatTooOldException.class)
          .hasMessageContaining("." + extension);
    }
  }

  private static void checkIntegrity(Directory folder) throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(folder)) {
      reader.leaves().getFirst().reader().checkIntegrity();
    }
  }

  private static Directory index(Random random) throws IOException {
    Directory folder = new ByteBuffersDirectory();
    try (IndexWriter writer =
        new IndexWriter(folder, MultiVectorFormatTest.config("int8").setUseCompoundFile(false))) {
      for (int i = 0; i < 5; i++) {
        writer.addDocument(
            MultiVectorFormatTest.document(
                "" + i, MultiVectorFormatTest.vectors(1 + i, 8, random)));
      }
      writer.addDocument(MultiVectorFormatTest.document("without"));
    }
    return folder;
  }

  private static Directory copyWith(Directory sound, String extension, byte[] bytes)
      throws IOException {
    Directory copy = new ByteBuffersDirectory();
    copyWith(sound, extension, bytes, copy);
    return copy;
  }

  /// Copies all files but the one of that extension, and puts these bytes in its place.
  static void copyWith(Directory sound, String extension, byte[] bytes, Directory copy)
      throws IOException {
    String replaced = name(sound, extension);
    for (String file : sound.listAll()) {
      if (!file.equals(replaced)) {
        copy.copyFrom(sound, file, file, IOContext.DEFAULT);
      }
    }
    try (IndexOutput output = copy.createOutput(replaced, IOContext.DEFAULT)) {
      output.writeBytes(bytes, bytes.length);
    }
  }

  private static String name(Directory folder, String extension) throws IOException {
    return Arrays.stream(folder.listAll())
        .filter(file -> file.endsWith("." + extension))
        .findFirst()
        .orElseThrow();
  }

  static byte[] fileOf(Directory folder, String extension) throws IOException {
    try (IndexInput input = folder.openInput(name(folder, extension), IOContext.READONCE)) {
      byte[] bytes = new byte[(int) input.length()];
      input.readBytes(bytes, 0, bytes.length);
      return bytes;
    }
  }
}

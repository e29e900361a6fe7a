package pleiad.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static pleiad.index.MeanVectorsFormatTest.only;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import pleiad.codec.Codebook;
import pleiad.codec.ResidualCode;
import pleiad.testkit.Seed;

/// The bytes of `.pmm` and `.pmc` by the table in [MeanVectorsFormat], and what becomes of altered
/// ones.
@ExtendWith(Seed.class)
class MeanFilesTest {
  private static final int VECTORS = 78;

  @Test
  void anEntryIsWrittenByItsTable(Random random) throws IOException {
    try (Directory sound = index(random);
        DirectoryReader reader = DirectoryReader.open(sound)) {
      LeafReader leaf = only(reader);
      Codebook codebook = MeanVectorsFormatTest.codebookOf(leaf);
      int bytes = new ResidualCode(codebook).tokenBytes();
      assertThat(bytes).isEqualTo(10);
      int header = header(sound, "pmc", "PleiadMeanVectorCodes");
      int number = leaf.getFieldInfos().fieldInfo(MeanCollection.FIELD).number;
      String text =
          HexFormat.of().formatHex(codebook.fingerprint().getBytes(StandardCharsets.US_ASCII));
      assertThat(HexFormat.of().formatHex(body(sound, "pmm", "PleiadMeanVectorMeta")))
          .isEqualTo(
              int32(number)
                  + int32(VECTORS)
                  + int32(bytes)
                  + int64(header)
                  + int64((long) VECTORS * bytes)
                  + int64(header + (long) VECTORS * bytes)
                  + int64(codebook.toBytes().length)
                  + "20"
                  + text
                  + "ffffffff");
    }
  }

  @Test
  void codesLieInBlocksInTheOrderOfDocumentsAndTheCodebookBehind(Random random) throws IOException {
    try (Directory sound = index(random);
        DirectoryReader reader = DirectoryReader.open(sound)) {
      LeafReader leaf = only(reader);
      Codebook codebook = MeanVectorsFormatTest.codebookOf(leaf);
      ResidualCode code = new ResidualCode(codebook);
      float[] rows = new float[VECTORS * code.dimension()];
      for (int i = 0; i < rows.length; i++) {
        rows[i] =
            leaf.getByteVectorValues(MeanCollection.FIELD)
                .vectorValue(i / code.dimension())[i % code.dimension()];
      }
      byte[] expected = new byte[VECTORS * code.tokenBytes()];
      code.encode(rows, 0, 64, expected, 0);
      code.encode(rows, 64 * code.dimension(), VECTORS - 64, expected, 64 * code.tokenBytes());
      byte[] body = body(sound, "pmc", "PleiadMeanVectorCodes");
      assertThat(Arrays.copyOf(body, expected.length)).isEqualTo(expected);
      assertThat(Arrays.copyOfRange(body, expected.length, body.length))
          .isEqualTo(codebook.toBytes());
    }
  }

  @Test
  void everyFlippedBitOfTheMetadataIsNoticedAtOpen(Random random) throws IOException {
    try (Directory sound = index(random)) {
      byte[] whole = DamagedFilesTest.fileOf(sound, "pmm");
      for (int at = 0; at < whole.length; at++) {
        byte[] damaged = whole.clone();
        damaged[at] ^= (byte) (1 << random.nextInt(8));
        assertRefused(sound, "pmm", damaged);
      }
    }
  }

  @Test
  void everyTruncationIsNoticedAtOpen(Random random) throws IOException {
    try (Directory sound = index(random)) {
      for (String extension : new String[] {"pmm", "pmc"}) {
        byte[] whole = DamagedFilesTest.fileOf(sound, extension);
        for (int length = 0; length < whole.length; length += 1 + random.nextInt(60)) {
          assertRefused(sound, extension, Arrays.copyOf(whole, length));
        }
      }
    }
  }

  @Test
  void flippedBitsOfTheCodesAreNoticedByTheIntegrityCheckAndReadNothingElse(Random random)
      throws IOException {
    try (Directory sound = index(random)) {
      byte[] whole = DamagedFilesTest.fileOf(sound, "pmc");
      int header = header(sound, "pmc", "PleiadMeanVectorCodes");
      for (int i = 0; i < 300; i++) {
        byte[] damaged = whole.clone();
        int at = header + random.nextInt(whole.length - CodecUtil.footerLength() - header);
        damaged[at] ^= (byte) (1 << random.nextInt(8));
        try (Directory folder = new ByteBuffersDirectory()) {
          DamagedFilesTest.copyWith(sound, "pmc", damaged, folder);
          try (DirectoryReader reader = DirectoryReader.open(folder)) {
            LeafReader leaf = only(reader);
            assertThatThrownBy(leaf::checkIntegrity)
                .isInstanceOf(CorruptIndexException.class)
                .hasMessageContaining(".pmc");
            searchOrRefuse(leaf, random);
          }
        }
      }
    }
  }

  private static void searchOrRefuse(LeafReader leaf, Random random) throws IOException {
    byte[] query = new byte[8];
    random.nextBytes(query);
    try {
      assertThat(MeanCollection.find(leaf, query, 5, null)).hasSize(5);
    } catch (CorruptIndexException codebook) {
      assertThat(codebook).hasMessageContaining(".pmc");
    }
  }

  private static void assertRefused(Directory sound, String extension, byte[] damaged)
      throws IOException {
    try (Directory folder = new ByteBuffersDirectory()) {
      DamagedFilesTest.copyWith(sound, extension, damaged, folder);
      assertThatThrownBy(() -> DirectoryReader.open(folder).close())
          .as("%d bytes of .%s", damaged.length, extension)
          .isInstanceOfAny(
              CorruptIndexException.class,
              IndexFormatTooNewException.class,
              IndexFormatTooOldException.class)
          .hasMessageContaining("." + extension);
    }
  }

  /// More than one block of eight dimensions, so each vector has as many codes as fit those.
  private static Directory index(Random random) throws IOException {
    return MeanVectorsFormatTest.merged(new MeanCollection(8, random), 91, 2, null);
  }

  private static String int32(int value) {
    return HexFormat.of().toHexDigits(Integer.reverseBytes(value));
  }

  private static String int64(long value) {
    return HexFormat.of().toHexDigits(Long.reverseBytes(value));
  }

  private static int header(Directory folder, String extension, String codec) throws IOException {
    String suffix = MeanVectorsFormat.NAME + "_0";
    String file =
        Arrays.stream(folder.listAll()).filter(each -> each.endsWith(extension)).findFirst().get();
    try (IndexInput input = folder.openInput(file, IOContext.READONCE)) {
      CodecUtil.checkIndexHeader(
          input, codec, 0, 0, SegmentInfos.readLatestCommit(folder).info(0).info.getId(), suffix);
      return (int) input.getFilePointer();
    }
  }

  private static byte[] body(Directory folder, String extension, String codec) throws IOException {
    byte[] file = DamagedFilesTest.fileOf(folder, extension);
    return Arrays.copyOfRange(
        file, header(folder, extension, codec), file.length - CodecUtil.footerLength());
  }
}

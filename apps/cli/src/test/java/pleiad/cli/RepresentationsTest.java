package pleiad.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static pleiad.cli.Ran.pleiad;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A text in the representations of the field, side by side.
class RepresentationsTest {
  private static final String TEXT = "a red fox";
  private static final int DIMENSION = 384;
  private static final String ALL = "cls,mean,codes,tokens";

  @TempDir private Path home;

  @Test
  void eachWayHasItsVectorsAndBytes() {
    JsonNode all = pleiad("encode", TEXT, "--as", ALL, "--json").json().get("representations");
    assertThat(all.findValuesAsText("name")).containsExactly("cls", "mean", "codes", "tokens");
    int[] vectors = {1, 1, 16, 3};
    for (int i = 0; i < vectors.length; i++) {
      assertThat(all.get(i).get("vectors").asInt()).isEqualTo(vectors[i]);
      assertThat(all.get(i).get("dim").asInt()).isEqualTo(DIMENSION);
      assertThat(all.get(i).get("bytes").asInt()).isEqualTo(vectors[i] * DIMENSION * 4);
    }
  }

  @Test
  void manyVectorsSayWhatAnIndexKeepsOfThem() {
    JsonNode all = pleiad("encode", TEXT, "--as", ALL, "--json").json().get("representations");
    assertThat(all.get(0).has("kept_bytes")).isFalse();
    assertThat(all.get(1).has("kept_bytes")).isFalse();
    for (int i = 2; i < 4; i++) {
      int vectors = all.get(i).get("vectors").asInt();
      JsonNode kept = all.get(i).get("kept_bytes");
      assertThat(kept.get("float16").asInt()).isEqualTo(vectors * DIMENSION * 2);
      assertThat(kept.get("int8").asInt()).isBetween(vectors * DIMENSION, vectors * 400);
      assertThat(kept.get("residual").asInt()).isEqualTo(vectors * 37);
    }
  }

  @Test
  void codesThatNobodyTrainedSaySo() {
    Ran ran = pleiad("encode", TEXT, "--as", "codes", "--codes", 3);
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).contains("untrained").doesNotContain("tokens  ");
    JsonNode codes =
        pleiad("encode", TEXT, "--as", "codes", "--codes", 3, "--json")
            .json()
            .get("representations")
            .get(0);
    assertThat(codes.get("vectors").asInt()).isEqualTo(3);
    assertThat(codes.get("what").asText()).contains("untrained");
  }

  @Test
  void codesOfAFileAreThoseThatAttend() throws IOException {
    Path file = codes(2, DIMENSION);
    Path npy = home.resolve("found.npy");
    Ran ran = pleiad("encode", TEXT, "--as", "codes", "--poly", file, "--npy", npy);
    assertThat(ran.exit()).as(ran.toString()).isZero();
    assertThat(ran.out()).contains("poly-encoder").doesNotContain("untrained");
    List<float[]> found = rows(Files.readAllBytes(npy), 2);
    List<float[]> tokens = rows(tokens(), 3);
    // Codes of zeros look at all tokens alike.
    for (int k = 0; k < DIMENSION; k++) {
      float mean = (tokens.get(0)[k] + tokens.get(1)[k] + tokens.get(2)[k]) / 3;
      assertThat(found.get(0)[k]).isBetween(mean - 1e-6f, mean + 1e-6f);
      assertThat(found.get(1)[k]).isBetween(mean - 1e-6f, mean + 1e-6f);
    }
  }

  @Test
  void codesOfAnotherDimensionAreRefused() throws IOException {
    Ran ran = pleiad("encode", TEXT, "--as", "codes", "--poly", codes(2, 7));
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("codes of 7 dimensions").contains("384");
  }

  @Test
  void severalAreWrittenIntoOneFileByTheirNames() throws IOException {
    Path npz = home.resolve("fox.npz");
    assertThat(pleiad("encode", TEXT, "--as", "tokens,cls", "--npy", npz).exit()).isZero();
    try (ZipFile zip = new ZipFile(npz.toFile())) {
      assertThat(zip.stream().map(ZipEntry::getName)).containsExactly("tokens.npy", "cls.npy");
      byte[] tokens = zip.getInputStream(zip.getEntry("tokens.npy")).readAllBytes();
      assertThat(tokens).isEqualTo(tokens());
      rows(zip.getInputStream(zip.getEntry("cls.npy")).readAllBytes(), 1);
    }
    Ran ran = pleiad("encode", TEXT, "--as", "tokens,cls", "--npy", home.resolve("fox.npy"));
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("--as names 2").contains(".npz");
  }

  @Test
  void theTableIsAligned() {
    List<String> lines = pleiad("encode", TEXT, "--as", ALL).out().lines().toList();
    assertThat(lines.get(0)).contains("vectors").contains("float32").contains("residual");
    int end = lines.get(0).indexOf("float32") + "float32".length();
    assertThat(lines.get(1).substring(0, end)).startsWith("cls").endsWith(" 1,536");
    assertThat(lines.get(3).substring(0, end)).startsWith("codes").endsWith(" 24,576");
    assertThat(lines.get(4).substring(0, end)).startsWith("tokens").endsWith(" 4,608");
  }

  @Test
  void whatContradictsIsRefused() {
    assertRefused("add --as codes", "--codes", 4);
    assertRefused("add --as codes", "--as", "cls", "--poly", "codes.safetensors");
    assertRefused("one of them", "--as", "codes", "--codes", 4, "--poly", "codes.safetensors");
    assertRefused("at least 1, got 0", "--as", "codes", "--codes", 0);
    assertRefused("twice", "--as", "cls,cls");
    assertRefused("--as", "--as", "sparse");
  }

  private static void assertRefused(String message, Object... options) {
    List<Object> arguments = new ArrayList<>(List.of("encode", TEXT));
    arguments.addAll(List.of(options));
    Ran ran = pleiad(arguments.toArray());
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains(message);
  }

  /// The token vectors alone.
  private byte[] tokens() throws IOException {
    Path npy = home.resolve("tokens.npy");
    assertThat(pleiad("encode", TEXT, "--npy", npy).exit()).isZero();
    return Files.readAllBytes(npy);
  }

  private static List<float[]> rows(byte[] npy, int count) {
    assertThat(new String(npy, StandardCharsets.ISO_8859_1))
        .contains("'shape': (%d, %d)".formatted(count, DIMENSION));
    int header = 10 + (npy[8] & 0xff) + 256 * (npy[9] & 0xff);
    ByteBuffer numbers = ByteBuffer.wrap(npy).order(ByteOrder.LITTLE_ENDIAN).position(header);
    List<float[]> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] row = new float[DIMENSION];
      for (int k = 0; k < DIMENSION; k++) {
        row[k] = numbers.getFloat();
      }
      rows.add(row);
    }
    return rows;
  }

  /// A file of codes that are zeros.
  private Path codes(int count, int dimension) throws IOException {
    int bytes = 4 * count * dimension;
    byte[] header =
        "{\"codes\":{\"dtype\":\"F32\",\"shape\":[%d,%d],\"data_offsets\":[0,%d]}}"
            .formatted(count, dimension, bytes)
            .getBytes(StandardCharsets.UTF_8);
    Path file = home.resolve("codes.safetensors");
    ByteBuffer all =
        ByteBuffer.allocate(Long.BYTES + header.length + bytes).order(ByteOrder.LITTLE_ENDIAN);
    return Files.write(file, all.putLong(header.length).put(header).array());
  }
}

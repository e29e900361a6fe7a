package pleiad.encode.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import pleiad.testkit.Seed;

@ExtendWith(Seed.class)
final class SafetensorsTest {
  @TempDir private Path folder;

  @Test
  void floatsAreReadAsTheyWereWritten() throws IOException {
    Path file =
        new Handmade()
            .floats("a", List.of(2L, 3L), 1, -2, 0.5f, -0f, Float.MIN_VALUE, Float.MAX_VALUE)
            .floats("none", List.of(0L, 4L))
            .floats("one", List.of(), -7)
            .write(folder.resolve("model.safetensors"));
    try (Safetensors weights = Safetensors.open(file)) {
      assertThat(weights.names()).containsExactly("a", "none", "one");
      Tensor a = weights.tensor("a");
      assertThat(a.shape()).containsExactly(2L, 3L);
      assertThat(a.type()).isEqualTo(ElementType.F32);
      assertThat(a.floats()).containsExactly(1, -2, 0.5f, -0f, Float.MIN_VALUE, Float.MAX_VALUE);
      assertThat(weights.tensor("none").floats()).isEmpty();
      assertThat(weights.tensor("one").floats()).containsExactly(-7);
      assertThat(weights.tensor("one").shape()).isEmpty();
    }
  }

  @Test
  void halvesAndUpperHalvesAreWidened() throws IOException {
    float[] values = {1, -2, 0.5f, -0f, 3.140625f, -65504};
    byte[] halves = new byte[12];
    byte[] uppers = new byte[12];
    for (int i = 0; i < values.length; i++) {
      Handmade.littleEndian(halves).putShort(2 * i, Float.floatToFloat16(values[i]));
      short upper = (short) (Float.floatToRawIntBits(values[i]) >>> 16);
      Handmade.littleEndian(uppers).putShort(2 * i, upper);
    }
    Path file =
        new Handmade()
            .add("half", "F16", List.of(6L), halves)
            .add("upper", "BF16", List.of(3L, 2L), uppers)
            .write(folder.resolve("x.safetensors"));
    try (Safetensors weights = Safetensors.open(file)) {
      assertThat(weights.tensor("half").floats()).containsExactly(values);
      assertThat(weights.tensor("upper").floats())
          .containsExactly(1, -2, 0.5f, -0f, 3.140625f, -65280);
    }
  }

  @Test
  void partsOfATensorAreThoseOfTheWhole(Random random) throws IOException {
    byte[] halves = new byte[2 * 1_000];
    for (int i = 0; i < halves.length; i += 2) {
      Handmade.littleEndian(halves)
          .putShort(i, Float.floatToFloat16((float) random.nextGaussian()));
    }
    Path file =
        new Handmade()
            .add("half", "F16", List.of(1_000L), halves)
            .write(folder.resolve("x.safetensors"));
    try (Safetensors weights = Safetensors.open(file)) {
      Tensor half = weights.tensor("half");
      float[] whole = half.floats();
      float[] part = new float[300];
      int from = random.nextInt(700);
      half.read(from, part, 300);
      for (int i = 0; i < 300; i++) {
        assertThat(part[i]).isEqualTo(whole[from + i]);
      }
      assertThatThrownBy(() -> half.read(900, part, 101))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void aTensorOfOtherNumbersMayBeThereAndIsNotRead() throws IOException {
    Path file =
        new Handmade()
            .add("position_ids", "I64", List.of(2L), new byte[16])
            .floats("a", List.of(1L), 5)
            .write(folder.resolve("model.safetensors"));
    try (Safetensors weights = Safetensors.open(folder)) {
      assertThat(weights.tensor("a").floats()).containsExactly(5);
      assertThatThrownBy(() -> weights.tensor("position_ids").floats())
          .isInstanceOf(IOException.class)
          .hasMessage(
              "the tensor 'position_ids' in '%s' has the element type I64; expected F32, F16 or"
                  + " BF16",
              file);
    }
  }

  @Test
  void shardsAreOneSetOfTensors() throws IOException {
    new Handmade().floats("a", List.of(1L), 1).write(folder.resolve("m-1.safetensors"));
    new Handmade()
        .floats("b", List.of(1L), 2)
        .floats("left out", List.of(1L), 3)
        .write(folder.resolve("m-2.safetensors"));
    index("{\"metadata\":{},\"weight_map\":{\"b\":\"m-2.safetensors\",\"a\":\"m-1.safetensors\"}}");
    try (Safetensors weights = Safetensors.open(folder)) {
      assertThat(weights.names()).containsExactly("b", "a");
      assertThat(weights.tensor("a").floats()).containsExactly(1);
      assertThat(weights.tensor("b").floats()).containsExactly(2);
      assertThatThrownBy(() -> weights.tensor("c"))
          .isInstanceOf(IOException.class)
          .hasMessage("there is no tensor 'c' among the 2 in '%s'", folder);
    }
  }

  private Path index(String json) throws IOException {
    return Files.writeString(folder.resolve("model.safetensors.index.json"), json);
  }

  @Test
  void anIndexThatDoesNotFitItsShardsIsRefused() throws IOException {
    new Handmade().floats("a", List.of(1L), 1).write(folder.resolve("m.safetensors"));
    index("{\"weight_map\":{\"b\":\"m.safetensors\"}}");
    refused(folder, "says that the tensor 'b' is in 'm.safetensors', and it is not");
    index("{\"weight_map\":{\"a\":\"n.safetensors\"}}");
    refused(folder, "names 'n.safetensors', which is not beside it");
    index("{\"weight_map\":{\"a\":\"../m.safetensors\"}}");
    refused(folder, "the tensor 'a' is in '../m.safetensors'; expected the name of a .safetensors");
    index("{\"weight_map\":{\"a\":7}}");
    refused(folder, "the tensor 'a' is in 7; expected the name of a .safetensors");
    index("{\"weight_map\":[]}");
    refused(folder, "should be an object with an object 'weight_map'");
    index("[]");
    refused(folder, "should be an object with an object 'weight_map'");
  }

  @Test
  void aFolderWithoutWeightsIsRefused() {
    refused(folder, "there are no weights in '%s'; expected model.safetensors".formatted(folder));
  }

  @Test
  void aFileShorterThanItsHeaderIsRefused() throws IOException {
    Path file = folder.resolve("x.safetensors");
    Files.write(file, new byte[7]);
    refused(file, "has 7 bytes; a safetensors file begins with 8");
    Files.write(file, new byte[0]);
    refused(file, "has 0 bytes");
    for (long length : new long[] {3, 1L << 40, Long.MAX_VALUE, -1, Long.MIN_VALUE}) {
      Handmade.write(file, length, "{}".getBytes(StandardCharsets.UTF_8), new byte[0]);
      refused(
          file,
          "claims %s bytes; the file has room for 2".formatted(Long.toUnsignedString(length)));
    }
  }

  @Test
  void aHeaderLargerThanAnyRealOneIsRefused() throws IOException {
    Path file = folder.resolve("x.safetensors");
    Handmade.write(
        file, 17 << 20, " ".repeat(17 << 20).getBytes(StandardCharsets.UTF_8), new byte[0]);
    refused(file, "claims 17825792 bytes", "at most 16777216 are read");
  }

  @Test
  void aHeaderThatIsNoSuchJsonIsRefused() throws IOException {
    header("", "expected a value, found the end");
    header("{", "Unexpected end-of-input");
    header("{}{}", "expected one value, found another");
    header("[]", "should be an object, and is an array of 0");
    header("{\"a\":[]}", "the tensor 'a'", "should be an object, and is an array of 0");
    header("[".repeat(20), "depth (17) exceeds the maximum allowed (16");
    header("[" + "1,".repeat(1_100_000) + "1]", "exceeds the maximum allowed (1000000");
    header("{\"a\":1,\"a\":1}", "the name 'a' stands twice in one object");
    header(
        tensor("F32", "[1]", "[0,4]", "\"a\":" + tensor("F32", "[1]", "[0,4]")),
        "'a' stands twice");
  }

  private static String tensor(String type, String shape, String offsets) {
    return "{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":%s}".formatted(type, shape, offsets);
  }

  private static String tensor(String type, String shape, String offsets, String more) {
    return "{\"a\":%s,%s}".formatted(tensor(type, shape, offsets), more);
  }

  private static String only(String type, String shape, String offsets) {
    return "{\"a\":%s}".formatted(tensor(type, shape, offsets));
  }

  @Test
  void aTensorWithoutWhatItNeedsIsRefused() throws IOException {
    header("{\"a\":{}}", "the tensor 'a'", "has the dtype absent; expected a string");
    header("{\"a\":{\"dtype\":\"F32\"}}", "has the shape absent; expected an array");
    header(
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[]}}",
        "has the data_offsets absent; expected an array");
    header(only("F4", "[8]", "[0,4]"), "has the element type 'F4'; expected one of F32, F16, BF16");
  }

  @Test
  void aShapeThatIsNoneIsRefused() throws IOException {
    header(only("F32", "[-1]", "[0,4]"), "has -1 in its shape; expected whole numbers");
    header(only("F32", "[1.5]", "[0,4]"), "has 1.5 in its shape");
    header(only("F32", "[1e0]", "[0,4]"), "has 1e0 in its shape");
    header(only("F32", "[\"1\"]", "[0,4]"), "has '1' in its shape");
    header(only("F32", "[9999999999999999999]", "[0,4]"), "has 9999999999999999999 in its shape");
    header(only("F32", "[4294967296,4294967296]", "[0,4]"), "which is more than any file holds");
    header(only("F32", "{}", "[0,4]"), "has the shape an object of 0; expected an array");
  }

  @Test
  void offsetsThatDoNotFitAreRefused() throws IOException {
    header(only("F32", "[1]", "[0,3]"), "has 3 bytes; expected 4 for F32 of the shape [1]");
    header(only("F32", "[1]", "[0,8]"), "has the data_offsets [0, 8]", "of 0 to 4");
    header(only("F32", "[1]", "[4,0]"), "has the data_offsets [4, 0]");
    header(only("F32", "[1]", "[0]"), "has the data_offsets [0]");
    header(only("F32", "[1]", "[-4,0]"), "has -4 in its data_offsets");
    header(only("F16", "[1]", "[0,2]"), "end at byte 2 of the data; expected 4, its end");
    header(only("F16", "[1]", "[2,4]"), "'a'", "begins at byte 2; expected 0");
    header("{}", "end at byte 0 of the data; expected 4");
    header(
        tensor("F32", "[1]", "[0,4]", "\"b\":" + tensor("F16", "[1]", "[2,4]")),
        "the tensor 'b'",
        "begins at byte 2; expected 4, where the tensor before it ends");
  }

  /// Refuses a file of this header and four bytes of data.
  private void header(String header, String... messages) throws IOException {
    Path file = Handmade.write(folder.resolve("x.safetensors"), header, new byte[4]);
    refused(file, messages);
  }

  private static void refused(Path place, String... messages) {
    assertThatThrownBy(() -> Safetensors.open(place).close())
        .isInstanceOf(IOException.class)
        .hasMessageContaining(place.getFileName().toString())
        .hasMessageContainingAll(messages);
  }

  @Test
  void aDamagedFileIsReadOrRefusedAndNothingElse(Random random) throws IOException {
    Path file =
        new Handmade()
            .floats("first", List.of(2L, 2L), 1, 2, 3, 4)
            .add("second", "F16", List.of(3L), new byte[6])
            .write(folder.resolve("x.safetensors"));
    byte[] whole = Files.readAllBytes(file);
    int refused = 0;
    for (int i = 0; i < 2_000; i++) {
      byte[] damaged = whole.clone();
      for (int times = 1 + random.nextInt(3); times > 0; times--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      Files.write(file, damaged);
      try (Safetensors weights = Safetensors.open(file)) {
        for (Tensor tensor : Handmade.tensors(weights).values()) {
          tensor.floats();
        }
      } catch (IOException expected) {
        assertThat(expected).hasMessageContaining("x.safetensors");
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  @Test
  void aClosedFileIsNotRead() throws IOException {
    Path file = new Handmade().floats("a", List.of(1L), 1).write(folder.resolve("x.safetensors"));
    Safetensors weights = Safetensors.open(file);
    Tensor a = weights.tensor("a");
    weights.close();
    assertThatThrownBy(a::floats).isInstanceOf(IllegalStateException.class);
  }
}

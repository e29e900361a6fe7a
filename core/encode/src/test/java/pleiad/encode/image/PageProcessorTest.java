package pleiad.encode.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class PageProcessorTest {
  static Stream<Arguments> pages() {
    return Golden.MODELS.stream()
        .flatMap(model -> Golden.PICTURES.stream().map(picture -> Arguments.of(model, picture)));
  }

  static Stream<String> models() {
    return Golden.MODELS.stream();
  }

  private static PageProcessor processor(String model) throws IOException {
    return PageProcessor.open(Golden.folder(model), Golden.text(model));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void pagesAreThoseOfTheReference(String model, String picture) throws IOException {
    PageInput input = processor(model).page(Golden.picture(picture));
    assertThat(input.pixelShape()).isEqualTo(Golden.wholes(model, picture + ".shape"));
    assertThat(input.imageGrid()).isEqualTo(Golden.wholes(model, picture + ".grid"));
    assertThat(ids(input)).isEqualTo(Golden.wholes(model, picture + ".ids"));
    assertThat(sample(input.pixelValues())).isEqualTo(Golden.numbers(model, picture + ".sample"));
    assertThat(sha256(input.pixelValues())).isEqualTo(Golden.wholes(model, picture + ".sha256"));
    assertThat(input.attentionMask()).hasSize(input.ids().length).containsOnly(1);
    assertThat(input.patches().rows()).isEqualTo(input.ids().length);
  }

  private static List<Long> ids(PageInput input) {
    return Arrays.stream(input.ids()).asLongStream().boxed().toList();
  }

  private static List<Float> sample(FloatBuffer values) {
    List<Float> sample = new ArrayList<>();
    for (int i = 0; i < values.limit(); i += Golden.STEP) {
      sample.add(values.get(i));
    }
    return sample;
  }

  private static List<Long> sha256(FloatBuffer values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.remaining() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    try {
      List<Long> digest = new ArrayList<>();
      for (byte each : MessageDigest.getInstance("SHA-256").digest(bytes.array())) {
        digest.add((long) (each & 0xff));
      }
      return digest;
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every JVM has SHA-256", impossible);
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void queriesAreThoseOfTheReference(String model) throws IOException {
    PageInput input = processor(model).query(Golden.QUERY);
    assertThat(ids(input)).isEqualTo(Golden.wholes(model, "query.ids"));
    assertThat(input.patches().patches()).isZero();
    assertThat(input.patches().rows()).isEqualTo(input.ids().length);
    assertThat(sample(input.pixelValues())).containsOnly(0f);
  }

  @ParameterizedTest
  @MethodSource("models")
  void anEmptyQueryHasThePromptOnly(String model) throws IOException {
    PageProcessor processor = processor(model);
    int without = processor.query("").ids().length;
    assertThat(without).isGreaterThanOrEqualTo(10);
    assertThat(processor.query("xyz").ids()).hasSize(without + 3);
  }

  @Test
  void aQueryThatSpellsThePlaceholderIsRefused() throws IOException {
    PageProcessor processor = processor("colpali");
    assertThatThrownBy(() -> processor.query("what is <image> in HTML?"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'<image>', which stands for a picture");
  }

  @Test
  void aRibbonOfPixelsIsRefusedByQwen() throws IOException {
    PageProcessor processor = processor("colqwen2");
    Pixels ribbon = Pixels.of(new byte[3 * 201], 201, 1);
    assertThatThrownBy(() -> processor.page(ribbon))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most 200 times the other, and this has 201 x 1");
    Pixels allowed = Pixels.of(new byte[3 * 200], 200, 1);
    assertThat(processor.page(allowed).patches().patches()).isPositive();
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 900", "900, 1", "2, 3"})
  void theSmallestPicturesArePages(int width, int height) throws IOException {
    Pixels picture = Pixels.of(new byte[3 * width * height], width, height);
    for (String model : List.of("colpali", "colmodernvbert")) {
      assertThat(processor(model).page(picture).patches().patches()).isPositive();
    }
  }

  @Test
  void anotherTokenizerIsRefused() {
    assertThatThrownBy(() -> PageProcessor.open(Golden.folder("colqwen2"), Golden.text("colpali")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("should have '<|image_pad|>' as one token, and makes 13 of it");
  }

  @Test
  void withoutSettingsOfPicturesThereIsNoProcessor(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"idefics3\"}");
    assertThatThrownBy(() -> PageProcessor.open(folder, Golden.text("colsmol")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("has no preprocessor_config.json");
  }

  /// A model, what to replace in its settings of pictures or its config, and the message.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          colpali  | "do_resize": true     | "do_resize": false         | 'do_resize' is false, which is not supported
          colpali  | "image_seq_length": 1024 | "image_seq_length": 1000 | supported is a square number
          colpali  | "resample": 3         | "resample": 0              | supported is 1 (Lanczos), 2 (bilinear) or 3 (bicubic)
          colpali  | "image_std": [        | "image_std": [0,           | supported is an array of 3 numbers above 0
          colpali  | "image_mean": [       | "image_mean": [1,          | supported is an array of 3
          colpali  | "height": 448         | "height": 100000           | 'size.height' is a whole number of 1 to 4096
          colqwen2 | "min_pixels": 3136    | "min_pixels": -1           | 'min_pixels' is a whole number
          colqwen2 | "patch_size": 14      | "patch_size": "x"          | 'patch_size' is a whole number
          colsmol  | "longest_edge": 512   | "longest": 512             | 'max_image_size.longest_edge'
          colsmol  | "model_type": "idefics3" | "model_type": "gemma3"  | supported is one of paligemma, colpali
          """)
  void settingsThatAreNotSupportedAreNamed(
      String model, String from, String to, String message, @TempDir Path folder)
      throws IOException {
    for (String name : List.of("config.json", "preprocessor_config.json")) {
      String text = Files.readString(Golden.folder(model).resolve(name));
      Files.writeString(folder.resolve(name), text.replace(from, to));
    }
    assertThatThrownBy(() -> PageProcessor.open(folder, Golden.text(model)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining(message);
  }

  @Test
  void aCheckpointSetsItsOwnTexts(@TempDir Path folder) throws IOException {
    for (String name : List.of("config.json", "preprocessor_config.json")) {
      Files.copy(Golden.folder("colpali-hf").resolve(name), folder.resolve(name));
    }
    Files.writeString(
        folder.resolve("processor_config.json"),
        "{\"visual_prompt_prefix\": \"Was?\", \"query_prefix\": \"Q \"}");
    TextIds text = Golden.text("colpali-hf");
    PageProcessor processor = PageProcessor.open(folder, text);
    assertThat(processor.page(Golden.picture("small")).ids())
        .isEqualTo(text.ids("<image>".repeat(16) + "<bos>Was?\n", false));
    assertThat(processor.query("x").ids())
        .isEqualTo(text.ids("<bos>Q x" + "<pad>".repeat(10) + "\n", false));
  }

  @Test
  void aPromptWithoutAPlaceForThePictureIsRefused(@TempDir Path folder) throws IOException {
    for (String name : List.of("config.json", "preprocessor_config.json")) {
      Files.copy(Golden.folder("colqwen2").resolve(name), folder.resolve(name));
    }
    Files.writeString(
        folder.resolve("processor_config.json"), "{\"visual_prompt_prefix\": \"Describe.\"}");
    assertThatThrownBy(() -> PageProcessor.open(folder, Golden.text("colqwen2")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("should have '<|image_pad|>' once")
        .hasMessageContaining("'Describe.'");
  }
}

package pleiad.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import pleiad.encode.image.Golden;
import pleiad.encode.image.Pixels;
import pleiad.vector.TokenVectors;

final class PageImageModelTest {
  /// The graphs add some hundred products in single precision, in whatever order.
  private static final double SAME = 1e-4;

  /// One step of a half, of numbers that are about one before their rows are scaled.
  private static final double SAME_HALF = 4e-3;

  /// Graphs made by hand, and two that PyTorch exported from models of transformers.
  private static final List<String> MODELS =
      List.of(
          "colpali-hf",
          "colqwen2-hf",
          "colmodernvbert",
          "exported-colpali",
          "exported-colmodernvbert");

  static Stream<Arguments> pages() {
    return MODELS.stream()
        .flatMap(model -> Golden.PICTURES.stream().map(picture -> Arguments.of(model, picture)));
  }

  static Stream<String> models() {
    return MODELS.stream();
  }

  private static PageImageModel open(String model) throws IOException {
    return PageImageModel.open(Golden.folder(model), 1);
  }

  private static List<Float> numbers(TokenVectors vectors) {
    List<Float> numbers = new ArrayList<>();
    for (float number : vectors.toArray()) {
      numbers.add(number);
    }
    return numbers;
  }

  private static void assertSame(String model, TokenVectors actual, List<Float> expected) {
    List<Float> numbers = numbers(actual);
    assertThat(numbers).hasSameSizeAs(expected);
    double tolerance = model.equals("colqwen2-hf") ? SAME_HALF : SAME;
    for (int i = 0; i < numbers.size(); i++) {
      assertThat((double) numbers.get(i))
          .as("%s, number %d of row %d", model, i % actual.dimension(), i / actual.dimension())
          .isCloseTo(expected.get(i), offset(tolerance));
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void pagesBecomeTheRowsOfTheReference(String model, String picture) throws IOException {
    try (PageImageModel opened = open(model)) {
      PageEncoding page = opened.encode(Golden.picture(picture));
      assertSame(model, page.vectors(), Golden.numbers(model, picture + ".rows"));
      assertThat(page.patches().rows()).isEqualTo(page.vectors().count());
      assertThat(page.patches().patches()).isBetween(1, page.vectors().count() - 1);
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void queriesBecomeTheRowsOfTheReference(String model) throws IOException {
    try (PageImageModel opened = open(model)) {
      TokenVectors query = opened.encode(Golden.QUERY, Role.QUERY).vectors();
      assertSame(model, query, Golden.numbers(model, "query.rows"));
      assertThat(opened.model().dimension()).isEqualTo(8);
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void everyRowHasTheLengthOne(String model) throws IOException {
    try (PageImageModel opened = open(model)) {
      TokenVectors rows = opened.encode(Golden.picture("wide")).vectors();
      for (int row = 0; row < rows.count(); row++) {
        double squares = 0;
        for (int k = 0; k < rows.dimension(); k++) {
          squares += (double) rows.at(row, k) * rows.at(row, k);
        }
        assertThat(squares).isCloseTo(1, offset(1e-6));
      }
    }
  }

  @Test
  void aQueryIsTheSameThroughItsOwnGraphAndWithABlankPicture(@TempDir Path folder)
      throws IOException {
    copy("colqwen2-hf", folder, "model.onnx");
    try (PageImageModel own = open("colqwen2-hf");
        PageImageModel blank = PageImageModel.open(folder, 2)) {
      assertSame(
          "colqwen2-hf",
          blank.encode("wer?", Role.QUERY).vectors(),
          numbers(own.encode("wer?", Role.QUERY).vectors()));
    }
  }

  @Test
  void graphsMayLieInTheirOwnFolder(@TempDir Path folder) throws IOException {
    copy("colpali-hf", folder, "model.onnx");
    Files.createDirectory(folder.resolve("onnx"));
    Files.move(folder.resolve("model.onnx"), folder.resolve("onnx/model.onnx"));
    try (PageImageModel model = PageImageModel.open(folder, 1)) {
      assertThat(model.model().dimension()).isEqualTo(8);
    }
  }

  @Test
  void withoutAGraphTheFolderIsNamed() {
    assertThatThrownBy(() -> open("colpali"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(Golden.folder("colpali").toString())
        .hasMessageContaining("has no graph; expected one of [model.onnx, onnx/model.onnx]");
  }

  /// The settings of one family and the graph of another.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "colpali-hf, colqwen2-hf",
        "colmodernvbert, colpali-hf",
        "colqwen2-hf, colmodernvbert"
      })
  void aGraphOfAnotherFamilyIsRefused(String pair, @TempDir Path folder) throws IOException {
    List<String> names = List.of(pair.split(", ", -1));
    copy(names.get(0), folder, "model.onnx");
    Files.delete(folder.resolve("model.onnx"));
    Files.copy(Golden.folder(names.get(1)).resolve("model.onnx"), folder.resolve("model.onnx"));
    assertThatThrownBy(() -> PageImageModel.open(folder, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(folder.resolve("model.onnx").toString())
        .hasMessageContaining("is not of the family that its config.json names: 'pixel_values'");
  }

  @Test
  void aGraphWithoutPicturesEncodesNoPages(@TempDir Path folder) throws IOException {
    copy("colqwen2-hf", folder, "query.onnx");
    Files.move(folder.resolve("query.onnx"), folder.resolve("model.onnx"));
    assertThatThrownBy(() -> PageImageModel.open(folder, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the graph of pages in '%s' takes no 'pixel_values'", folder);
  }

  /// A graph that `pages.py` made wrong, and the message.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          unknown-input | it takes 'position_ids', which is not known here
          no-mask       | should take 'input_ids' and 'attention_mask', and takes [input_ids]
          float-ids     | 'input_ids' should be one of [INT64]
          two-outputs   | should give one of [embeddings, output, contextual], or one output only
          flat          | 'embeddings' should be floats of the shape [batch, tokens, dimension]
          open          | with a known dimension
          """)
  void aGraphOfAnotherKindIsRefused(String graph, String message, @TempDir Path folder)
      throws IOException {
    copy("colpali-hf", folder, "model.onnx");
    Files.delete(folder.resolve("model.onnx"));
    Files.copy(Golden.file("refused/" + graph + ".onnx"), folder.resolve("model.onnx"));
    assertThatThrownBy(() -> PageImageModel.open(folder, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(folder.resolve("model.onnx").toString())
        .hasMessageContaining(message);
  }

  @Test
  void whatIsNoGraphIsRefused(@TempDir Path folder) throws IOException {
    copy("colpali-hf", folder, "model.onnx");
    Files.writeString(folder.resolve("model.onnx"), "no graph");
    assertThatThrownBy(() -> PageImageModel.open(folder, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is no page-image model that ONNX Runtime");
  }

  @Test
  void aPassNeedsAThread() {
    assertThatThrownBy(() -> PageImageModel.open(Golden.folder("colpali-hf"), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 1 thread, and not 0");
  }

  @Test
  void vectorsWithoutAPlaceAreNoPage() throws IOException {
    try (PageImageModel model = open("colpali-hf")) {
      PageEncoding page = model.encode(Golden.picture("small"));
      TokenVectors fewer = page.vectors().slice(0, 36);
      assertThatThrownBy(() -> new PageEncoding(fewer, page.patches()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("36 vectors for 37 rows of patches");
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void everyRowOfAQueryIsOfAToken(String model) throws IOException {
    String query = "Wer?";
    try (PageImageModel opened = open(model)) {
      Encoding encoding = opened.encode(query, Role.QUERY);
      assertThat(encoding.tokens()).isEqualTo(opened.tokenize(query, Role.QUERY));
      assertThat(encoding.tokens()).extracting(Token::piece).containsSequence("W", "e", "r", "?");
      assertThat(encoding.tokens().stream().filter(token -> token.end() > token.start()))
          .extracting(token -> query.substring(token.start(), token.end()))
          .containsExactly("W", "e", "r", "?");
      assertThat(encoding.tokens().getLast().start()).isEqualTo(query.length());
    }
  }

  @Test
  void theOneVectorIsTheMeanOfAllRows() throws IOException {
    try (PageImageModel model = open("colpali-hf")) {
      PageEncoding page = model.encode(Golden.picture("small"));
      assertIsMean(page.single(), page.vectors());
      Encoding query = model.encode(Golden.QUERY, Role.QUERY);
      assertIsMean(query.single(), query.vectors());
    }
  }

  private static void assertIsMean(float[] single, TokenVectors rows) {
    double[] sums = new double[rows.dimension()];
    for (int row = 0; row < rows.count(); row++) {
      for (int k = 0; k < sums.length; k++) {
        sums[k] += rows.at(row, k);
      }
    }
    double length = Math.sqrt(Arrays.stream(sums).map(each -> each * each).sum());
    for (int k = 0; k < sums.length; k++) {
      assertThat((double) single[k]).isCloseTo(sums[k] / length, offset(1e-6));
    }
  }

  @Test
  void aTextIsNoDocument() throws IOException {
    try (PageImageModel model = open("colpali-hf")) {
      for (ThrowingCallable asked :
          List.<ThrowingCallable>of(
              () -> model.encode("a text", Role.DOCUMENT),
              () -> model.tokenize("a text", Role.DOCUMENT))) {
        assertThatThrownBy(asked)
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("colpali-hf' reads pages (PDF, PNG, JPEG) and not texts");
      }
    }
  }

  @Test
  void aClosedModelEncodesNothing() throws IOException {
    PageImageModel model = open("colpali-hf");
    model.close();
    model.close();
    Pixels page = Golden.picture("small");
    assertThatThrownBy(() -> model.encode(page))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is closed");
  }

  private static void copy(String model, Path folder, String graph) throws IOException {
    for (String name :
        List.of(
            "config.json",
            "preprocessor_config.json",
            "processor_config.json",
            "tokenizer.json",
            graph)) {
      Path file = Golden.folder(model).resolve(name);
      if (Files.exists(file)) {
        Files.copy(file, folder.resolve(name));
      }
    }
  }
}

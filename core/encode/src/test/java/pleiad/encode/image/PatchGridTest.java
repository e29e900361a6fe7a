package pleiad.encode.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PatchGridTest {
  private static List<PageArea> areas(String model, String picture) throws IOException {
    PatchGrid grid =
        PageProcessor.open(Golden.folder(model), Golden.text(model))
            .page(Golden.picture(picture))
            .patches();
    List<PageArea> areas = new ArrayList<>();
    for (int row = 0; row < grid.rows(); row++) {
      grid.area(row).ifPresent(areas::add);
    }
    assertThat(areas).hasSize(grid.patches());
    return areas;
  }

  /// How often each model's patches cover the page: tiles and the page as a whole cover it twice.
  @ParameterizedTest
  @CsvSource({
    "colpali, 1",
    "colqwen2, 1",
    "colsmol, 2",
    "colmodernvbert, 2",
    "colmodernvbert-hf, 1"
  })
  void patchesCoverEveryPlaceEquallyOften(String model, int times) throws IOException {
    List<PageArea> areas = areas(model, "form");
    for (double x : new double[] {0.001, 0.3, 0.51, 0.999}) {
      for (double y : new double[] {0.001, 0.24, 0.76, 0.999}) {
        assertThat(areas.stream().filter(area -> holds(area, x, y)).count())
            .as("%s at %s, %s", model, x, y)
            .isEqualTo(times);
      }
    }
    assertThat(areas.stream().mapToDouble(PatchGridTest::size).sum())
        .isCloseTo(times, offset(1e-9));
  }

  private static boolean holds(PageArea area, double x, double y) {
    return area.left() <= x && x < area.right() && area.top() <= y && y < area.bottom();
  }

  private static double size(PageArea area) {
    return (area.right() - area.left()) * (area.bottom() - area.top());
  }

  @Test
  void patchesOfAStretchedPageComeRowByRow() throws IOException {
    List<PageArea> areas = areas("colpali-hf", "wide");
    assertThat(areas).hasSize(16);
    assertThat(areas.get(1)).isEqualTo(new PageArea(0.25, 0, 0.5, 0.25));
    assertThat(areas.get(4)).isEqualTo(new PageArea(0, 0.25, 0.25, 0.5));
  }

  @Test
  void patchesOfTilesComeTileByTileAndThenThoseOfTheWhole() throws IOException {
    List<PageArea> areas = areas("colmodernvbert", "wide"); // 2 rows of 4 tiles, 4 x 4 patches each
    assertThat(areas).hasSize(9 * 16);
    assertThat(areas.get(3)).isEqualTo(new PageArea(3 / 16d, 0, 4 / 16d, 1 / 8d));
    assertThat(areas.get(4)).isEqualTo(new PageArea(0, 1 / 8d, 1 / 16d, 2 / 8d));
    assertThat(areas.get(16)).isEqualTo(new PageArea(4 / 16d, 0, 5 / 16d, 1 / 8d));
    assertThat(areas.get(8 * 16)).isEqualTo(new PageArea(0, 0, 1 / 4d, 1 / 4d));
  }

  private static PatchGrid grid(String model, String picture) throws IOException {
    return PageProcessor.open(Golden.folder(model), Golden.text(model))
        .page(Golden.picture(picture))
        .patches();
  }

  static Stream<Arguments> grids() {
    return Golden.MODELS.stream()
        .flatMap(model -> Golden.PICTURES.stream().map(picture -> Arguments.of(model, picture)));
  }

  @ParameterizedTest
  @MethodSource("grids")
  void aGridThatIsWrittenIsReadAgain(String model, String picture) throws IOException {
    PatchGrid grid = grid(model, picture);
    String written = grid.written();
    assertThat(written).hasSizeLessThan(40 * 20);
    PatchGrid read = PatchGrid.parse(written);
    assertThat(read.written()).isEqualTo(written);
    assertThat(read.rows()).isEqualTo(grid.rows());
    for (int row = 0; row < grid.rows(); row++) {
      assertThat(read.area(row)).as("row %d", row).isEqualTo(grid.area(row));
    }
  }

  /// The form is kept in collections.
  @ParameterizedTest
  @CsvSource({
    "colpali-hf, wide, 37 0:4x4",
    "colqwen2-hf, small, 35 7:2x3",
    "colmodernvbert-hf, small, 58 9:4x4",
  })
  void theFormOfAGrid(String model, String picture, String written) throws IOException {
    assertThat(grid(model, picture).written()).isEqualTo(written);
  }

  @Test
  void tilesAreBlocksOfOneGrid() throws IOException {
    assertThat(grid("colmodernvbert", "wide").written().split(" ", -1))
        .hasSize(10)
        .contains("9:4x4+0+0/8x16", "27:4x4+0+4/8x16", "82:4x4+4+0/8x16");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "5", "1 0:1x1", "12 0:2x2 4:2x2 9:1x3", "4 1:1x2+2+1/3x3"})
  void whatWasWrittenIsRead(String written) {
    assertThat(PatchGrid.parse(written).written()).isEqualTo(written);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "-1",
        "x",
        "1000000",
        "9 ",
        "9 0:3",
        "9 0:3x4",
        "9 1:3x3",
        "9 0:0x3",
        "9 0:3x3 0:1x1",
        "9 5:1x1 0:1x1",
        "9 0:3x3+1+0/3x3",
        "9 0:3x3+0+9/3x3",
        "9 0:3x3+0+0/3",
        "9 0:999999x999999",
        "9 0:3x3\n",
      })
  void whatIsNoGridIsRefused(String written) {
    assertThatThrownBy(() -> PatchGrid.parse(written))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is no grid of patches");
  }

  @Test
  void rowsOfThePromptStandForNothing() throws IOException {
    PatchGrid grid =
        PageProcessor.open(Golden.folder("colqwen2-hf"), Golden.text("colqwen2-hf"))
            .page(Golden.picture("small"))
            .patches();
    assertThat(grid.area(0)).isEmpty();
    assertThat(grid.area(grid.rows() - 1)).isEmpty();
    assertThat(grid.area(7)).isEqualTo(Optional.of(new PageArea(0, 0, 1 / 3d, 1 / 2d)));
    assertThat(grid.area(12)).isEqualTo(Optional.of(new PageArea(2 / 3d, 1 / 2d, 1, 1)));
    assertThat(grid).hasToString("PatchGrid[6 of 35 rows]");
  }

  @Test
  void aPromptWithTooFewOrTooManyPlacesIsRefused() {
    List<PatchCell> one = List.of(new PatchCell(0, 1, 0, 1));
    assertThatThrownBy(() -> PatchGrid.over(new int[] {1, 2}, 9, one))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the picture has 1 patches, and the prompt 0 places");
    assertThatThrownBy(() -> PatchGrid.over(new int[] {9, 9}, 9, one))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("2 places");
  }

  @Test
  void anAreaOffThePageIsRefused() {
    assertThatThrownBy(() -> new PageArea(0.5, 0, 0.5, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0.5 to 0.5 across");
    assertThatThrownBy(() -> new PageArea(0, 0, 1, 1.5)).hasMessageContaining("0.0 to 1.5 down");
    assertThatThrownBy(() -> new PageArea(Double.NaN, 0, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

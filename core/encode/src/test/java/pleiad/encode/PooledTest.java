package pleiad.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import pleiad.encode.checkpoint.Pooling;

/// What becomes of three rows of two numbers, computed by hand.
final class PooledTest {
  private static final float[] ROWS = {1, -4, 3, -2, -7, -3, 99, 99};

  @Test
  void theFirstRow() {
    assertThat(Pooled.of(Pooling.Mode.CLS, ROWS, 3, 2)).containsExactly(1, -4);
  }

  @Test
  void theLastOfTheRowsCounted() {
    assertThat(Pooled.of(Pooling.Mode.LASTTOKEN, ROWS, 3, 2)).containsExactly(-7, -3);
  }

  @Test
  void theMean() {
    assertThat(Pooled.of(Pooling.Mode.MEAN, ROWS, 3, 2)).containsExactly(-1, -3);
  }

  @Test
  void theLargestIsNegativeWhereAllAre() {
    assertThat(Pooled.of(Pooling.Mode.MAX, ROWS, 3, 2)).containsExactly(3, -2);
  }

  @Test
  void laterRowsWeighMore() {
    assertThat(Pooled.of(Pooling.Mode.WEIGHTEDMEAN, ROWS, 3, 2))
        .containsExactly((1 + 2 * 3 - 3 * 7) / 6f, (-4 - 2 * 2 - 3 * 3) / 6f);
  }

  @Test
  void theSumByTheRootOfTheNumber() {
    assertThat(Pooled.of(Pooling.Mode.MEAN_SQRT_LEN_TOKENS, ROWS, 3, 2))
        .containsExactly((float) (-3 / Math.sqrt(3)), (float) (-9 / Math.sqrt(3)));
  }

  @Test
  void severalPoolsLieOneBehindTheOther() {
    assertThat(Pooled.of(List.of(Pooling.Mode.MEAN, Pooling.Mode.CLS), ROWS, 3, 2))
        .containsExactly(-1, -3, 1, -4);
  }

  @ParameterizedTest
  @EnumSource
  void oneRowIsItsOwnPool(Pooling.Mode mode) {
    assertThat(Pooled.of(mode, ROWS, 1, 2)).containsExactly(1, -4);
  }
}

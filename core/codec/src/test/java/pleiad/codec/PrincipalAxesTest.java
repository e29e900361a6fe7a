package pleiad.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pleiad.testkit.Seed;

/// Eigenvectors by their definition, of matrices whose eigenvalues are known.
@ExtendWith(Seed.class)
class PrincipalAxesTest {
  /// Rows count as orthogonal when their cosine is a thousand millionth: every eigenvector may then
  /// have as much of each other one. Twice that, for what rounding adds.
  private static final double ORTHOGONAL = 2e-9;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 16, 31, 64, 130})
  void anyEigenvaluesAreFound(int width, Random random) {
    assertFound(random, spectrum(width, _ -> random.nextDouble()));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5, 16, 65})
  void eigenvaluesMayDifferByMuch(int width, Random random) {
    assertFound(random, spectrum(width, i -> Math.pow(10, -12.0 * i / width)));
    assertFound(random, spectrum(width, i -> i == 0 ? 1 : 1e-7));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 16, 65})
  void eigenvaluesMayBeEqual(int width, Random random) {
    assertFound(random, spectrum(width, _ -> 0.3));
    assertFound(random, spectrum(width, i -> i % 2 == 0 ? 2 : 0.5));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 16, 65})
  void eigenvaluesMayBeZero(int width, Random random) {
    assertFound(random, spectrum(width, i -> i == 0 ? 1 : 0));
    assertFound(random, spectrum(width, i -> i < width / 2 ? 1 + random.nextDouble() : 0));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-310, 1e-200, 1e-30, 1e30, 1e200, 1e307})
  void theSizeOfNumbersMakesNoDifference(double scale, Random random) {
    assertFound(random, spectrum(20, _ -> scale * random.nextDouble()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 33})
  void zerosHaveTheAxesOfDimensions(int width) {
    double[][] matrix = new double[width][width];
    assertThat(PrincipalAxes.of(matrix)).containsOnly(0);
    assertThat(matrix).isDeepEqualTo(diagonal(spectrum(width, _ -> 1)));
  }

  @Test
  void aDiagonalHasTheAxesOfDimensions(Random random) {
    double[] spectrum = spectrum(9, _ -> random.nextDouble());
    double[][] matrix = diagonal(spectrum);
    double[] eigenvalues = PrincipalAxes.of(matrix);
    assertThat(matrix).isDeepEqualTo(diagonal(spectrum(9, _ -> 1)));
    for (int i = 0; i < 9; i++) {
      assertThat(eigenvalues[i]).isCloseTo(spectrum[i], within(1e-15));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void numbersThatAreNotFiniteAreRefused(double number) {
    for (int k = 0; k < 3; k++) {
      double[][] matrix = diagonal(new double[] {1, 2, 3});
      matrix[1][k] = number;
      assertThatIllegalArgumentException()
          .isThrownBy(() -> PrincipalAxes.of(matrix))
          .withMessage("a matrix has axes when all its numbers are finite, not with " + number);
    }
  }

  private static double[] spectrum(int width, IntToDoubleFunction eigenvalue) {
    double[] spectrum = new double[width];
    Arrays.setAll(spectrum, eigenvalue);
    return spectrum;
  }

  private static double[][] diagonal(double[] values) {
    double[][] matrix = new double[values.length][values.length];
    for (int i = 0; i < values.length; i++) {
      matrix[i][i] = values[i];
    }
    return matrix;
  }

  /// The matrix that has these eigenvalues, and random eigenvectors.
  private static double[][] matrix(Random random, double[] spectrum) {
    double[][] axes = Rotations.orthonormal(random, spectrum.length);
    double[][] matrix = new double[spectrum.length][spectrum.length];
    for (int i = 0; i < spectrum.length; i++) {
      for (int j = 0; j <= i; j++) {
        for (int axis = 0; axis < spectrum.length; axis++) {
          matrix[i][j] += spectrum[axis] * axes[axis][i] * axes[axis][j];
        }
        matrix[j][i] = matrix[i][j];
      }
    }
    return matrix;
  }

  private static void assertFound(Random random, double[] spectrum) {
    double[][] matrix = matrix(random, spectrum);
    double[][] axes = Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
    double[] eigenvalues = PrincipalAxes.of(axes);
    assertOrthonormal(axes);
    double largest = Arrays.stream(spectrum).max().orElseThrow();
    double tolerance = ORTHOGONAL * Math.sqrt(spectrum.length) * largest;
    for (int i = 0; i < axes.length; i++) {
      assertThat(distance(matrix, axes[i], eigenvalues[i], largest))
          .isLessThanOrEqualTo(tolerance / largest);
    }
    Arrays.sort(eigenvalues);
    double[] sorted = spectrum.clone();
    Arrays.sort(sorted);
    for (int i = 0; i < sorted.length; i++) {
      assertThat(eigenvalues[i]).isCloseTo(sorted[i], within(tolerance));
    }
  }

  private static void assertOrthonormal(double[][] axes) {
    for (int i = 0; i < axes.length; i++) {
      for (int j = 0; j <= i; j++) {
        assertThat(Rotations.dot(axes[i], axes[j])).isCloseTo(i == j ? 1 : 0, within(ORTHOGONAL));
      }
    }
  }

  /// The length of `matrix · axis - eigenvalue · axis`, in units of the largest eigenvalue.
  private static double distance(
      double[][] matrix, double[] axis, double eigenvalue, double largest) {
    double squares = 0;
    for (int i = 0; i < axis.length; i++) {
      double off = (Rotations.dot(matrix[i], axis) - eigenvalue * axis[i]) / largest;
      squares += off * off;
    }
    return Math.sqrt(squares);
  }
}

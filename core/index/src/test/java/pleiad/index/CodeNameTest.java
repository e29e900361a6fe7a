package pleiad.index;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodeNameTest {
  /// `int8` takes four bytes more than numbers, `residual` three bytes for four codes and one.
  @ParameterizedTest
  @CsvSource({
    "float16, 128, 256",
    "int8, 128, 132",
    "residual, 128, 37",
    "residual, 384, 37",
    "residual-20, 128, 16",
    "residual+int8, 128, 169",
    "residual+cells, 128, 37",
    "residual-20+cells+muvera, 128, 16",
    "int8+muvera-20-4-8, 128, 132",
    "residual, 8, 10",
    "residual, 40000, 40004"
  })
  void aTokenTakesSoManyBytes(String name, int dimension, int bytes) {
    assertThat(CodeName.parse(name).tokenBytes(dimension)).isEqualTo(bytes);
  }
}

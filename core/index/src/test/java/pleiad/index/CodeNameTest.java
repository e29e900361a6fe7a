package pleiad.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
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
    "residual-20+centred, 128, 16",
    "residual-20+int8+centred+muvera, 128, 148",
    "int8+muvera-20-4-8, 128, 132",
    "residual, 8, 10",
    "residual, 40000, 40004"
  })
  void aTokenTakesSoManyBytes(String name, int dimension, int bytes) {
    assertThat(CodeName.parse(name).tokenBytes(dimension)).isEqualTo(bytes);
  }

  @Test
  void aNameSaysWhetherCodesAreOfDifferences() {
    assertThat(CodeName.parse("residual+int8+centred"))
        .isEqualTo(new CodeName("residual+int8+centred", 48, true, false, true, null));
    assertThat(CodeName.parse("residual-20+centred+muvera").centred()).isTrue();
    assertThat(CodeName.parse("residual-20").centred()).isFalse();
    for (String wrong :
        List.of("int8+centred", "residual+centred+int8", "residual+cells+centred")) {
      assertThatThrownBy(() -> CodeName.parse(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("the same with +centred for +cells");
    }
  }

  /// 1,000 documents of 1,000 tokens: a centre each.
  @Test
  void centresAreCounted() {
    long plain = CodeName.parse("residual-20").bytes(128, 1_000, 1_000_000);
    assertThat(CodeName.parse("residual-20+centred").bytes(128, 1_000, 1_000_000))
        .isEqualTo(plain + 132_000);
  }
}

package pleiad.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import pleiad.vector.TokenVectors;

final class EncodingTest {
  private static final Token TOKEN = new Token("a", 1, 0, 1);

  @Test
  void asManyVectorsAsTokens() {
    assertThatThrownBy(() -> new Encoding(TokenVectors.empty(2), List.of(TOKEN), new float[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("0 vectors for 1 tokens");
  }

  @Test
  void whatIsHandedOutCannotChangeIt() {
    List<Token> tokens = new ArrayList<>(List.of(TOKEN));
    TokenVectors vectors = TokenVectors.of(new float[] {1, 0}, 2);
    Encoding encoding = new Encoding(vectors, tokens, new float[] {0, 1});
    tokens.clear();
    encoding.single()[0] = 7;
    assertThat(encoding.tokens()).containsExactly(TOKEN);
    assertThat(encoding.single()).containsExactly(0, 1);
    assertThat(encoding).hasToString("Encoding[TokenVectors[1 × 2], single of 2]");
  }

  @Test
  void aTokenLiesSomewhere() {
    assertThatThrownBy(() -> new Token("a", 1, 3, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a token lies at 0 <= start <= end, 'a' at 3 to 2");
  }

  @Test
  void aModelHasSizes() {
    assertThatThrownBy(() -> new Model("m", "f", 0, 2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("model 'm' has dimensions 0 and 2 and a window of 3; each must be at least 1");
  }
}

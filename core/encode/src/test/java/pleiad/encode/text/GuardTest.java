package pleiad.encode.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class GuardTest {
  private final Guard guard = new Guard(List.of("[Q] ", "[Q] [D]", "<mask>"));

  @Test
  void aPrefixIsCutAtItsTokens() {
    assertThat(stretches("")).isEmpty();
    assertThat(stretches("query: ")).containsExactly("query: ");
    assertThat(stretches("[Q] ")).containsExactly("*[Q] ");
    assertThat(stretches("a<mask><mask>b[Q]")).containsExactly("a", "*<mask>", "*<mask>", "b[Q]");
  }

  @Test
  void ofTwoTokensAtAPlaceTheLongerIsFound() {
    assertThat(stretches("[Q] [D]x")).containsExactly("*[Q] [D]", "x");
    assertThat(stretches("[Q] [Q] [D]")).containsExactly("*[Q] ", "*[Q] [D]");
  }

  private List<String> stretches(String prefix) {
    return guard.stretches(prefix).stream()
        .map(stretch -> (stretch.guarded() ? "*" : "") + stretch.text())
        .toList();
  }

  @Test
  void aNameKeepsTheBlanksAndNothingElse() {
    assertThat(guard.nameOf("[Q] ")).matches("\\[[a-z]{24}] ");
    assertThat(guard.nameOf("<mask>")).matches("\\[[a-z]{24}]");
    assertThat(guard.nameOf("other")).isEqualTo("other");
    assertThat(guard.named("a[Q] b")).isEqualTo("a" + guard.nameOf("[Q] ") + "b");
  }

  @Test
  void twoGuardsHaveOtherNames() {
    assertThat(new Guard(List.of("[Q] ")).nameOf("[Q] ")).isNotEqualTo(guard.nameOf("[Q] "));
  }
}

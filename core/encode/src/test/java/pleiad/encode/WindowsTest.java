package pleiad.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WindowsTest {
  @Test
  void aTextThatFitsIsOneWindow() {
    for (int tokens = 0; tokens <= 510; tokens++) {
      assertThat(Windows.over(tokens, 510, 64)).containsExactly(new Window(0, tokens, 0, tokens));
    }
  }

  @Test
  void oneTokenTooManyMakesTwoHalves() {
    assertThat(Windows.over(511, 510, 64))
        .containsExactly(new Window(0, 288, 0, 256), new Window(223, 511, 256, 511));
  }

  @Test
  void neighboursShareTheOverlapInHalves() {
    assertThat(Windows.over(956, 510, 64))
        .containsExactly(new Window(0, 510, 0, 478), new Window(446, 956, 478, 956));
  }

  @Test
  void oneTokenMoreThanTwoWindowsHoldMakesThirds() {
    assertThat(Windows.over(957, 510, 64))
        .containsExactly(
            new Window(0, 362, 0, 330),
            new Window(297, 659, 330, 627),
            new Window(595, 957, 627, 957));
  }

  @Test
  void theLongestTextHasItsWindowsToo() {
    List<Window> windows = Windows.over(Integer.MAX_VALUE, 1 << 20, 1 << 18);
    assertThat(windows.getFirst().start()).isZero();
    assertThat(windows.getLast().end()).isEqualTo(Integer.MAX_VALUE);
    assertThat(windows).isSortedAccordingTo(Comparator.comparingInt(Window::start));
  }

  @Test
  void everyTokenIsKeptOnceWhereItIsFarthestFromACut() {
    for (int tokens = 0; tokens <= 2_500; tokens++) {
      compareWithTheRule(tokens, 510, 64);
    }
  }

  @Test
  void theRuleHoldsForSmallWindowsToo() {
    for (int capacity = 1; capacity <= 9; capacity++) {
      for (int overlap = 0; 2 * overlap < capacity; overlap++) {
        for (int tokens = 0; tokens <= 70; tokens++) {
          compareWithTheRule(tokens, capacity, overlap);
        }
      }
    }
  }

  @Test
  void anOverlapOfHalfAWindowIsRefused() {
    assertThatThrownBy(() -> Windows.over(100, 10, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an overlap of 5 needs windows of more than 10 tokens, not 10");
  }

  private static void compareWithTheRule(int tokens, int capacity, int overlap) {
    List<Window> windows = Windows.over(tokens, capacity, overlap);
    assertThat(windows).hasSize(fewest(tokens, capacity, overlap));
    int length = shortest(tokens, windows.size(), overlap);
    for (int i = 1; i < windows.size(); i++) {
      assertThat(windows.get(i - 1).end() - windows.get(i).start()).isBetween(overlap, length - 1);
    }
    int expected = 0;
    for (Window window : windows) {
      assertThat(window.end() - window.start()).isEqualTo(length);
      assertThat(window.keepFrom()).isEqualTo(expected);
      for (int token = window.keepFrom(); token < window.keepTo(); token++) {
        if (!farthestFromACut(token, windows, tokens).equals(window)) {
          throw new AssertionError("token %d of %d: %s".formatted(token, tokens, windows));
        }
      }
      expected = window.keepTo();
    }
    assertThat(expected).isEqualTo(tokens);
  }

  private static int fewest(int tokens, int capacity, int overlap) {
    int count = 1;
    for (int seen = capacity; seen < tokens; seen += capacity - overlap) {
      count++;
    }
    return count;
  }

  private static int shortest(int tokens, int count, int overlap) {
    int length = 0;
    while (length + (count - 1) * (length - overlap) < tokens) {
      length++;
    }
    return length;
  }

  private static Window farthestFromACut(int token, List<Window> windows, int tokens) {
    Window best = windows.getFirst();
    int bestDistance = -1;
    for (Window window : windows) {
      if (window.start() <= token && token < window.end()) {
        int left = window.start() == 0 ? tokens : token - window.start();
        int right = window.end() == tokens ? tokens : window.end() - 1 - token;
        if (Math.min(left, right) > bestDistance) {
          bestDistance = Math.min(left, right);
          best = window;
        }
      }
    }
    return best;
  }
}

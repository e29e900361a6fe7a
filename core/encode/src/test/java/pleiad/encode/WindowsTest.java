package pleiad.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
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
  void oneTokenTooManySlidesTheLastWindowBack() {
    assertThat(Windows.over(511, 510, 64))
        .containsExactly(new Window(0, 510, 0, 256), new Window(1, 511, 256, 511));
  }

  @Test
  void neighboursShareTheOverlapInHalves() {
    assertThat(Windows.over(956, 510, 64))
        .containsExactly(new Window(0, 510, 0, 478), new Window(446, 956, 478, 956));
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
    assertThat(starts(windows)).isEqualTo(slowStarts(tokens, capacity, overlap));
    int expected = 0;
    for (Window window : windows) {
      assertThat(window.end() - window.start()).isEqualTo(Math.min(capacity, tokens));
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

  private static List<Integer> starts(List<Window> windows) {
    return windows.stream().map(Window::start).toList();
  }

  private static List<Integer> slowStarts(int tokens, int capacity, int overlap) {
    List<Integer> starts = new ArrayList<>();
    int start = 0;
    while (start + capacity < tokens) {
      starts.add(start);
      start += capacity - overlap;
    }
    starts.add(Math.max(0, Math.min(start, tokens - capacity)));
    return starts;
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

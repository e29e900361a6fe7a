package pleiad.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import pleiad.vector.MaxSim;
import pleiad.vector.TokenVectors;

class RecallTest {
  private static final TokenVectors QUERY = TokenVectors.of(new float[] {1}, 1);

  /// Documents whose scores are given.
  private static final class Scores implements Rows {
    private final float[] scores;

    Scores(float... scores) {
      this.scores = scores;
    }

    @Override
    public int pieces() {
      return 0;
    }

    @Override
    public void read(int piece, Reader reader) {}

    @Override
    public float score(MaxSim query, int document) {
      return scores[document];
    }
  }

  private static Ranking ranking(Scores scores, int... documents) {
    return new Ranking(
        Arrays.stream(documents)
            .mapToObj(each -> new Ranking.Found(each, scores.scores[each]))
            .toList());
  }

  private static double recall(Scores scores, int[] found, int[] best, int cutoff)
      throws IOException {
    return new Recall(scores).of(QUERY, ranking(scores, found), ranking(scores, best), cutoff);
  }

  @Test
  void theShareOfTheBestThatWasFound() throws IOException {
    Scores scores = new Scores(9, 8, 7, 6, 5);
    int[] best = {0, 1, 2, 3, 4};
    assertThat(recall(scores, new int[] {0, 1, 2}, best, 3)).isEqualTo(1);
    assertThat(recall(scores, new int[] {2, 0, 3}, best, 3)).isEqualTo(2 / 3.0);
    assertThat(recall(scores, new int[] {3, 4}, best, 2)).isZero();
    assertThat(recall(scores, new int[] {}, best, 2)).isZero();
    assertThat(recall(scores, new int[] {3, 4, 0, 1}, best, 2)).as("behind the cut").isZero();
  }

  @Test
  void oneOfSeveralEqualDocumentsIsAsGoodAsAnother() throws IOException {
    Scores scores = new Scores(9, 7, 7, 7, 5);
    assertThat(recall(scores, new int[] {0, 3}, new int[] {0, 1}, 2)).isEqualTo(1);
    assertThat(recall(scores, new int[] {0, 4}, new int[] {0, 1}, 2)).isEqualTo(0.5);
  }

  @Test
  void aSmallCollectionIsFoundWhole() throws IOException {
    Scores scores = new Scores(2, 1);
    assertThat(recall(scores, new int[] {1, 0}, new int[] {0, 1}, 10)).isEqualTo(1);
    assertThat(recall(scores, new int[] {}, new int[] {}, 10)).isEqualTo(1);
    assertThat(ranking(scores, 0, 1).first(1)).isEqualTo(List.of(new Ranking.Found(0, 2)));
  }
}

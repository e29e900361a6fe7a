package pleiad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pleiad.SimilarityGrid.Label;

/// Every token of a query beside every token of a document.
class SimilarityGridTest {
  @TempDir private Path home;

  @SuppressWarnings("NullAway.Init") // JUnit sets the folder
  SimilarityGridTest() {}

  private Pleiad open(TokenReduction reduction) throws IOException {
    Settings settings =
        new Settings(
            List.of(new Settings.Encoded("tokens", "words", Part.ALL, "int8", reduction)),
            Language.EN);
    WordEncoder encoder = new WordEncoder("words", "1");
    return Pleiad.open(home.resolve("c"), Options.of(settings).models(_ -> encoder));
  }

  private static void assertAgree(SimilarityGrid grid, Explanation explanation) {
    for (int token = 0; token < grid.query().size(); token++) {
      Match match = explanation.matches().get(token);
      assertThat(grid.query().get(token).text()).isEqualTo(match.queryToken());
      assertThat(grid.document().get(grid.best(token)).text()).isEqualTo(match.documentToken());
      assertThat(grid.similarity(token, grid.best(token))).isEqualTo(match.similarity());
    }
    assertThat(explanation.score()).isNotNull();
    assertThat((double) grid.score())
        .isCloseTo(
            explanation.matches().stream().mapToDouble(Match::similarity).sum(),
            Offset.offset(1e-5));
  }

  @Test
  void whatIsBestIsWhatAnExplanationNames() throws IOException {
    try (Pleiad pleiad = open(TokenReduction.NONE)) {
      pleiad.add("1", "the red fox and the blue whale");
      pleiad.commit();
      Search search = Search.of("fox whale green");
      SimilarityGrid grid = pleiad.similarities(search, "1").orElseThrow();
      assertThat(grid.query()).extracting(Label::text).containsExactly("fox", "whale", "green");
      assertThat(grid.document()).extracting(Label::text).hasSize(7).contains("fox", "blue");
      assertAgree(grid, pleiad.explain(search, "1"));
    }
  }

  @Test
  void pooledTokensAreOneColumn() throws IOException {
    try (Pleiad pleiad = open(TokenReduction.NONE.pooling(2))) {
      pleiad.add("1", "seven sisters rise over the quiet sea tonight");
      pleiad.commit();
      Search search = Search.of("sisters sea");
      SimilarityGrid grid = pleiad.similarities(search, "1").orElseThrow();
      assertThat(grid.document()).hasSizeLessThan(8);
      assertThat(grid.document()).anyMatch(each -> each.text().contains(" + "));
      assertAgree(grid, pleiad.explain(search, "1"));
    }
  }

  @Test
  void withoutTokensThereIsNone() throws IOException {
    try (Pleiad pleiad = open(TokenReduction.NONE)) {
      pleiad.add("1", "red");
      pleiad.commit();
      assertThat(pleiad.similarities(Search.of("red").plan("bm25(3)"), "1")).isEmpty();
      assertThatThrownBy(() -> pleiad.similarities(Search.of("red"), "3"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no document '3'");
    }
  }

  @Test
  void theFirstOfEqualsIsTheBest() {
    Label label = new Label("a", false);
    SimilarityGrid grid =
        new SimilarityGrid(
            List.of(label, label),
            List.of(label, label, label),
            new float[][] {{-1, -0.5f, -0.5f}, {0.25f, 0, 0.25f}});
    assertThat(grid.best(0)).isEqualTo(1);
    assertThat(grid.best(1)).isZero();
    assertThat(grid.score()).isEqualTo(-0.25f);
  }

  @Test
  void asManySimilaritiesAsTokensAreNeeded() {
    Label label = new Label("a", false);
    assertThatThrownBy(
            () -> new SimilarityGrid(List.of(label), List.of(label), new float[][] {{1, 2}}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 query tokens with 1 document tokens");
    assertThatThrownBy(
            () ->
                new SimilarityGrid(
                    List.of(label), List.of(label), new float[][] {{1}}, List.of(1f, 1f)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("and a weight of each");
    assertThat(new SimilarityGrid(List.of(label), List.of(), new float[1][0]).score()).isZero();
  }
}

package pleiad.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import pleiad.testkit.Seed;
import pleiad.vector.MaxSim;
import pleiad.vector.TokenVectors;

@ExtendWith(Seed.class)
class InteractionTest {
  private static final int TOP = 3;

  private static TokenVectors vectors(int tokens, int dimension, Random random) {
    float[] rows = new float[tokens * dimension];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) random.nextGaussian();
    }
    return TokenVectors.of(rows, dimension);
  }

  private static Interaction interaction(Interaction.Form form, Interaction.Similarity similarity) {
    return new Interaction(form, form == Interaction.Form.TOP ? TOP : 0, similarity);
  }

  /// The slow obvious way.
  private static double slow(Interaction how, double[][] query, double[][] document) {
    double[] finds = finds(how, query, document);
    return switch (how.form()) {
      case SUM -> Arrays.stream(finds).sum();
      case MEAN -> Arrays.stream(finds).average().orElseThrow();
      case MAX -> Arrays.stream(finds).max().orElseThrow();
      case TOP -> -Arrays.stream(finds).map(find -> -find).sorted().limit(how.top()).sum();
      case BOTH ->
          (Arrays.stream(finds).average().orElseThrow()
                  + Arrays.stream(finds(how, document, query)).average().orElseThrow())
              / 2;
      case ATTENTION -> {
        double[] theirs = finds(how, query, new double[][] {mean(how, document)});
        double weights = Arrays.stream(theirs).map(Math::exp).sum();
        yield Arrays.stream(theirs).map(find -> find * Math.exp(find) / weights).sum();
      }
      case CENTROID -> similarity(how, mean(how, query), mean(how, document));
    };
  }

  private static double[] finds(Interaction how, double[][] query, double[][] document) {
    return Arrays.stream(query)
        .mapToDouble(
            q ->
                Arrays.stream(document).mapToDouble(d -> similarity(how, q, d)).max().orElseThrow())
        .toArray();
  }

  private static double similarity(Interaction how, double[] a, double[] b) {
    double dot = 0;
    double distance = 0;
    for (int k = 0; k < a.length; k++) {
      dot += a[k] * b[k];
      distance += (a[k] - b[k]) * (a[k] - b[k]);
    }
    return switch (how.similarity()) {
      case DOT -> dot;
      case COSINE -> length(a) * length(b) == 0 ? 0 : dot / length(a) / length(b);
      case EUCLIDEAN -> -Math.sqrt(distance);
    };
  }

  private static double length(double[] a) {
    return Math.sqrt(Arrays.stream(a).map(x -> x * x).sum());
  }

  /// Of directions where lengths do not count.
  private static double[] mean(Interaction how, double[][] rows) {
    double[] mean = new double[rows[0].length];
    for (double[] row : rows) {
      double scale = how.similarity() == Interaction.Similarity.COSINE ? 1 / length(row) : 1;
      for (int k = 0; k < mean.length; k++) {
        mean[k] += scale * row[k] / rows.length;
      }
    }
    return mean;
  }

  private static double[][] doubles(TokenVectors vectors) {
    double[][] rows = new double[vectors.count()][vectors.dimension()];
    for (int token = 0; token < rows.length; token++) {
      for (int k = 0; k < rows[token].length; k++) {
        rows[token][k] = vectors.at(token, k);
      }
    }
    return rows;
  }

  @ParameterizedTest
  @EnumSource
  void everyFormAndSimilarityIsWhatItSays(Interaction.Form form, Random random) {
    for (Interaction.Similarity similarity : Interaction.Similarity.values()) {
      for (int[] sizes : new int[][] {{1, 1, 1}, {2, 1, 7}, {1, 5, 3}, {9, 30, 16}, {33, 65, 24}}) {
        TokenVectors query = vectors(sizes[0], sizes[2], random);
        TokenVectors document = vectors(sizes[1], sizes[2], random);
        Interaction how = interaction(form, similarity);
        assertThat((double) how.score(query, document))
            .as("%s %s %s", form, similarity, Arrays.toString(sizes))
            .isCloseTo(slow(how, doubles(query), doubles(document)), within(2e-4 * sizes[0]));
      }
    }
  }

  /// What the first tokens alone give; all of them where there are not so many.
  @ParameterizedTest
  @ValueSource(ints = {1, 4, 16, 40})
  void theFirstTokensAttend(int codes, Random random) {
    TokenVectors query = vectors(20, 12, random);
    TokenVectors document = vectors(9, 12, random);
    for (Interaction.Similarity similarity : Interaction.Similarity.values()) {
      Interaction how = new Interaction(Interaction.Form.ATTENTION, 0, codes, similarity);
      TokenVectors first = query.slice(0, Math.min(codes, 20));
      assertThat((double) how.score(query, document))
          .isCloseTo(slow(how, doubles(first), doubles(document)), within(1e-3));
    }
    Interaction all =
        new Interaction(Interaction.Form.ATTENTION, 0, 20, Interaction.Similarity.DOT);
    assertThat(all.score(query, document))
        .isEqualTo(
            interaction(Interaction.Form.ATTENTION, Interaction.Similarity.DOT)
                .score(query, document));
    assertThatThrownBy(
            () -> new Interaction(Interaction.Form.MAX, 0, codes, Interaction.Similarity.DOT))
        .hasMessageContaining("a matter of attention");
  }

  @Test
  void theUsualOneIsMaxSim(Random random) {
    TokenVectors query = vectors(7, 12, random);
    TokenVectors document = vectors(40, 12, random);
    assertThat(Interaction.MAX_SIM.score(query, document))
        .isCloseTo(MaxSim.of(query).score(document), within(1e-4f));
  }

  @Test
  void aVectorOfZerosHasNoAngle() {
    Interaction cosine = interaction(Interaction.Form.SUM, Interaction.Similarity.COSINE);
    TokenVectors zero = TokenVectors.of(new float[4], 4);
    assertThat(cosine.score(zero, TokenVectors.of(new float[] {1, 2, 3, 4}, 4))).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void aDocumentWithoutTokensIsLast(Interaction.Form form, Random random) {
    Interaction how = interaction(form, Interaction.Similarity.DOT);
    assertThat(how.score(vectors(3, 4, random), TokenVectors.empty(4)))
        .isEqualTo(Float.NEGATIVE_INFINITY);
  }

  @Test
  void whatDoesNotFitIsRefused(Random random) {
    assertThatThrownBy(
            () -> Interaction.MAX_SIM.score(vectors(1, 3, random), vectors(1, 4, random)))
        .hasMessageContaining("the query has 3 dimensions, the document has 4");
    assertThatThrownBy(
            () -> Interaction.MAX_SIM.score(TokenVectors.empty(3), vectors(1, 3, random)))
        .hasMessage("a query without tokens meets nothing");
    assertThatThrownBy(() -> new Interaction(Interaction.Form.TOP, 0, Interaction.Similarity.DOT))
        .hasMessageContaining("at least 1 there; got 0 for top");
    assertThatThrownBy(() -> new Interaction(Interaction.Form.SUM, 2, Interaction.Similarity.DOT))
        .hasMessageContaining("got 2 for sum");
  }
}

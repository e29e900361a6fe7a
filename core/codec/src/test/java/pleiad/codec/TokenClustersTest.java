package pleiad.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import pleiad.testkit.Seed;
import pleiad.vector.TokenVectors;

/// Opened clusters, compared with sorting all that a document has.
@ExtendWith(Seed.class)
class TokenClustersTest {
  private static final int DIMENSION = 8;

  @Test
  void aQueryTokenOpensTheClustersWhoseVectorsAreMostSimilar(Random random) {
    Codebook codebook = codebook(random);
    ResidualCode code = new ResidualCode(codebook);
    TokenVectors query = TokenVectors.of(Rows.gaussian(random, 3 * DIMENSION), DIMENSION);
    CodeTables tables = CodeTables.of(codebook, query);
    for (int each : new int[] {1, 2, 7, 63, 64}) {
      TokenClusters clusters = new TokenClusters(tables, each);
      for (int count : new int[] {200, 0, 1, 63, 64, 65}) {
        byte[] codes = new byte[count * code.tokenBytes()];
        code.encode(Rows.gaussian(random, count * DIMENSION), 0, count, codes, 0);
        int[] opened = new int[count];
        int found = clusters.open(codes, count, opened);
        assertThat(Arrays.copyOf(opened, found))
            .as("%d of %d tokens", each, count)
            .containsExactly(expected(tables, codes, count, each));
      }
    }
  }

  private static int[] expected(CodeTables tables, byte[] codes, int count, int each) {
    int[] cells = new int[count];
    CellCode.read(tables.codebook(), codes, count, cells);
    Set<Integer> there = new TreeSet<>();
    for (int cell : cells) {
      there.add(cell / 64);
    }
    Set<Integer> open = new TreeSet<>();
    for (int token = 0; token < tables.queryTokens(); token++) {
      int at = tables.at(0, token);
      there.stream()
          .sorted(Comparator.comparingDouble(cluster -> -tables.dots()[at + cluster]))
          .limit(each)
          .forEach(open::add);
    }
    return IntStream.range(0, count).filter(token -> open.contains(cells[token] / 64)).toArray();
  }

  @Test
  void withAllClustersOpenEveryTokenIsLookedAt(Random random) {
    Codebook codebook = codebook(random);
    ResidualCode code = new ResidualCode(codebook);
    TokenVectors query = TokenVectors.of(Rows.gaussian(random, DIMENSION), DIMENSION);
    byte[] codes = new byte[300 * code.tokenBytes()];
    code.encode(Rows.gaussian(random, 300 * DIMENSION), 0, 300, codes, 0);
    TokenClusters clusters = new TokenClusters(CodeTables.of(codebook, query), TokenClusters.MOST);
    assertThat(clusters.open(codes, 300, new int[300])).isEqualTo(300);
  }

  @Test
  void noneCannotBeOpened(Random random) {
    TokenVectors query = TokenVectors.of(Rows.gaussian(random, DIMENSION), DIMENSION);
    CodeTables tables = CodeTables.of(codebook(random), query);
    assertThatThrownBy(() -> new TokenClusters(tables, 0))
        .hasMessage("a query token opens 1 cluster or more, got 0");
  }

  private static Codebook codebook(Random random) {
    return CodebookTraining.train(
        Rows.gaussian(random, 500 * DIMENSION), DIMENSION, 12, 500, 1, Workers.ONE);
  }
}

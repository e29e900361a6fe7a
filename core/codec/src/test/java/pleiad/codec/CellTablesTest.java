package pleiad.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static pleiad.codec.ObviousCodes.ROUNDING;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import pleiad.testkit.Seed;
import pleiad.vector.TokenVectors;

/// Cells and their centroids, compared with looking at all of them.
@ExtendWith(Seed.class)
class CellTablesTest {
  private static final int DIMENSION = 8;

  @Test
  void theCellOfATokenIsItsFirstTwoCodes(Random random) {
    ResidualCode code = new ResidualCode(codebook(random));
    for (int count : new int[] {0, 1, 63, 64, 65, 200}) {
      byte[] codes = new byte[count * code.tokenBytes()];
      code.encode(Rows.gaussian(random, count * DIMENSION), 0, count, codes, 0);
      int[] cells = new int[count];
      CellCode.read(code.codebook(), codes, count, cells);
      int all = code.codebook().shape().codes();
      for (int token = 0; token < count; token++) {
        int block = token / SixBits.BLOCK * SixBits.BLOCK;
        byte[] values = new byte[(all + 1) * SixBits.BLOCK];
        int inBlock = Math.min(SixBits.BLOCK, count - block);
        SixBits.unpack(codes, block * code.tokenBytes(), all, inBlock, values, 0);
        int first = values[token - block];
        int second = values[SixBits.BLOCK + token - block];
        assertThat(cells[token]).isEqualTo(64 * first + second);
      }
    }
  }

  @Test
  void aCellIsAsSimilarAsItsCentroid(Random random) {
    Codebook codebook = codebook(random);
    TokenVectors query = TokenVectors.of(Rows.gaussian(random, 3 * DIMENSION), DIMENSION);
    CellTables tables = new CellTables(CodeTables.of(codebook, query));
    assertThat(tables.queryTokens()).isEqualTo(3);
    ObviousRotation rotation = ObviousRotation.of(codebook);
    ObviousRotation magnitudes = rotation.magnitudes();
    for (int cell = 0; cell < CellCode.COUNT; cell += 37) {
      double[] first = ObviousCodes.vector(codebook, 0, cell / 64);
      double[] second = ObviousCodes.vector(codebook, 1, cell % 64);
      double[] sum = new double[DIMENSION];
      double[] mass = new double[DIMENSION];
      for (int k = 0; k < DIMENSION; k++) {
        sum[k] = first[k] + second[k];
        mass[k] = Math.abs(first[k]) + Math.abs(second[k]);
      }
      double[] centroid = rotation.turnBack(sum);
      double[] centroidMass = magnitudes.turnBack(mass);
      for (int token = 0; token < 3; token++) {
        double[] queryToken = new double[DIMENSION];
        for (int k = 0; k < DIMENSION; k++) {
          queryToken[k] = query.at(token, k);
        }
        double rounding = Rotations.dot(ObviousRotation.magnitudes(queryToken), centroidMass);
        // A dot product with each axis, one with each level's vector, and their sum.
        assertThat((double) tables.similarity(token, cell))
            .isCloseTo(
                Rotations.dot(queryToken, centroid),
                within((2 * DIMENSION + 1) * ROUNDING * rounding * 1.001));
      }
    }
  }

  @Test
  void theNearestCellsAreThoseThatSortingAllGives(Random random) {
    TokenVectors query = TokenVectors.of(Rows.gaussian(random, 4 * DIMENSION), DIMENSION);
    CellTables tables = new CellTables(CodeTables.of(codebook(random), query));
    BitSet held = new BitSet();
    for (int cell = 0; cell < CellCode.COUNT; cell++) {
      held.set(cell, random.nextInt(3) > 0);
    }
    for (int token = 0; token < 4; token++) {
      List<Float> sorted = new ArrayList<>();
      for (int cell = held.nextSetBit(0); cell >= 0; cell = held.nextSetBit(cell + 1)) {
        sorted.add(tables.similarity(token, cell));
      }
      sorted.sort((a, b) -> Float.compare(b, a));
      for (int wanted : new int[] {0, 1, 2, 17, 64, 65, 1_000, CellCode.COUNT}) {
        int[] cells = new int[wanted];
        int found = tables.nearest(token, held::get, cells);
        assertThat(found).isEqualTo(Math.min(wanted, held.cardinality()));
        BitSet seen = new BitSet();
        for (int i = 0; i < found; i++) {
          assertThat(tables.similarity(token, cells[i])).isEqualTo(sorted.get(i));
          assertThat(held.get(cells[i]) && !seen.get(cells[i])).isTrue();
          seen.set(cells[i]);
        }
      }
    }
  }

  @Test
  void whereNoCellIsHeldNoneIsFound(Random random) {
    TokenVectors query = TokenVectors.of(Rows.gaussian(random, DIMENSION), DIMENSION);
    CellTables tables = new CellTables(CodeTables.of(codebook(random), query));
    assertThat(tables.nearest(0, _ -> false, new int[5])).isZero();
  }

  private static Codebook codebook(Random random) {
    return CodebookTraining.train(
        Rows.gaussian(random, 500 * DIMENSION), DIMENSION, 12, 500, 1, Workers.ONE);
  }
}

package pleiad.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pleiad.testkit.Seed;
import pleiad.vector.MaxSim;
import pleiad.vector.TokenVectors;

/// Codes of what tokens differ from their document's mean.
@ExtendWith(Seed.class)
class CentredCodesTest {
  private static final int[] COUNTS = {1, 2, 31, 63, 64, 65, 130};

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 16, 31, 128})
  void aScoreIsMaxSimOfWhatComesBack(int dimension, Random random) {
    Codebook codebook = Codebooks.centred(random, dimension, 32);
    for (int queryTokens : new int[] {1, 5, 17, 33}) {
      TokenVectors query = query(random, queryTokens, dimension);
      for (int count : COUNTS) {
        byte[] codes = Codebooks.encoded(codebook, Codebooks.document(random, count, dimension));
        float[] back = Codebooks.decoded(codebook, codes, count);
        float maxSim = MaxSim.of(query).score(TokenVectors.of(back, dimension));
        float score = ScorerKind.LANES.scorer(codebook, query).score(codes, count);
        assertThat(score).isCloseTo(maxSim, within(1e-4f * queryTokens));
        for (ScorerKind kind : ScorerKind.others()) {
          CodeScorer scorer = kind.scorer(codebook, query);
          assertThat(scorer.score(codes, count)).isEqualTo(score);
          scorer.clear();
          float estimate = scorer.add(codes, count, Float.NEGATIVE_INFINITY);
          assertThat(score).isLessThanOrEqualTo(estimate + scorer.tolerance() + 1e-5f);
          assertThat(estimate).isCloseTo(score, within(2 * scorer.tolerance() + 1e-5f));
        }
      }
    }
  }

  /// Documents are told apart by their centres: those whose centre is the query's opposite are
  /// given up, those that have their score have the definition's.
  @Test
  void centresDecideWhatIsGivenUp(Random random) {
    Codebook codebook = Codebooks.centred(random, 32, 32);
    TokenVectors query = query(random, 22, 32);
    int tokens = 40;
    byte[][] documents = new byte[80][];
    for (int each = 0; each < documents.length; each++) {
      float[] rows = Codebooks.document(random, tokens, 32);
      for (int at = 0; at < rows.length; at++) {
        float sum = 0;
        for (int token = 0; token < query.count(); token++) {
          sum += query.at(token, at % 32);
        }
        rows[at] += (each % 8 - 4) * 0.3f * sum;
      }
      documents[each] = Codebooks.encoded(codebook, rows);
    }
    CodeScorer definition = ScorerKind.LANES.scorer(codebook, query);
    float least = definition.score(documents[7], tokens) - 3.3f;
    // Documents that differ most in their centres lie so far apart; what is expected of one that is
    // given up soon is nearer than a third of that.
    float far =
        (definition.score(documents[7], tokens) - definition.score(documents[0], tokens)) / 3;
    for (ScorerKind kind : ScorerKind.others()) {
      CodeScorer scorer = kind.scorer(codebook, query);
      int givenUp = CodeScorerTest.givenUp(scorer, definition, documents, tokens, least, far);
      assertThat(givenUp).isBetween(documents.length / 4, documents.length - 10);
    }
  }

  /// Three quarters of such a token's squared length are its document's.
  @Test
  void lessIsMissedThanByCodesOfTheTokensThemselves(Random random) {
    int dimension = 64;
    Codebook centred = Codebooks.centred(random, dimension, 20);
    float[] sample = new float[0];
    for (int each = 0; each < 30; each++) {
      float[] document = Codebooks.document(random, 20, dimension);
      sample = Arrays.copyOf(sample, sample.length + document.length);
      System.arraycopy(document, 0, sample, sample.length - document.length, document.length);
    }
    Codebook plain = CodebookTraining.train(sample, dimension, 20, 600, 1, Workers.ONE);
    double missedCentred = 0;
    double missedPlain = 0;
    for (int each = 0; each < 20; each++) {
      float[] document = Codebooks.document(random, 50, dimension);
      missedCentred += missed(centred, document);
      missedPlain += missed(plain, document);
    }
    assertThat(missedCentred).isLessThan(0.6 * missedPlain);
  }

  private static double missed(Codebook codebook, float[] document) {
    int count = document.length / codebook.dimension();
    float[] back = Codebooks.decoded(codebook, Codebooks.encoded(codebook, document), count);
    double squares = 0;
    for (int at = 0; at < back.length; at++) {
      squares += Math.pow(document[at] - back[at], 2);
    }
    return squares;
  }

  /// The error of training is a share of the tokens' squared lengths, not of what centres leave.
  /// Scaling what comes back to its length at most doubles it.
  @Test
  void theErrorIsOfWholeTokens(Random random) {
    int dimension = 16;
    float[][] documents = new float[40][];
    CentredSample sample = new CentredSample(dimension, 40 * 20);
    for (int each = 0; each < documents.length; each++) {
      documents[each] = Codebooks.document(random, 20, dimension);
      sample.add(documents[each].clone(), IntStream.range(0, 20).toArray());
    }
    Codebook codebook = CodebookTraining.train(sample, 20, 800, random.nextLong(), Workers.ONE);
    double missed = 0;
    double whole = 0;
    for (float[] document : documents) {
      missed += missed(codebook, document);
      for (float value : document) {
        whole += (double) value * value;
      }
    }
    assertThat(missed / whole).isBetween(0.7 * codebook.error(), 2.0 * codebook.error());
  }

  /// Codes could not say how near it is.
  @Test
  void aDocumentOfOneTokenIsItsCentre(Random random) {
    for (int dimension : new int[] {1, 2, 17, 128}) {
      Codebook codebook = Codebooks.centred(random, dimension, 20);
      float[] token = Codebooks.document(random, 1, dimension);
      float largest = 0;
      for (float value : token) {
        largest = Math.max(largest, Math.abs(value));
      }
      float[] back = Codebooks.decoded(codebook, Codebooks.encoded(codebook, token), 1);
      for (int k = 0; k < dimension; k++) {
        assertThat(back[k]).isCloseTo(token[k], within(largest / 127 * 0.51f));
      }
    }
  }

  @Test
  void tokensThatAreNotFiniteLeaveTheOthersAlone(Random random) {
    Codebook codebook = Codebooks.centred(random, 16, 20);
    float[] document = Codebooks.document(random, 10, 16);
    float[] others = Arrays.copyOfRange(document, 32, document.length);
    document[3] = Float.NaN;
    document[16] = Float.POSITIVE_INFINITY;
    float[] back = Codebooks.decoded(codebook, Codebooks.encoded(codebook, document), 10);
    float[] alone = Codebooks.decoded(codebook, Codebooks.encoded(codebook, others), 8);
    for (int at = 0; at < alone.length; at++) {
      assertThat(back[32 + at]).isEqualTo(alone[at]);
    }
    for (float each : back) {
      assertThat(each).isFinite();
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void aCentreThatIsNoneIsZero(float scale, Random random) {
    Codebook codebook = Codebooks.centred(random, 16, 20);
    TokenVectors query = query(random, 5, 16);
    byte[] codes = Codebooks.encoded(codebook, Codebooks.document(random, 10, 16));
    int centre = codes.length - codebook.documentBytes();
    byte[] damaged = codes.clone();
    ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN).putFloat(centre, scale);
    byte[] without = codes.clone();
    Arrays.fill(without, centre, without.length, (byte) 0);
    assertThat(Codebooks.decoded(codebook, damaged, 10))
        .isEqualTo(Codebooks.decoded(codebook, without, 10));
    for (ScorerKind kind : ScorerKind.here()) {
      CodeScorer scorer = kind.scorer(codebook, query);
      assertThat(scorer.score(damaged, 10)).isEqualTo(scorer.score(without, 10)).isFinite();
    }
  }

  @Test
  void documentsOfZerosAndOfNoTokensComeBackAsTheyWere(Random random) {
    Codebook codebook = Codebooks.centred(random, 8, 20);
    assertThat(Codebooks.decoded(codebook, Codebooks.encoded(codebook, new float[24]), 3))
        .containsOnly(0);
    assertThat(Codebooks.encoded(codebook, new float[0])).hasSize(12).containsOnly(0);
  }

  private static TokenVectors query(Random random, int tokens, int dimension) {
    return TokenVectors.of(Rows.unit(random, tokens, dimension), dimension);
  }
}

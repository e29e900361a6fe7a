package pleiad.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static pleiad.codec.ObviousCodes.ROUNDING;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pleiad.codec.Codebook.Shape;
import pleiad.testkit.Seed;
import pleiad.vector.Kernels;
import pleiad.vector.MaxSim;
import pleiad.vector.TokenVectors;

/// What every scorer of codes must do. [LaneScorer] is the definition, and is compared with MaxSim
/// over what codes decode to; the others must give its very bits.
@ExtendWith(Seed.class)
class CodeScorerTest {
  /// Around whole groups and registers.
  private static final int[] QUERY_TOKENS = {
    1, 2, 3, 4, 5, 7, 8, 9, 16, 21, 31, 32, 33, 48, 65, 70
  };

  /// Around half a block, whole blocks, and as many blocks as are worked on together.
  private static final int[] DOCUMENT_TOKENS = {
    0, 1, 2, 31, 32, 33, 63, 64, 65, 128, 129, 257, 700
  };

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 16, 31, 128})
  void theDefinitionIsMaxSimOfWhatCodesDecodeTo(int dimension, Random random) {
    Codebook codebook = Codebooks.trained(random, dimension, 32);
    for (int queryTokens : new int[] {1, 5, 17}) {
      TokenVectors query = query(random, queryTokens, dimension);
      CodeScorer scorer = ScorerKind.LANES.scorer(codebook, query);
      for (int count : new int[] {1, 63, 65, 130}) {
        byte[] codes = Codebooks.encoded(codebook, Codebooks.tokens(random, count, dimension));
        float[] decoded = Codebooks.decoded(codebook, codes, count);
        float maxSim = MaxSim.of(query).score(TokenVectors.of(decoded, dimension));
        double rounding = rounding(query, new ObviousCodes(codebook, codes, count));
        assertThat((double) scorer.score(codes, count)).isCloseTo(maxSim, within(rounding));
        assertThat(estimate(scorer, codes, count)).isEqualTo(scorer.score(codes, count));
      }
    }
  }

  /// How far two ways to add up the same numbers can be apart. A similarity is a sum over codes of
  /// dot products with a turned query token, or a dot product with a sum over codes that was turned
  /// back: either rounds a number twice as often as there are dimensions, as often as there are
  /// codes, and a few times for the factor. The score adds up as many as the query has tokens. A
  /// maximum is off by no more than the similarities it is taken of.
  private static double rounding(TokenVectors query, ObviousCodes codes) {
    int dimension = query.dimension();
    float[] rows = query.toArray();
    double sum = 0;
    for (int at = 0; at < rows.length; at += dimension) {
      double largest = 0;
      for (int token = 0; token < codes.count(); token++) {
        double[] mass = codes.mass(token);
        double similarity = 0;
        for (int k = 0; k < dimension; k++) {
          similarity += Math.abs(rows[at + k]) * mass[k];
        }
        largest = Math.max(largest, similarity * codes.factor(token));
      }
      sum += largest;
    }
    return 2 * (2 * dimension + 32 + 4 + query.count()) * ROUNDING * sum * 1.001;
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 16, 31, 96, 128, 384})
  void everyShapeGivesTheDefinitionsBits(int dimension, Random random) {
    Codebook codebook = Codebooks.trained(random, dimension, 48);
    byte[][] documents = documents(codebook, random);
    for (int queryTokens : QUERY_TOKENS) {
      assertSameBits(codebook, query(random, queryTokens, dimension), documents);
    }
  }

  /// From the fewest codes to the most, with and without subspaces and levels.
  @Test
  void everyKindOfCodebookGivesTheDefinitionsBits(Random random) {
    Shape[] shapes = {
      new Shape(1, 8, 0),
      new Shape(5, 8, 4),
      new Shape(16, 0, 16),
      new Shape(20, 2, 2),
      new Shape(130, 8, 124)
    };
    for (Shape shape : shapes) {
      for (int exponent : new int[] {5, 9}) {
        Codebook codebook = Codebooks.random(random, shape, exponent, exponent == 9);
        byte[][] documents = documents(codebook, random);
        for (int queryTokens : new int[] {1, 6}) {
          assertSameBits(codebook, query(random, queryTokens, shape.dimension()), documents);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {1e-30f, 1e-12f, 1e-3f, 1e3f, 1e12f, 1e30f})
  void theSizeOfAQuerysNumbersMakesNoDifference(float scale, Random random) {
    Codebook codebook = Codebooks.trained(random, 48, 32);
    byte[][] documents = documents(codebook, random);
    for (int queryTokens : new int[] {3, 16, 33}) {
      assertSameBits(codebook, scaled(query(random, queryTokens, 48), scale), documents);
    }
  }

  /// One token a million times as long as the others: what steps hide of these is found all the
  /// same.
  @Test
  void tokensOfOneQueryMayDifferInLength(Random random) {
    Codebook codebook = Codebooks.trained(random, 32, 32);
    float[] rows = Rows.unit(random, 9, 32);
    for (int k = 0; k < 32; k++) {
      rows[4 * 32 + k] *= 1e6f;
      rows[7 * 32 + k] *= 1e-6f;
    }
    assertSameBits(codebook, TokenVectors.of(rows, 32), documents(codebook, random));
  }

  @Test
  void aQueryOfZerosScoresZero(Random random) {
    Codebook codebook = Codebooks.trained(random, 16, 20);
    TokenVectors zeros = TokenVectors.of(new float[6 * 16], 16);
    byte[][] documents = documents(codebook, random);
    assertSameBits(codebook, zeros, documents);
    for (ScorerKind kind : ScorerKind.here()) {
      CodeScorer scorer = kind.scorer(codebook, zeros);
      assertThat(scorer.score(documents[4], 32)).isZero();
      assertThat(estimate(scorer, documents[4], 32)).isZero();
    }
    float[] some = query(random, 6, 16).toArray();
    Arrays.fill(some, 2 * 16, 5 * 16, 0);
    assertSameBits(codebook, TokenVectors.of(some, 16), documents);
  }

  @Test
  void similaritiesMayAllBeNegative(Random random) {
    float[] tokens = Codebooks.tokens(random, 200, 16);
    float[] against = Rows.unit(random, 5, 16);
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = Math.abs(tokens[i]);
    }
    for (int i = 0; i < against.length; i++) {
      against[i] = -Math.abs(against[i]);
    }
    Codebook codebook = CodebookTraining.train(tokens, 16, 20, 200, 1, Workers.ONE);
    byte[] codes = Codebooks.encoded(codebook, tokens);
    TokenVectors query = TokenVectors.of(against, 16);
    float score = ScorerKind.LANES.scorer(codebook, query).score(codes, 200);
    assertThat(score).isNegative();
    for (ScorerKind kind : ScorerKind.here()) {
      CodeScorer scorer = kind.scorer(codebook, query);
      assertThat(scorer.score(codes, 200)).isEqualTo(score);
      assertThat(estimate(scorer, codes, 200)).isNegative();
    }
  }

  /// Codes that no encoder writes, as a damaged file may have them.
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 16, 64, 128})
  void nonsenseHasTheDefinitionsScore(int dimension, Random random) {
    for (Codebook codebook :
        new Codebook[] {
          Codebooks.trained(random, dimension, 32),
          Codebooks.random(random, new Shape(dimension, 6, 2), 5)
        }) {
      byte[][] documents = documents(codebook, random);
      for (int each = 0; each < documents.length; each++) {
        random.nextBytes(documents[each]);
      }
      for (int queryTokens : new int[] {1, 4, 21}) {
        assertSameBits(codebook, query(random, queryTokens, dimension), documents);
      }
    }
  }

  /// Tokens that the codebook never saw the like of.
  @ParameterizedTest
  @ValueSource(ints = {3, 16, 128})
  void tokensUnlikeTheSampleHaveTheDefinitionsScore(int dimension, Random random) {
    Codebook codebook = Codebooks.trained(random, dimension, 32);
    byte[][] documents = new byte[DOCUMENT_TOKENS.length][];
    for (int each = 0; each < documents.length; each++) {
      float[] tokens = Codebooks.tokens(random, DOCUMENT_TOKENS[each], dimension);
      for (int i = 0; i < tokens.length; i++) {
        tokens[i] = each % 2 == 0 ? -tokens[i] : 1e3f * tokens[tokens.length - 1 - i];
      }
      documents[each] = Codebooks.encoded(codebook, tokens);
    }
    for (int queryTokens : new int[] {1, 4, 21}) {
      assertSameBits(codebook, query(random, queryTokens, dimension), documents);
    }
  }

  /// Every code the one that fits a query token best: sums longer than any that an encoder makes.
  @ParameterizedTest
  @ValueSource(ints = {5, 9})
  void nonsenseThatFitsTheQueryHasTheDefinitionsScore(int exponent, Random random) {
    int tokens = 9;
    for (Codebook codebook :
        new Codebook[] {
          Codebooks.trained(random, 16, 20), Codebooks.random(random, new Shape(16, 6, 2), exponent)
        }) {
      TokenVectors query = query(random, tokens, 16);
      CodeTables tables = CodeTables.of(codebook, query, false);
      int codes = codebook.shape().codes();
      int[] values = new int[codes * SixBits.BLOCK];
      byte[] factors = new byte[tokens];
      for (int token = 0; token < tokens; token++) {
        factors[token] = (byte) (token % 3 == 0 ? 255 : 1 + random.nextInt(255));
        for (int code = 0; code < codes; code++) {
          values[code * SixBits.BLOCK + token] = best(tables, code, token);
        }
      }
      byte[] packed = new byte[tokens * SixBits.tokenBytes(codes)];
      SixBits.pack(values, codes, factors, tokens, packed, 0);
      float score = ScorerKind.LANES.scorer(codebook, query).score(packed, tokens);
      for (ScorerKind kind : ScorerKind.here()) {
        CodeScorer scorer = kind.scorer(codebook, query);
        assertThat(scorer.score(packed, tokens)).isEqualTo(score);
      }
    }
  }

  private static int best(CodeTables tables, int code, int queryToken) {
    int at = tables.at(code, queryToken);
    int best = 0;
    for (int value = 1; value < SixBits.VALUES; value++) {
      best = tables.dots()[at + value] > tables.dots()[at + best] ? value : best;
    }
    return best;
  }

  @Test
  void aTokenOfZerosIsSimilarToNothing(Random random) {
    Codebook codebook = Codebooks.trained(random, 16, 20);
    byte[] codes = Codebooks.encoded(codebook, new float[70 * 16]);
    for (ScorerKind kind : ScorerKind.here()) {
      assertThat(kind.scorer(codebook, query(random, 6, 16)).score(codes, 70)).isZero();
    }
    float[] some = Codebooks.tokens(random, 130, 16);
    Arrays.fill(some, 100 * 16, 101 * 16, 0);
    byte[][] documents = documents(codebook, random);
    documents[DOCUMENT_TOKENS.length - 1] =
        Codebooks.encoded(codebook, Arrays.copyOf(some, 700 * 16));
    assertSameBits(codebook, query(random, 6, 16), documents);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 16, 128})
  void noScoreIsLargerThanItsEstimateAndTheTolerance(int dimension, Random random) {
    Codebook codebook = Codebooks.trained(random, dimension, 32);
    for (int queryTokens : new int[] {1, 6, 21}) {
      TokenVectors query = query(random, queryTokens, dimension);
      byte[][] documents = documents(codebook, random);
      for (ScorerKind kind : ScorerKind.here()) {
        CodeScorer scorer = kind.scorer(codebook, query);
        for (int each = 1; each < documents.length; each++) {
          float estimate = estimate(scorer, documents[each], DOCUMENT_TOKENS[each]);
          float score = scorer.score(documents[each], DOCUMENT_TOKENS[each]);
          assertThat(score).isLessThanOrEqualTo(estimate + scorer.tolerance() + 1e-5f);
          assertThat(estimate).isCloseTo(score, within(2 * scorer.tolerance() + 1e-5f));
        }
      }
    }
  }

  /// Some documents are like the query, most are not. Those that turn out to be good enough have
  /// their scores; those given up are far from it, as they were expected to be.
  @Test
  void whatWillHardlyBeGoodEnoughIsGivenUp(Random random) {
    Codebook codebook = Codebooks.trained(random, 32, 32);
    TokenVectors query = query(random, 22, 32);
    byte[][] documents = new byte[80][];
    for (int each = 0; each < documents.length; each++) {
      documents[each] = Codebooks.encoded(codebook, likeQuery(query, each % 8, random));
    }
    int tokens = query.count();
    CodeScorer definition = ScorerKind.LANES.scorer(codebook, query);
    float least = definition.score(documents[7], tokens) - 0.5f;
    for (ScorerKind kind : ScorerKind.here()) {
      CodeScorer scorer = kind.scorer(codebook, query);
      int givenUp = givenUp(scorer, definition, documents, tokens, least, 4);
      assertThat(givenUp).isLessThanOrEqualTo(documents.length - 16);
      if (kind != ScorerKind.LANES) {
        assertThat(givenUp).isGreaterThan(documents.length / 4);
      }
      for (byte[] document : documents) {
        assertThat(scorer.score(document, tokens)).isEqualTo(definition.score(document, tokens));
      }
    }
  }

  /// How many of documents with so many tokens are given up. The others have the definition's
  /// score.
  ///
  /// @param off by how much what is expected of a document may be wrong
  static int givenUp(
      CodeScorer scorer,
      CodeScorer definition,
      byte[][] documents,
      int tokens,
      float least,
      float off) {
    int givenUp = 0;
    for (byte[] document : documents) {
      float score = definition.score(document, tokens);
      scorer.clear();
      float estimate = scorer.add(document, tokens, least);
      float[] found = new float[1];
      scorer.score(new int[] {0}, 1, found);
      if (found[0] == Float.NEGATIVE_INFINITY) {
        assertThat(score).isLessThan(least);
        assertThat(estimate).isLessThan(least).isCloseTo(score, within(off));
        givenUp++;
      } else {
        assertThat(found[0]).isEqualTo(score);
      }
    }
    return givenUp;
  }

  /// As many tokens as the query has, each a mixture of one of the query's and noise.
  private static float[] likeQuery(TokenVectors query, int eighths, Random random) {
    float[] rows = Rows.unit(random, query.count(), query.dimension());
    for (int token = 0; token < query.count(); token++) {
      for (int k = 0; k < query.dimension(); k++) {
        int at = token * query.dimension() + k;
        rows[at] = eighths / 8f * query.at(token, k) + (1 - eighths / 8f) * rows[at];
      }
    }
    return rows;
  }

  @Test
  void aDocumentWithoutTokensScoresNothing(Random random) {
    Codebook codebook = Codebooks.trained(random, 8, 12);
    byte[] codes = Codebooks.encoded(codebook, Codebooks.tokens(random, 3, 8));
    for (ScorerKind kind : ScorerKind.here()) {
      CodeScorer scorer = kind.scorer(codebook, query(random, 5, 8));
      assertThat(scorer.score(new byte[0], 0)).isEqualTo(Float.NEGATIVE_INFINITY);
      assertThat(estimate(scorer, new byte[99], 0)).isEqualTo(Float.NEGATIVE_INFINITY);
      scorer.add(new byte[99], 0, Float.NEGATIVE_INFINITY);
      scorer.add(codes, 3, Float.NEGATIVE_INFINITY);
      float[] scores = new float[2];
      scorer.score(new int[] {1, 0}, 2, scores);
      assertThat(scores).containsExactly(scorer.score(codes, 3), Float.NEGATIVE_INFINITY);
    }
  }

  @Test
  void whatStandsBehindADocumentIsNotRead(Random random) {
    Codebook codebook = Codebooks.trained(random, 8, 12);
    int tokenBytes = new ResidualCode(codebook).tokenBytes();
    TokenVectors query = query(random, 6, 8);
    for (int count : new int[] {1, 31, 64, 65}) {
      byte[] codes = Codebooks.encoded(codebook, Codebooks.tokens(random, count, 8));
      byte[] more = new byte[codes.length + 3 * 64 * tokenBytes];
      random.nextBytes(more);
      System.arraycopy(codes, 0, more, 0, codes.length);
      for (ScorerKind kind : ScorerKind.here()) {
        CodeScorer scorer = kind.scorer(codebook, query);
        assertThat(scorer.score(more, count)).isEqualTo(scorer.score(codes, count));
        assertThat(estimate(scorer, more, count)).isEqualTo(estimate(scorer, codes, count));
      }
    }
  }

  /// In any order, long ones before short ones and the other way round; more at a time than a
  /// scorer asks for.
  @Test
  void documentsDoNotDisturbEachOther(Random random) {
    Codebook codebook = Codebooks.trained(random, 16, 20);
    byte[][] documents = documents(codebook, random);
    TokenVectors query = query(random, 7, 16);
    for (ScorerKind kind : ScorerKind.here()) {
      CodeScorer used = kind.scorer(codebook, query);
      for (int turn = 0; turn < 5; turn++) {
        int[] taken = random.ints(60, 0, documents.length).toArray();
        float[] estimates = new float[taken.length];
        used.clear();
        for (int i = 0; i < taken.length; i++) {
          estimates[i] =
              used.add(documents[taken[i]], DOCUMENT_TOKENS[taken[i]], Float.NEGATIVE_INFINITY);
        }
        int[] wanted = random.ints(40, 0, taken.length).toArray();
        float[] scores = new float[wanted.length];
        used.score(wanted, wanted.length, scores);
        CodeScorer fresh = kind.scorer(codebook, query);
        for (int i = 0; i < wanted.length; i++) {
          int each = taken[wanted[i]];
          assertThat(scores[i]).isEqualTo(fresh.score(documents[each], DOCUMENT_TOKENS[each]));
          // Parts are added up in another order once it is known which tell most.
          assertThat(estimates[wanted[i]])
              .isCloseTo(estimate(fresh, documents[each], DOCUMENT_TOKENS[each]), within(1e-5f));
        }
      }
    }
  }

  @Test
  void aScorerIsFullAfterHalfAMegabyte(Random random) {
    Codebook codebook = Codebooks.trained(random, 16, 20);
    byte[][] documents = documents(codebook, random);
    int longest = documents.length - 1;
    for (ScorerKind kind : ScorerKind.others()) {
      CodeScorer scorer = kind.scorer(codebook, query(random, 7, 16));
      assertThat(scorer.full()).isFalse();
      int taken = 0;
      for (; !scorer.full(); taken++) {
        scorer.add(documents[longest], DOCUMENT_TOKENS[longest], Float.NEGATIVE_INFINITY);
      }
      // Codes and the rows behind them, and two bytes for each of seven query tokens.
      int bytes = Math.ceilDiv(DOCUMENT_TOKENS[longest], 64) * 64 * (20 + 2 + 2 * 7);
      assertThat(taken).isEqualTo(Math.ceilDiv(1 << 19, bytes));
      scorer.clear();
      assertThat(scorer.full()).isFalse();
    }
  }

  /// What one query left is not seen by the next, also where that has fewer or more tokens.
  @Test
  void whatWasGivenBackIsUsedAgain(Random random) {
    Codebook codebook = Codebooks.trained(random, 16, 20);
    byte[][] documents = documents(codebook, random);
    for (int queryTokens : new int[] {9, 3, 17, 1, 9}) {
      TokenVectors query = query(random, queryTokens, 16);
      CodeScorer fresh = CodeTables.of(Codebook.read(codebook.toBytes()), query).scorer();
      try (CodeTables tables = CodeTables.of(codebook, query);
          CodeScorer scorer = tables.scorer()) {
        for (int each = 0; each < documents.length; each++) {
          assertThat(scorer.score(documents[each], DOCUMENT_TOKENS[each]))
              .isEqualTo(fresh.score(documents[each], DOCUMENT_TOKENS[each]));
        }
      }
    }
  }

  @Test
  void lastingTablesBorrowNothing(Random random) {
    Codebook codebook = Codebooks.trained(random, 16, 20);
    byte[][] documents = documents(codebook, random);
    TokenVectors query = query(random, 9, 16);
    CodeTables before = CodeTables.of(codebook, query);
    before.close();
    CodeTables lasting = CodeTables.lasting(codebook, query);
    CodeScorer scorer = lasting.scorer();
    assertThat(lasting.dots()).isNotSameAs(before.dots());
    for (int each = 0; each < documents.length; each++) {
      try (CodeTables after = CodeTables.of(codebook, query(random, 9, 16));
          CodeScorer other = after.scorer()) {
        assertThat(after.dots()).isSameAs(before.dots());
        other.score(documents[each], DOCUMENT_TOKENS[each]);
      }
      CodeScorer fresh = CodeTables.of(Codebook.read(codebook.toBytes()), query).scorer();
      assertThat(scorer.score(documents[each], DOCUMENT_TOKENS[each]))
          .isEqualTo(fresh.score(documents[each], DOCUMENT_TOKENS[each]));
    }
  }

  @Test
  void thisMachineIsAsked(Random random) {
    Codebook codebook = Codebooks.random(random, new Shape(4, 2, 2), 7);
    CodeTables tables = CodeTables.of(codebook, query(random, 3, 4));
    assertThat(tables.scorer() instanceof PermuteScorer).isEqualTo(Kernels.bytePermutes());
    assertThat(tables.codebook()).isSameAs(codebook);
    assertThat(tables.queryTokens()).isEqualTo(3);
  }

  @Test
  void aQueryOfOtherDimensionsIsRefused(Random random) {
    Codebook codebook = Codebooks.random(random, new Shape(4, 2, 2), 7);
    assertThatThrownBy(() -> CodeTables.of(codebook, query(random, 3, 5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the query has 5 dimensions, the codebook has 4; was one encoded by another model?");
  }

  private static void assertSameBits(Codebook codebook, TokenVectors query, byte[][] documents) {
    CodeScorer definition = ScorerKind.LANES.scorer(codebook, query);
    for (ScorerKind kind : ScorerKind.others()) {
      CodeScorer scorer = kind.scorer(codebook, query);
      for (int each = 0; each < documents.length; each++) {
        int count = DOCUMENT_TOKENS[each];
        float score = definition.score(documents[each], count);
        String shape =
            "%s, %s, %s, %d query tokens, %d tokens"
                .formatted(kind, codebook.shape(), codebook.ratios(), query.count(), count);
        assertThat(scorer.score(documents[each], count)).as(shape).isEqualTo(score);
      }
    }
  }

  private static float estimate(CodeScorer scorer, byte[] codes, int count) {
    scorer.clear();
    float estimate = scorer.add(codes, count, Float.NEGATIVE_INFINITY);
    scorer.clear();
    return estimate;
  }

  /// A document of each number of tokens.
  private static byte[][] documents(Codebook codebook, Random random) {
    byte[][] documents = new byte[DOCUMENT_TOKENS.length][];
    for (int each = 0; each < documents.length; each++) {
      float[] tokens = Codebooks.tokens(random, DOCUMENT_TOKENS[each], codebook.dimension());
      documents[each] = Codebooks.encoded(codebook, tokens);
    }
    return documents;
  }

  private static TokenVectors query(Random random, int tokens, int dimension) {
    return TokenVectors.of(Rows.unit(random, tokens, dimension), dimension);
  }

  private static TokenVectors scaled(TokenVectors query, float scale) {
    float[] rows = query.toArray();
    for (int i = 0; i < rows.length; i++) {
      rows[i] *= scale;
    }
    return TokenVectors.of(rows, query.dimension());
  }
}

package pleiad.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import pleiad.codec.TokenCode;
import pleiad.codec.TokenPooling;
import pleiad.codec.Workers;
import pleiad.testkit.Seed;
import pleiad.vector.MaxSim;
import pleiad.vector.TokenVectors;

@ExtendWith(Seed.class)
class KeptRowsTest {
  private static final int DIMENSION = TinyCollection.DIMENSION;
  private static final int DOCUMENTS = 150;

  @TempDir Path home;

  private static KeptRows rows(EncodedTexts documents, int factor, Keeping keeping) {
    return new KeptRows(documents, pooling(factor), keeping);
  }

  private static UnaryOperator<TokenVectors> pooling(int factor) {
    return document -> TokenPooling.pool(document, factor, 1);
  }

  @Test
  void vectorsAsTheyAreAnswerAsTheVectorsDo(Random random) throws IOException {
    try (EncodedCollection collection = new TinyCollection(home, DOCUMENTS, 9, random).open()) {
      EncodedTexts documents = collection.documents();
      KeptRows kept = rows(documents, 1, new Keeping.Whole(DIMENSION));
      assertThat(kept.pieces()).isEqualTo(3);
      VectorBlocks blocks = VectorBlocks.of(documents);
      List<TokenVectors> queries = collection.queryVectors();
      assertThat(Scan.best(kept, queries, DOCUMENTS, 2))
          .isEqualTo(Scan.best(blocks, queries, DOCUMENTS, 1));
      MaxSim query = MaxSim.of(queries.getFirst());
      for (int document = 0; document < DOCUMENTS; document++) {
        assertThat(kept.score(query, document)).isEqualTo(blocks.score(query, document));
      }
      assertThat(kept.bytesPerToken()).isEqualTo(4 * DIMENSION);
      assertThat(kept.error()).isZero();
      assertThat(kept.tokensPerSecond()).isPositive();
    }
  }

  @Test
  void theErrorIsTheMeanOfAllTokens(Random random) throws IOException {
    try (EncodedCollection collection = new TinyCollection(home, DOCUMENTS, 1, random).open()) {
      EncodedTexts documents = collection.documents();
      TokenCode code = TokenCode.named("int8", DIMENSION);
      KeptRows kept = rows(documents, 1, new Keeping.Coded(code));
      double[] squares = new double[1];
      for (int piece = 0; piece < kept.pieces(); piece++) {
        kept.read(
            piece,
            (document, back, at, tokens) -> {
              float[] given = documents.vectors(document).toArray();
              for (int token = 0; token < tokens; token++) {
                Vectors.normalise(back, at + token * DIMENSION, DIMENSION);
              }
              for (int i = 0; i < given.length; i++) {
                squares[0] += (given[i] - back[at + i]) * (double) (given[i] - back[at + i]);
              }
            });
      }
      double mean = squares[0] / documents.tokens();
      assertThat(kept.error()).isPositive().isCloseTo(mean, within(0.01 * mean));
      assertThat(kept.bytesPerToken()).isEqualTo(4 + DIMENSION);
    }
  }

  @Test
  void pooledTokensTakeTheBytesOfThoseThatAreLeft(Random random) throws IOException {
    try (EncodedCollection collection = new TinyCollection(home, DOCUMENTS, 1, random).open()) {
      EncodedTexts documents = collection.documents();
      KeptRows kept = rows(documents, 2, new Keeping.Whole(DIMENSION));
      long[] left = new long[1];
      for (int piece = 0; piece < kept.pieces(); piece++) {
        kept.read(
            piece,
            (document, rows, at, tokens) -> {
              int all = documents.tokenCount(document);
              assertThat(tokens).isEqualTo(1 + Math.max(1, (all - 1) / 2));
              left[0] += tokens;
            });
      }
      assertThat(kept.bytesPerToken())
          .isCloseTo(4.0 * DIMENSION * left[0] / documents.tokens(), within(1e-9));
    }
  }

  @Test
  void aSampleOfMoreThanAllIsAllTokens(Random random) throws IOException {
    try (EncodedCollection collection = new TinyCollection(home, DOCUMENTS, 1, random).open()) {
      EncodedTexts documents = collection.documents();
      int all = (int) documents.tokens();
      float[] whole = TokenSample.of(documents, pooling(1), 1 << 20, new Workers(2));
      List<Float> expected = new ArrayList<>();
      for (int document = 0; document < DOCUMENTS; document++) {
        for (float value : documents.vectors(document).toArray()) {
          expected.add(value);
        }
      }
      assertThat(whole).hasSize(all * DIMENSION);
      for (int i = 0; i < whole.length; i++) {
        assertThat(whole[i]).isEqualTo(expected.get(i));
      }
      float[] pooled = TokenSample.of(documents, pooling(2), 1 << 20, Workers.ONE);
      assertThat(pooled.length).isBetween(DIMENSION, whole.length - DIMENSION);
    }
  }

  /// Tokens may be equal, so each is exchanged for its place in the collection. A document gives
  /// its share of the sample at even distances; that is never farther off than its length.
  @Test
  void aSampleIsTokensOfTheCollectionAtEvenDistances(Random random) throws IOException {
    try (EncodedCollection collection = withoutEqualDocuments(random)) {
      EncodedTexts documents = collection.documents();
      int all = (int) documents.tokens();
      double longest = 0;
      for (int document = 0; document < DOCUMENTS; document++) {
        longest = Math.max(longest, documents.tokenCount(document));
      }
      for (int wanted : new int[] {1, 7, 100, all - 1}) {
        float[] places =
            TokenSample.of(documents, each -> places(documents, each), wanted, Workers.ONE);
        assertThat(places).hasSize(wanted * DIMENSION);
        for (int row = 0; row < wanted; row++) {
          float place = places[row * DIMENSION];
          assertThat(place).isGreaterThan(row == 0 ? -1 : places[(row - 1) * DIMENSION]);
          assertThat((double) place / all)
              .isCloseTo((double) row / wanted, within(1.0 / wanted + longest / all));
        }
      }
    }
  }

  private EncodedCollection withoutEqualDocuments(Random random) throws IOException {
    while (true) {
      EncodedCollection collection = new TinyCollection(home, DOCUMENTS, 1, random).open();
      Set<TokenVectors> different = new HashSet<>();
      for (int document = 0; document < DOCUMENTS; document++) {
        different.add(collection.documents().vectors(document));
      }
      if (different.size() == DOCUMENTS) {
        return collection;
      }
      collection.close();
    }
  }

  /// A document's tokens, each of them its place in the collection again and again.
  private static TokenVectors places(EncodedTexts documents, TokenVectors wanted) {
    int first = 0;
    int document = 0;
    while (!documents.vectors(document).equals(wanted)) {
      first += documents.tokenCount(document++);
    }
    float[] rows = new float[wanted.count() * DIMENSION];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = first + i / DIMENSION;
    }
    return TokenVectors.of(rows, DIMENSION);
  }
}

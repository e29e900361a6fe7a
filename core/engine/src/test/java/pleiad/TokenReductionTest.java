package pleiad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.apache.lucene.util.BytesRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import pleiad.codec.TokenPooling;
import pleiad.encode.Role;
import pleiad.testkit.Seed;
import pleiad.vector.MaxSim;
import pleiad.vector.TokenVectors;

/// Collections that keep fewer tokens than their documents have.
@ExtendWith(Seed.class)
class TokenReductionTest {
  private static final int DIMENSION = 8;

  @TempDir Path home;

  private static Settings brought(TokenReduction reduction) {
    return new Settings(
        List.of(new Settings.Brought("tokens", DIMENSION, "float16", reduction)), Language.EN);
  }

  private static TokenVectors vectors(int tokens, Random random) {
    float[] rows = new float[tokens * DIMENSION];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) random.nextGaussian();
    }
    return TokenVectors.of(rows, DIMENSION);
  }

  @Test
  void whatIsScoredIsWhatPoolingLeft(Random random) throws IOException {
    TokenVectors document = vectors(41, random);
    TokenVectors query = vectors(5, random);
    Options options = Options.of(brought(TokenReduction.NONE.pooling(2)));
    try (Pleiad pleiad = Pleiad.open(home.resolve("c"), options)) {
      pleiad.add("1", document);
      pleiad.add("one token", vectors(1, random));
      pleiad.add("none", TokenVectors.empty(DIMENSION));
      pleiad.commit();
      Hit hit =
          pleiad.search(query, 5).hits().stream()
              .filter(each -> each.id().equals("1"))
              .findFirst()
              .orElseThrow();
      float pooled = MaxSim.of(query).score(TokenPooling.pool(document, 2, 1));
      assertThat(hit.score()).isCloseTo(pooled, within(0.05f));
      assertThat(hit.matches()).allMatch(match -> Integer.parseInt(match.documentToken()) < 21);
      assertThat(pleiad.stats().tokens()).isEqualTo(21 + 1);
      assertThat(pleiad.add("1", document)).isEqualTo(Added.UNCHANGED);
    }
    try (Pleiad again = Pleiad.open(home.resolve("c"))) {
      again.add("2", document);
      again.commit();
      assertThat(again.stats().tokens()).isEqualTo(21 + 1 + 21);
    }
    assertThatThrownBy(
            () -> Pleiad.open(home.resolve("c"), Options.of(brought(TokenReduction.NONE))))
        .hasMessageContaining("pooled by 2");
  }

  @Test
  void whatIsShortKeepsEveryTokenAndNothingFallsBelowTheLeast(Random random) throws IOException {
    TokenReduction reduction = TokenReduction.NONE.pooling(2).least(8);
    int[][] tokensAndKept = {{0, 0}, {1, 1}, {7, 7}, {8, 8}, {9, 8}, {15, 8}, {17, 9}, {41, 21}};
    for (int[] each : tokensAndKept) {
      TokenVectors document = vectors(each[0], random);
      TokenReduction.Reduced reduced = reduction.of(document);
      assertThat(reduced.vectors().count()).as("of %d tokens", each[0]).isEqualTo(each[1]);
      assertThat(reduced.row() == null).isEqualTo(each[0] == each[1]);
    }
    Options options = Options.of(brought(reduction));
    try (Pleiad pleiad = Pleiad.open(home.resolve("c"), options)) {
      pleiad.add("9", vectors(9, random));
      pleiad.commit();
    }
    try (Pleiad again = Pleiad.open(home.resolve("c"))) {
      again.add("10", vectors(10, random));
      again.commit();
      assertThat(again.stats().tokens()).as("the collection remembers").isEqualTo(16);
    }
  }

  @Test
  void tokensThatRepeatAreLeftOut(Random random) throws IOException {
    TokenVectors once = vectors(6, random);
    float[] twice = new float[2 * 6 * DIMENSION];
    once.copyTo(0, 6, twice, 0);
    once.copyTo(0, 6, twice, 6 * DIMENSION);
    Options options = Options.of(brought(TokenReduction.NONE.duplicates(0.999f)));
    try (Pleiad pleiad = Pleiad.open(home.resolve("c"), options)) {
      pleiad.add("1", TokenVectors.of(twice, DIMENSION));
      pleiad.commit();
      assertThat(pleiad.stats().tokens()).isEqualTo(6);
      ReductionCost cost = pleiad.reductionCosts().getFirst();
      assertThat(cost.tokens()).isEqualTo(12);
      assertThat(cost.kept()).isEqualTo(6);
    }
  }

  @Test
  void aPooledVectorNamesItsTokensAndTheirPlace() throws IOException {
    WordEncoder encoder = new WordEncoder("words", "1");
    Settings settings =
        new Settings(
            List.of(
                new Settings.Encoded(
                    "tokens", "words", Part.ALL, "int8", TokenReduction.NONE.pooling(2))),
            Language.EN);
    try (Pleiad pleiad =
        Pleiad.open(home.resolve("c"), Options.of(settings).models(_ -> encoder))) {
      pleiad.add("1", "seven sisters rise over the quiet sea tonight");
      pleiad.add("2", "two words");
      // Five vectors become three, as many as the text has words.
      pleiad.add(
          Document.of("3", "not these words")
              .withVectors("tokens", encoder.encode("a b c d e", Role.DOCUMENT).vectors()));
      pleiad.commit();
      Match pooled = pleiad.explain(Search.of("sisters"), "1").matches().getFirst();
      assertThat(pooled.documentToken().split(" [+] ")).contains("sisters").hasSizeLessThan(8);
      assertThat(pooled.place()).isEqualTo(new Match.Place(Part.TEXT, 6, 13));
      List<String> pieces = new ArrayList<>();
      for (String word : "seven sisters rise over the quiet sea tonight".split(" ", -1)) {
        Match match = pleiad.explain(Search.of(word), "1").matches().getFirst();
        assertThat(match.documentToken().split(" [+] ")).contains(word);
        pieces.add(match.documentToken());
      }
      assertThat(new HashSet<>(pieces)).hasSizeLessThan(8);
      // What was brought is not the text's own.
      assertThat(pleiad.explain(Search.of("c"), "3").matches())
          .hasSize(1)
          .allMatch(match -> match.place() == null)
          .allMatch(match -> match.documentToken().matches("[0-9]"));
      Match match = pleiad.explain(Search.of("words"), "2").matches().getFirst();
      assertThat(match.documentToken()).isEqualTo("words");
      assertThat(match.place()).isEqualTo(new Match.Place(Part.TEXT, 4, 9));
      assertThat(pleiad.search("sisters", 3).hits().getFirst().id()).isEqualTo("1");
    }
  }

  @Test
  void tokensThatWereLeftOutShiftNoPlaces() throws IOException {
    WordEncoder encoder = new WordEncoder("words", "1");
    Settings settings =
        new Settings(
            List.of(
                new Settings.Encoded(
                    "tokens", "words", Part.ALL, "int8", TokenReduction.NONE.duplicates(0.999f))),
            Language.EN);
    try (Pleiad pleiad =
        Pleiad.open(home.resolve("c"), Options.of(settings).models(_ -> encoder))) {
      pleiad.add("1", "red red red whale");
      pleiad.commit();
      Match match = pleiad.explain(Search.of("whale"), "1").matches().getFirst();
      assertThat(match.documentToken()).isEqualTo("whale");
      assertThat(match.place()).isEqualTo(new Match.Place(Part.TEXT, 12, 17));
    }
  }

  @Test
  void theVectorsOfTokensAreReadAsTheyAreWritten(Random random) {
    for (int vectors : new int[] {0, 1, 2, 254, 255, 256, 257, 65_534}) {
      int[] row = new int[vectors + 3];
      for (int token = 0; token < row.length; token++) {
        row[token] = token < vectors ? token : random.nextInt(vectors + 1) - 1;
      }
      BytesRef padded = new BytesRef(TokenRows.write(row).length + 4);
      byte[] written = TokenRows.write(row);
      System.arraycopy(written, 0, padded.bytes, 3, written.length);
      padded.offset = 3;
      padded.length = written.length;
      assertThat(TokenRows.read(padded)).as("%d vectors", vectors).isEqualTo(row);
    }
    assertThat(TokenRows.read(new BytesRef(TokenRows.write(new int[] {0, 65_535})))).isEmpty();
  }

  @Test
  void theCostIsMeasuredOnASample(Random random) throws IOException {
    Options options = Options.of(brought(TokenReduction.NONE.pooling(3)));
    try (Pleiad pleiad = Pleiad.open(home.resolve("c"), options)) {
      assertThat(pleiad.reductionCosts().getFirst().documents()).isZero();
      for (int i = 0; i < 300; i++) {
        pleiad.add("d" + i, vectors(1 + 3 * 10, random));
      }
      ReductionCost cost = pleiad.reductionCosts().getFirst();
      assertThat(cost.field()).isEqualTo("tokens");
      assertThat(cost.tokens()).isEqualTo(300 * 31);
      assertThat(cost.kept()).isEqualTo(300 * 11);
      assertThat(cost.documents()).isEqualTo(200);
      assertThat(cost.queries()).isEqualTo(50);
      assertThat(cost.scoreDifference()).isBetween(0.02, 0.6);
      assertThat(cost.recall10()).isBetween(0.05, 0.99);
    }
  }

  /// Pooling that takes nothing away costs nothing.
  @Test
  void documentsThatStayWholeCostNothing(Random random) throws IOException {
    Options options = Options.of(brought(TokenReduction.NONE.duplicates(1)));
    try (Pleiad pleiad = Pleiad.open(home.resolve("c"), options)) {
      for (int i = 0; i < 40; i++) {
        pleiad.add("d" + i, vectors(20, random));
      }
      ReductionCost cost = pleiad.reductionCosts().getFirst();
      assertThat(cost.kept()).isEqualTo(cost.tokens());
      assertThat(cost.scoreDifference()).isZero();
      assertThat(cost.recall10()).isEqualTo(1);
    }
  }

  @Test
  void wrongNumbersAreRefused() {
    assertThatThrownBy(() -> TokenReduction.NONE.pooling(0)).hasMessageContaining("at least 1");
    assertThatThrownBy(() -> TokenReduction.NONE.duplicates(1.5f)).hasMessageContaining("got 1.5");
    assertThatThrownBy(() -> TokenReduction.NONE.duplicates(Float.NaN))
        .hasMessageContaining("got NaN");
    assertThatThrownBy(() -> new TokenReduction(1, -1, 0, 0)).hasMessageContaining("got -1");
    assertThatThrownBy(() -> TokenReduction.NONE.least(-2))
        .hasMessage("the number of vectors that pooling leaves must be at least 0, got -2");
  }
}

package pleiad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pleiad.encode.Encoding;
import pleiad.encode.Role;
import pleiad.encode.Token;
import pleiad.passage.Chunk;
import pleiad.passage.Chunking;
import pleiad.passage.Chunking.By;
import pleiad.search.Plan;
import pleiad.vector.MaxSim;
import pleiad.vector.TokenVectors;

class LateChunksTest {
  private static final String TEXT = "one two three four five six seven";

  private final ContextEncoder encoder = new ContextEncoder();

  @Test
  void aPassageHasTheRowsOfItsTokensAndNoMarks() {
    Encoding whole = encoder.encode("A title " + TEXT, Role.DOCUMENT);
    Encoding passage = new LateChunks(whole, 8).of(new Chunk(4, 13, List.of()));
    assertThat(passage.tokens())
        .containsExactly(
            new Token("two", "two".hashCode(), 0, 3), new Token("three", "three".hashCode(), 4, 9));
    assertThat(passage.vectors()).isEqualTo(whole.vectors().slice(4, 6));
  }

  @Test
  void aTokenAcrossTheBorderBelongsToBothPassages() {
    LateChunks late = new LateChunks(encoder.encode(TEXT, Role.DOCUMENT), 0);
    assertThat(late.of(new Chunk(0, 6, List.of())).tokens())
        .extracting(Token::end)
        .containsExactly(3, 6);
    assertThat(late.of(new Chunk(6, 13, List.of())).tokens())
        .extracting(Token::start)
        .containsExactly(0, 2);
  }

  @Test
  void itsOneVectorIsTheMeanOfItsRowsOfLengthOne() {
    Encoding passage =
        new LateChunks(encoder.encode(TEXT, Role.DOCUMENT), 0).of(new Chunk(0, 7, List.of()));
    TokenVectors rows = passage.vectors();
    assertThat(rows.count()).isEqualTo(2);
    double squares = 0;
    double along = 0;
    double meanSquares = 0;
    for (int k = 0; k < ContextEncoder.DIMENSION; k++) {
      double mean = (rows.at(0, k) + rows.at(1, k)) / 2.0;
      squares += passage.single()[k] * passage.single()[k];
      along += passage.single()[k] * mean;
      meanSquares += mean * mean;
    }
    assertThat(squares).isCloseTo(1, within(1e-6));
    assertThat(along).isCloseTo(Math.sqrt(meanSquares), within(1e-6));
  }

  @Test
  void aPassageWithoutTokensHasTheVectorOfTheWhole() {
    Encoding whole = encoder.encode(TEXT, Role.DOCUMENT);
    Encoding passage = new LateChunks(whole, 0).of(new Chunk(3, 4, List.of()));
    assertThat(passage.vectors().count()).isZero();
    assertThat(passage.single()).isEqualTo(whole.single());
  }

  @Test
  void searchesScoreAPassageByTheVectorsOfTheWhole(@TempDir Path folder) throws IOException {
    Settings settings =
        new Settings(
            List.of(new Settings.Encoded(Plan.TOKENS_FIELD, "context", Part.ALL, "float16")),
            Language.EN);
    Options options = Options.of(settings).models(_ -> encoder);
    Document document = Document.of("d", TEXT).withTitle("a title");
    Chunking how = Chunking.of(By.TOKENS, 3);
    try (Pleiad pleiad = Pleiad.open(folder, options)) {
      pleiad.add(document, how.late(true));
      pleiad.commit();
      TokenVectors query = encoder.encode("three four", Role.QUERY).vectors();
      Encoding whole = encoder.encode("a title " + TEXT, Role.DOCUMENT);
      Hits hits = pleiad.search(Search.of("three four").plan("tokens(9, recall=1)"));
      assertThat(hits.hits()).extracting(Hit::id).containsExactlyInAnyOrder("d#1", "d#2", "d#3");
      for (Hit hit : hits.hits()) {
        int number = Objects.requireNonNull(hit.passage()).number();
        int first = 3 + 3 * (number - 1);
        TokenVectors rows = whole.vectors().slice(first, Math.min(first + 3, 10));
        assertThat(hit.score()).isCloseTo(MaxSim.of(query).score(rows), within(0.02f));
        assertThat(hit.title()).isEqualTo("a title");
        for (Match match : hit.matches()) {
          assertThat(match.place()).as("place of %s", match).isNotNull();
          assertThat(hit.text().substring(match.place().start(), match.place().end()))
              .isEqualTo(match.documentToken());
        }
      }
      assertThat(pleiad.encodedTokens()).as("the whole, once").isEqualTo(11);
      assertThat(pleiad.add(document, how.late(true))).isEqualTo(Added.UNCHANGED);
      assertThat(pleiad.add(document, how)).as("cut, then encoded").isEqualTo(Added.REPLACED);
    }
  }
}

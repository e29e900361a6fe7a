package pleiad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pleiad.encode.Encoder;
import pleiad.encode.image.PageArea;
import pleiad.encode.image.Pixels;
import pleiad.passage.Chunking;
import pleiad.passage.Chunking.By;
import pleiad.vector.TokenVectors;

/// Pages, whose vectors a page-image model makes of their pictures.
class PagesTest {
  private static final int WHITE = 0xffffff;
  private static final int RED = 0xff0000;
  private static final int GREEN = 0x00ff00;
  private static final int BLUE = 0x0000ff;
  private static final PageArea TOP_RIGHT = new PageArea(0.5, 0, 1, 0.5);
  private static final PageArea BOTTOM_LEFT = new PageArea(0, 0.5, 0.5, 1);

  @TempDir Path home;

  private final ColourEncoder colours = new ColourEncoder("colours");
  private final WordEncoder words = new WordEncoder("words", "1");

  /// A picture that counts how often it is drawn.
  private record Painted(String identity, Pixels pixels, AtomicInteger drawn)
      implements PagePicture {
    static Painted of(int... colours) {
      return new Painted("1", ColourEncoder.quarters(colours), new AtomicInteger());
    }

    @Override
    public Pixels draw() {
      drawn.incrementAndGet();
      return pixels;
    }
  }

  private Options options(@Nullable Settings settings) {
    return Options.DEFAULT.threads(1).models(this::open).settings(settings);
  }

  private Encoder open(String name) {
    return name.equals("colours") ? colours : words;
  }

  private Pleiad pages() throws IOException {
    return Pleiad.open(
        home.resolve("pages"), options(Settings.ofModel("colours").withCode("int8")));
  }

  private Pleiad filled() throws IOException {
    Pleiad pleiad = pages();
    pleiad.add(Document.of("a", "the first"), Painted.of(WHITE, RED, GREEN, WHITE));
    pleiad.add(Document.of("b", "the second"), Painted.of(BLUE, BLUE, WHITE, WHITE));
    pleiad.add(Document.of("c", ""), Painted.of(GREEN, WHITE, WHITE, WHITE));
    pleiad.commit();
    return pleiad;
  }

  @Test
  void aPageIsFoundByWhatItShowsAndWhere() throws IOException {
    try (Pleiad pleiad = filled()) {
      assertThat(pleiad.readsPages()).isTrue();
      Hit best = pleiad.search("red green", 3).hits().getFirst();
      assertThat(best.id()).isEqualTo("a");
      assertThat(best.text()).isEqualTo("the first");
      assertThat(best.score()).isCloseTo(2, within(0.02f));
      assertThat(best.matches())
          .extracting(Match::queryToken, Match::documentToken, Match::area, Match::place)
          .containsExactly(
              tuple("red", "2", TOP_RIGHT, null), tuple("green", "3", BOTTOM_LEFT, null));
      assertThat(pleiad.search("blue", 1).hits().getFirst().id()).isEqualTo("b");
    }
  }

  @Test
  void anExplanationHasAreasToo() throws IOException {
    try (Pleiad pleiad = filled()) {
      pleiad.commit();
    }
    try (Searcher reader = Pleiad.openReadOnly(home.resolve("pages"), options(null))) {
      Explanation explanation = reader.explain(Search.of("red what"), "a");
      assertThat(explanation.matches().getFirst().area()).isEqualTo(TOP_RIGHT);
      assertThat(explanation.matches().getLast().documentToken()).isIn("0", "5");
      assertThat(explanation.matches().getLast().area()).as("a row of the prompt").isNull();
    }
  }

  @Test
  void aPageHasOneVectorAndWords() throws IOException {
    try (Pleiad pleiad = filled()) {
      assertThat(pleiad.search(Search.of("blue").plan("dense(3)")).hits())
          .hasSize(3)
          .first()
          .extracting(Hit::id)
          .isEqualTo("b");
      assertThat(pleiad.search(Search.of("second").plan("bm25(3)")).hits())
          .extracting(Hit::id)
          .containsExactly("b");
    }
  }

  @Test
  void anUnchangedPageIsNotDrawn() throws IOException {
    Painted picture = Painted.of(RED, RED, RED, RED);
    Document page = Document.of("a", "text");
    try (Pleiad pleiad = pages()) {
      assertThat(pleiad.add(page, picture)).isEqualTo(Added.ADDED);
      assertThat(pleiad.add(page, picture)).isEqualTo(Added.UNCHANGED);
      pleiad.commit();
      assertThat(pleiad.add(page, picture)).isEqualTo(Added.UNCHANGED);
      assertThat(picture.drawn()).hasValue(1);
      assertThat(colours.passes).hasValue(1);
    }
  }

  @Test
  void anotherPictureOrAnotherTextIsAnotherPage() throws IOException {
    Painted red = Painted.of(RED, RED, RED, RED);
    Painted blue =
        new Painted("2", ColourEncoder.quarters(BLUE, BLUE, BLUE, BLUE), new AtomicInteger());
    try (Pleiad pleiad = pages()) {
      pleiad.add(Document.of("a", "text"), red);
      assertThat(pleiad.add(Document.of("a", "text"), blue)).isEqualTo(Added.REPLACED);
      assertThat(pleiad.add(Document.of("a", "other"), blue)).isEqualTo(Added.REPLACED);
      pleiad.commit();
      assertThat(pleiad.documents()).isEqualTo(1);
      assertThat(pleiad.search("blue", 1).hits().getFirst().score()).isCloseTo(1, within(0.02f));
      assertThat(pleiad.delete("a")).isTrue();
      assertThat(pleiad.add(Document.of("a", "other"), blue)).isEqualTo(Added.ADDED);
    }
  }

  @Test
  void aTextWithoutAPictureIsRefused() throws IOException {
    try (Pleiad pleiad = pages()) {
      assertThatThrownBy(() -> pleiad.add("a", "text"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(
              "document 'a' is a text, and field 'tokens' is filled from pictures")
          .hasMessageContaining("PDF, PNG and JPEG");
      assertThatThrownBy(() -> pleiad.add(Document.of("a", "some text"), Chunking.of(By.TOKENS, 1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no field has a model that could count tokens");
      assertThat(pleiad.documents()).isZero();
    }
  }

  @Test
  void vectorsMayBeBroughtInPlaceOfAPicture() throws IOException {
    float[] row = new float[ColourEncoder.DIMENSION];
    row[0] = 1;
    Document brought = Document.of("a", "").withVectors("tokens", TokenVectors.of(row, row.length));
    try (Pleiad pleiad = pages()) {
      pleiad.add(brought);
      pleiad.commit();
      Hit hit = pleiad.search("red", 1).hits().getFirst();
      assertThat(hit.id()).isEqualTo("a");
      assertThat(hit.matches().getFirst().area()).isNull();
    }
  }

  @Test
  void aPageThatCannotBeDrawnChangesNothing() throws IOException {
    PagePicture broken =
        new PagePicture() {
          @Override
          public String identity() {
            return "broken";
          }

          @Override
          public Pixels draw() throws IOException {
            throw new IOException("the ink is dry");
          }
        };
    try (Pleiad pleiad = filled()) {
      assertThatThrownBy(() -> pleiad.add(Document.of("a", "new"), broken))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("the page of document 'a' cannot be drawn: the ink is dry");
      pleiad.commit();
      assertThat(pleiad.get("a").orElseThrow().text()).isEqualTo("the first");
    }
  }

  @Test
  void whereNoFieldReadsPagesThePictureIsNotLookedAt() throws IOException {
    Painted picture = Painted.of(RED, RED, RED, RED);
    try (Pleiad pleiad = Pleiad.open(home.resolve("texts"), options(Settings.ofModel("words")))) {
      assertThat(pleiad.readsPages()).isFalse();
      assertThat(pleiad.add(Document.of("a", "red text"), picture)).isEqualTo(Added.ADDED);
      assertThat(pleiad.add("a", "red text")).isEqualTo(Added.UNCHANGED);
      assertThat(picture.drawn()).hasValue(0);
      assertThatThrownBy(() -> pleiad.add(Document.of("b", ""), picture))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("document 'b' is empty");
    }
  }

  @Test
  void aPageMayHaveFieldsOfItsTextAndOfItsPicture() throws IOException {
    Settings both =
        Settings.ofModel("words")
            .with(new Settings.Encoded("pages", "colours", Part.ALL, "int8"))
            .withCode("int8");
    try (Pleiad pleiad = Pleiad.open(home.resolve("both"), options(both))) {
      pleiad.add(Document.of("a", "one two"), Painted.of(RED, RED, RED, RED));
      pleiad.add(Document.of("b", "three four"), Painted.of(BLUE, RED, BLUE, BLUE));
      pleiad.commit();
      Hit byText = pleiad.search("four", 1).hits().getFirst();
      assertThat(byText.id()).isEqualTo("b");
      assertThat(byText.matches().getFirst().place()).isEqualTo(new Match.Place(Part.TEXT, 6, 10));
      Hit byPicture = pleiad.search(Search.of("blue").plan("tokens@pages(1)")).hits().getFirst();
      assertThat(byPicture.id()).isEqualTo("b");
      assertThat(byPicture.matches().getFirst().area()).isEqualTo(new PageArea(0, 0, 0.5, 0.5));
    }
  }

  @Test
  void aPooledVectorHasTheAreaOfOneOfItsPatches() throws IOException {
    Settings pooled =
        new Settings(
            List.of(
                new Settings.Encoded(
                    "tokens", "colours", Part.ALL, "int8", TokenReduction.NONE.pooling(2))),
            Language.EN);
    try (Pleiad pleiad = Pleiad.open(home.resolve("pooled"), options(pooled))) {
      pleiad.add(Document.of("a", ""), Painted.of(RED, GREEN, BLUE, WHITE));
      pleiad.commit();
      assertThat(pleiad.search("red", 1).hits().getFirst().matches())
          .isNotEmpty()
          .allSatisfy(match -> assertThat(match.area()).isNotNull());
    }
  }

  @Test
  void aComparisonTellsTheAreasOfAPage() {
    Comparison comparison =
        Comparison.of(colours, "green red", ColourEncoder.quarters(WHITE, RED, GREEN, WHITE));
    assertThat(comparison.score()).isCloseTo(2, within(1e-6f));
    assertThat(comparison.documentTokens()).hasSize(6);
    assertThat(comparison.matches())
        .extracting(Match::area)
        .containsExactly(BOTTOM_LEFT, TOP_RIGHT);
  }

  @Test
  void pagesAreMadeAnewFromTheirTextsAndNotFromPictures() throws IOException {
    Path folder = home.resolve("pages");
    Settings asPages;
    try (Pleiad pleiad = filled()) {
      pleiad.delete("c");
    }
    asPages = Reindex.settings(folder);
    Options opening = options(null);
    assertThatThrownBy(
            () -> Reindex.run(folder, asPages.withCode("float16"), opening, Reindex.Watch.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the model 'colours' reads pages")
        .hasMessageContaining("index the files into another folder");
    assertThat(Files.exists(Reindex.next(folder))).isFalse();
    Reindex.run(folder, asPages.withModel("words"), opening, Reindex.Watch.NONE);
    try (Searcher reader = Pleiad.openReadOnly(folder, opening)) {
      assertThat(reader.search("second", 1).hits().getFirst().id()).isEqualTo("b");
    }
    assertThatThrownBy(
            () -> Reindex.run(folder, asPages.withModel("colours"), opening, Reindex.Watch.NONE))
        .hasMessageContaining("the model 'colours' reads pages");
    assertThat(Files.exists(Reindex.next(folder))).isFalse();
  }

  @Test
  void aPageIsGivenBackAsItWas() throws IOException {
    Document page = Document.of("a#page=3", "text").withMetadata(Map.of("page", 3L));
    try (Pleiad pleiad = pages()) {
      pleiad.add(page, Painted.of(RED, RED, RED, RED));
      pleiad.commit();
      assertThat(pleiad.get("a#page=3")).contains(page);
      assertThat(pleiad.delete(new Filter.Equal("page", 3L))).isEqualTo(1);
    }
  }
}

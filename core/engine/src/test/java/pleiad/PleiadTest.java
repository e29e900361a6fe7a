package pleiad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pleiad.encode.Reranker;
import pleiad.encode.Role;
import pleiad.vector.TokenVectors;

/// What the front door promises, one claim a test, with an encoder that knows words.
class PleiadTest {
  @TempDir Path home;
  private Path folder = Path.of("");
  private WordEncoder encoder = new WordEncoder("words", "1");

  @BeforeEach
  void setUp() {
    folder = home.resolve("a collection");
    encoder = new WordEncoder("words", "1");
  }

  private Options options() {
    return Options.of(Settings.ofModel("words"))
        .models(_ -> encoder)
        .rerankers(_ -> Reranker.maxSim(encoder));
  }

  private Pleiad open() throws IOException {
    return Pleiad.open(folder, options());
  }

  @Test
  void documentsAddedTogetherAreThoseAddedAlone() throws IOException {
    List<Document> documents =
        List.of(
            Document.of("1", "seven sisters rise").withTitle("The Pleiades"),
            Document.of("2", "a hunter follows them"),
            Document.of("3", "")
                .withVectors("tokens", encoder.encode("sky", Role.DOCUMENT).vectors()),
            Document.of("4", "sisters of the sky"));
    try (Pleiad together = open();
        Pleiad alone = Pleiad.open(home.resolve("alone"), options())) {
      together.add("2", "another hunter");
      together.add(documents.get(3));
      int before = encoder.passes.get();
      assertThat(together.addAll(documents))
          .containsExactly(Added.ADDED, Added.REPLACED, Added.ADDED, Added.UNCHANGED);
      assertThat(encoder.passes).hasValue(before + 2);
      assertThat(together.addAll(documents)).containsOnly(Added.UNCHANGED);
      assertThat(together.addAll(List.of())).isEmpty();
      for (Document document : documents) {
        alone.add(document);
      }
      together.commit();
      alone.commit();
      for (String query : List.of("sisters sky", "hunter", "the pleiades")) {
        // Similarities of single tokens are Lucene's products, whose last bit is not always the
        // same.
        Search search = Search.of(query).k(4).matches(false);
        assertThat(together.search(search).hits()).isEqualTo(alone.search(search).hits());
      }
    }
  }

  @Test
  void whenOneOfManyDocumentsCannotBeKeptNoneIs() throws IOException {
    Document good = Document.of("good", "a short text");
    try (Pleiad pleiad = Pleiad.open(folder, options().maxDocumentTokens(3))) {
      assertThatThrownBy(
              () -> pleiad.addAll(List.of(good, Document.of("long", "a text that is longer"))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("document 'long' has 5 tokens, the limit is 3");
      assertThatThrownBy(() -> pleiad.addAll(List.of(good, Document.of("good", "another"))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("two of the documents have the id 'good'; add them one after the other");
      pleiad.commit();
      assertThat(pleiad.get("good")).isEmpty();
      assertThat(pleiad.addAll(List.of(good))).containsExactly(Added.ADDED);
    }
  }

  @Test
  void theBestMatchComesFirstAndSaysWhy() throws IOException {
    try (Pleiad pleiad = open()) {
      pleiad.add(Document.of("1", "seven sisters rise").withTitle("The Pleiades"));
      pleiad.add("2", "a hunter follows them");
      pleiad.add("3", "Sisters of the sky");
      pleiad.commit();

      Hits hits = pleiad.search("sisters rise", 2);

      assertThat(hits.hits()).extracting(Hit::id).containsExactly("1", "3");
      Hit best = hits.hits().getFirst();
      assertThat(best.rank()).isEqualTo(1);
      assertThat(best.score()).isCloseTo(2, within(0.02f));
      assertThat(best.normalized()).isCloseTo(1, within(0.01f));
      assertThat(best.title()).isEqualTo("The Pleiades");
      assertThat(best.text()).isEqualTo("seven sisters rise");
      assertThat(best.matches())
          .extracting(Match::queryToken, Match::documentToken, Match::place)
          .containsExactly(
              tuple("sisters", "sisters", new Match.Place(Part.TEXT, 6, 13)),
              tuple("rise", "rise", new Match.Place(Part.TEXT, 14, 18)));
      assertThat(best.matches().stream().mapToDouble(Match::share).sum())
          .isCloseTo(1, within(1e-4));
      assertThat(hits.plan()).isEqualTo("tokens(2)");
      assertThat(hits.complete()).isTrue();
      assertThat(pleiad.search("pleiades", 1).hits().getFirst().matches().getFirst().place())
          .isEqualTo(new Match.Place(Part.TITLE, 4, 12));
    }
  }

  @Test
  void aPlanThatIsToldHowManyGivesAllThatAreAskedFor() throws IOException {
    try (Pleiad pleiad = open()) {
      for (int i = 0; i < 50; i++) {
        pleiad.add("d" + i, "word" + i + " common filler");
      }
      pleiad.commit();
      for (int k : new int[] {1, 10, 49}) {
        Search search = Search.of("word7 common").k(k).matches(false);
        Hits usual = pleiad.search(search);
        assertThat(usual.plan()).isEqualTo("tokens(%d)", k);
        assertThat(usual.hits()).hasSize(k);
        assertThat(pleiad.search(search.plan("fast")).hits()).isEqualTo(usual.hits());
        Hits ranked = pleiad.search(search.plan("bm25(k) | maxsim(k)"));
        assertThat(ranked.plan()).isEqualTo("bm25(%1$d) | maxsim(%1$d)", k);
        assertThat(ranked.hits()).hasSize(k);
      }
    }
  }

  @Test
  void everyPlanFindsTheDocumentThatHoldsTheWords() throws IOException {
    try (Pleiad pleiad = open()) {
      for (int i = 0; i < 50; i++) {
        pleiad.add("d" + i, "word" + i + " common filler");
      }
      pleiad.commit();
      for (String plan :
          List.of(
              "bm25(10)",
              "dense(10)",
              "tokens(10)",
              "bm25(10) | maxsim(5)",
              "dense(10) | maxsim(3)",
              "centroid(10)",
              "dense(10, exact) | bm25(5)",
              "must(bm25(match=all)) | dense(3)",
              "bm25(10) + dense(10) + tokens(10) | minmax(0.2, 0.2, 0.6)",
              "bm25(10) + tokens(10) | rrf | maxsim(3) | cross(3, model=test)")) {
        Hits hits = pleiad.search(Search.of("word7").plan(plan).k(3));
        assertThat(hits.hits().getFirst().id()).as(plan).isEqualTo("d7");
        assertThat(hits.plan()).isEqualTo(plan);
        assertThat(hits.stages()).hasSize(plan.split("[|+]").length);
        assertThat(hits.hits().getFirst().matches().isEmpty())
            .isEqualTo(!plan.contains("tokens") && !plan.contains("maxsim"));
      }
      assertThat(pleiad.search(Search.of("word7").plan("bm25(10)").k(3)).hits()).hasSize(1);
      assertThat(pleiad.search(Search.of("the").plan("bm25(10)")).hits()).isEmpty();
    }
  }

  @Test
  void titlesAreATextFieldOfTheirOwn() throws IOException {
    try (Pleiad pleiad = open()) {
      pleiad.add(Document.of("1", "red red whale").withTitle("blue"));
      pleiad.add(Document.of("2", "blue whale").withTitle("red"));
      pleiad.commit();
      assertThat(ids(pleiad, "red", "bm25@title(5)")).containsExactly("2");
      assertThat(ids(pleiad, "red", "bm25(5)")).containsExactly("1", "2");
      assertThat(ids(pleiad, "red", "bm25(5, titles=9)")).containsExactly("2", "1");
      assertThatThrownBy(() -> ids(pleiad, "red", "bm25@page(5)"))
          .hasMessage("there is no text field 'page'; bm25 looks at text or title");
    }
  }

  private static List<String> ids(Pleiad pleiad, String text, String plan) throws IOException {
    return pleiad.search(Search.of(text).plan(plan)).hits().stream().map(Hit::id).toList();
  }

  @Test
  void sharesOfMatchesAddUpWhateverTheLastStageScoresBy() throws IOException {
    try (Pleiad pleiad = open()) {
      pleiad.add("1", "red fox");
      pleiad.add("2", "red whale");
      pleiad.commit();
      Hit hit = pleiad.search(Search.of("red fox").plan("tokens(5) | bm25(1)")).hits().getFirst();
      assertThat(hit.normalized()).isEqualTo(hit.score());
      assertThat(hit.matches().stream().mapToDouble(Match::share).sum()).isCloseTo(1, within(1e-4));
    }
  }

  @Test
  void theSameIdReplacesAndTheSameDocumentIsNotEncodedAgain() throws IOException {
    try (Pleiad pleiad = open()) {
      Document first = Document.of("1", "old text").with("year", 2020);
      assertThat(pleiad.add(first)).isEqualTo(Added.ADDED);
      assertThat(pleiad.add(first)).isEqualTo(Added.UNCHANGED);
      pleiad.commit();
      assertThat(pleiad.add(first)).isEqualTo(Added.UNCHANGED);
      assertThat(encoder.passes).hasValue(1);
      assertThat(pleiad.add(first.with("year", 2021))).isEqualTo(Added.REPLACED);
      assertThat(pleiad.add("1", "new text")).isEqualTo(Added.REPLACED);
      pleiad.commit();
      assertThat(pleiad.documents()).isEqualTo(1);
      assertThat(pleiad.get("1").orElseThrow().text()).isEqualTo("new text");
      assertThat(pleiad.get("2")).isEmpty();
    }
  }

  @Test
  void aDeletedDocumentIsGoneAndCanComeBack() throws IOException {
    try (Pleiad pleiad = open()) {
      pleiad.add("1", "one");
      assertThat(pleiad.delete("1")).isTrue();
      assertThat(pleiad.delete("1")).isFalse();
      assertThat(pleiad.add("1", "one")).isEqualTo(Added.ADDED);
      pleiad.commit();
      assertThat(pleiad.delete("1")).isTrue();
      assertThat(pleiad.delete("nobody")).isFalse();
      pleiad.commit();
      assertThat(pleiad.search("one", 10).hits()).isEmpty();
    }
  }

  @Test
  void deletingByFilterCountsWhatIsNotCommittedToo() throws IOException {
    try (Pleiad pleiad = open()) {
      pleiad.add(Document.of("1", "one").with("kind", "a"));
      pleiad.commit();
      pleiad.add(Document.of("2", "two").with("kind", "a"));
      pleiad.add(Document.of("3", "three").with("kind", "b"));
      assertThat(pleiad.delete(Filter.equal("kind", "a"))).isEqualTo(2);
      assertThat(pleiad.add(Document.of("2", "two").with("kind", "a"))).isEqualTo(Added.ADDED);
      pleiad.commit();
      assertThat(pleiad.documents()).isEqualTo(2);
    }
  }

  @Test
  void whatWasNotCommittedIsShownByARefreshAndForgottenByARollback() throws IOException {
    Pleiad pleiad = open();
    pleiad.add("1", "kept");
    pleiad.commit();
    pleiad.add("2", "not yet");
    assertThat(pleiad.documents()).isEqualTo(1);
    pleiad.refresh();
    assertThat(pleiad.documents()).isEqualTo(2);
    pleiad.rollback();
    try (Searcher reader = Pleiad.openReadOnly(folder, options())) {
      assertThat(reader.documents()).isEqualTo(1);
      assertThat(reader.get("1")).isPresent();
    }
  }

  @Test
  void closingCommits() throws IOException {
    try (Pleiad pleiad = open()) {
      pleiad.add("1", "kept");
    }
    assertThat(Pleiad.stats(folder).documents()).isEqualTo(1);
  }

  @Test
  void aReaderSeesTheNewestCommitWhenItRefreshes() throws IOException {
    try (Pleiad pleiad = open();
        Searcher reader = Pleiad.openReadOnly(folder, options())) {
      pleiad.add("1", "one");
      pleiad.commit();
      assertThat(reader.documents()).isZero();
      reader.refresh();
      assertThat(reader.search("one", 1).hits()).hasSize(1);
    }
  }

  @Test
  void aSecondWriterIsToldWhatToDo() throws IOException {
    try (Pleiad pleiad = open()) {
      assertThatThrownBy(this::open)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("a collection")
          .hasMessageContaining("one writer at a time")
          .hasMessageContaining("read-only");
      pleiad.add("1", "still works");
      pleiad.commit();
    }
  }

  @Test
  void anotherModelOfTheSameNameIsRefused() throws IOException {
    open().close();
    encoder = new WordEncoder("words", "2");
    assertThatThrownBy(this::open)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'tokens'")
        .hasMessageContaining("fingerprint 1")
        .hasMessageContaining("has 2");
    assertThatThrownBy(() -> Pleiad.openReadOnly(folder, options()))
        .isInstanceOf(IllegalArgumentException.class);
    encoder = new WordEncoder("words", "1");
    open().close();
  }

  @Test
  void otherSettingsThanTheCollectionsAreRefused() throws IOException {
    open().close();
    assertThatThrownBy(
            () ->
                Pleiad.open(
                    folder,
                    options().settings(Settings.ofModel("words").withLanguage(Language.DE))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("DE");
    Pleiad.open(folder, options().settings(null)).close();
  }

  @Test
  void aFolderThatIsSomethingElseIsLeftAlone() throws IOException {
    Files.createDirectory(folder);
    Files.writeString(folder.resolve("thesis.txt"), "do not touch");
    assertThatThrownBy(this::open)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("thesis.txt");
    assertThat(folder.toFile().list()).containsExactly("thesis.txt");
    assertThatThrownBy(() -> Pleiad.openReadOnly(folder, options()))
        .hasMessageContaining("holds no index");
    Path file = Files.writeString(home.resolve("file"), "x");
    assertThatThrownBy(() -> Pleiad.open(file, options())).hasMessageContaining("is a file");
    assertThatThrownBy(() -> Pleiad.openReadOnly(home.resolve("nowhere"), options()))
        .hasMessageContaining("nowhere")
        .hasMessageContaining("no such folder");
    assertThat(Pleiad.exists(folder)).isFalse();
  }

  @Test
  void aLuceneIndexThatPleiadDidNotMakeIsLeftAlone() throws IOException {
    try (FSDirectory directory = FSDirectory.open(folder);
        IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
      writer.commit();
    }
    assertThatThrownBy(this::open)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Pleiad did not make");
    assertThat(Pleiad.exists(folder)).isFalse();
  }

  @Test
  void badDocumentsAreRefusedBeforeAnythingChanges() throws IOException {
    try (Pleiad pleiad = Pleiad.open(folder, options().maxDocumentTokens(5))) {
      pleiad.add("1", "kept as it was");
      assertThatThrownBy(() -> pleiad.add("1", "")).hasMessageContaining("'1' is empty");
      assertThatThrownBy(() -> pleiad.add("", "text")).hasMessageContaining("id must not be empty");
      assertThatThrownBy(() -> pleiad.add("x".repeat(40_000), "text"))
          .hasMessageContaining("40,000 bytes");
      assertThatThrownBy(() -> pleiad.add("1", "one two three four five six"))
          .hasMessageContaining("'1' has 6 tokens, the limit is 5");
      assertThatThrownBy(() -> pleiad.add("1", TokenVectors.of(new float[8], 8)))
          .hasMessageContaining("8 dimensions, field 'tokens' has 32");
      float[] rubbish = new float[64];
      rubbish[40] = Float.NaN;
      assertThatThrownBy(() -> pleiad.add("1", TokenVectors.of(rubbish, 32)))
          .hasMessageContaining("token 1 of document '1'");
      assertThatThrownBy(
              () -> pleiad.add(Document.of("1", "x").withVectors("page", TokenVectors.empty(3))))
          .hasMessageContaining("no multi-vector field 'page'; it has [tokens]");
      assertThatThrownBy(() -> pleiad.add(Document.of("1", "x").with("k", new Object())))
          .hasMessageContaining("metadata 'k' is a Object");
      assertThatThrownBy(() -> pleiad.add(Document.of("1", "x").with("k", Double.NaN)))
          .hasMessageContaining("metadata 'k' is NaN");
      pleiad.commit();
      assertThat(pleiad.documents()).isEqualTo(1);
      assertThat(pleiad.get("1").orElseThrow().text()).isEqualTo("kept as it was");
    }
  }

  @Test
  void badQuestionsAreRefused() throws IOException {
    try (Pleiad pleiad = open()) {
      assertThatThrownBy(() -> pleiad.search("x", 0)).hasMessage("k must be at least 1, got 0");
      assertThatThrownBy(() -> pleiad.search("  ", 1)).hasMessageContaining("query is empty");
      assertThatThrownBy(() -> pleiad.search(TokenVectors.of(new float[3], 3), 1))
          .hasMessageContaining("query has 3 dimensions, field 'tokens' has 32");
      assertThatThrownBy(() -> pleiad.search(TokenVectors.empty(32), 1))
          .hasMessageContaining("no tokens");
      assertThatThrownBy(() -> pleiad.search(Search.of("x").plan("tokens@page(3)")))
          .hasMessageContaining("no multi-vector field 'page'");
      assertThatThrownBy(() -> pleiad.explain(Search.of("x"), "nobody"))
          .hasMessageContaining("no document 'nobody'");
      float[] infinite = new float[32];
      infinite[3] = Float.POSITIVE_INFINITY;
      assertThatThrownBy(() -> pleiad.search(TokenVectors.of(infinite, 32), 1))
          .hasMessageContaining("not finite");
    }
  }

  @Test
  void anEmptyCollectionAnswersWithNothing() throws IOException {
    try (Pleiad pleiad = open()) {
      for (String plan : List.of("bm25(5)", "dense(5)", "tokens(5)", "bm25(5) | maxsim(5)")) {
        assertThat(pleiad.search(Search.of("anything").plan(plan)).hits()).isEmpty();
      }
      assertThat(pleiad.stats().bytesPerToken()).isZero();
    }
  }

  @Test
  void vectorsMadeElsewhereAreAsGoodAsText() throws IOException {
    try (Pleiad pleiad =
        Pleiad.open(folder, Options.of(Settings.ofVectors(WordEncoder.DIMENSION)))) {
      pleiad.add("1", encoder.encode("red fox", Role.DOCUMENT).vectors());
      pleiad.add(
          Document.of("2", "blue whale")
              .withVectors("tokens", encoder.encode("blue whale", Role.DOCUMENT).vectors()));
      pleiad.commit();
      Hits hits = pleiad.search(encoder.encode("whale", Role.QUERY).vectors(), 1);
      assertThat(hits.hits().getFirst().id()).isEqualTo("2");
      assertThat(hits.hits().getFirst().matches().getFirst().documentToken()).isEqualTo("1");
      assertThatThrownBy(() -> pleiad.search("whale", 1)).hasMessageContaining("no token vectors");
      assertThat(pleiad.search(Search.of("whale").plan("bm25(5)")).hits()).hasSize(1);
      assertThatThrownBy(() -> pleiad.encode("whale", Role.QUERY))
          .hasMessageContaining("has no model");
    }
  }

  @Test
  void severalFieldsLiveSideBySide() throws IOException {
    Settings settings =
        Settings.ofModel("words")
            .with(new Settings.Encoded("title", "words", Part.TITLE, "float16"))
            .with(new Settings.Brought("page", 4, "int8"));
    try (Pleiad pleiad = Pleiad.open(folder, options().settings(settings))) {
      pleiad.add(Document.of("1", "about cats").withTitle("dogs"));
      pleiad.add(
          Document.of("2", "about dogs")
              .withTitle("cats")
              .withVectors("page", TokenVectors.of(new float[] {1, 0, 0, 0}, 4)));
      pleiad.commit();
    }
    try (Searcher reader = Pleiad.openReadOnly(folder, options())) {
      assertThat(reader.search(Search.of("cats").plan("tokens@title(2)")).hits().getFirst().id())
          .isEqualTo("2");
      assertThat(reader.search(Search.of("cats").plan("dense@title(2)")).hits().getFirst().id())
          .isEqualTo("2");
      Hits pages =
          reader.search(
              Search.of("cats")
                  .vectors("page", TokenVectors.of(new float[] {1, 0, 0, 0}, 4))
                  .plan("tokens@page(5)"));
      assertThat(pages.hits()).extracting(Hit::id).containsExactly("2");
      assertThat(reader.stats().fields())
          .extracting(VectorField::name)
          .containsExactly("tokens", "title", "page");
    }
  }

  @Test
  void aSearchThatRunsOutOfTimeSaysSo() throws IOException {
    try (Pleiad pleiad = open()) {
      for (int i = 0; i < 200; i++) {
        pleiad.add("d" + i, "word" + i);
      }
      pleiad.commit();
      Hits hits = pleiad.search(Search.of("word3").timeLimit(Duration.ZERO));
      assertThat(hits.complete()).isFalse();
      assertThat(pleiad.search(Search.of("word3").timeLimit(Duration.ofMinutes(1))).complete())
          .isTrue();
    }
  }

  @Test
  void anExplanationFollowsTheDocumentThroughThePlan() throws IOException {
    try (Pleiad pleiad = open()) {
      pleiad.add("1", "red fox");
      pleiad.add("2", "red red whale");
      pleiad.add("3", "green");
      pleiad.commit();
      Explanation found = pleiad.explain(Search.of("red fox").plan("bm25(5) | maxsim(1)"), "1");
      assertThat(found.stages()).extracting(Explanation.Stage::rank).containsExactly(1, 1);
      assertThat(found.score()).isEqualTo(found.stages().getLast().score());
      Explanation.Stage words = found.stages().getFirst();
      assertThat(words.terms()).extracting(Explanation.Term::term).containsExactly("red", "fox");
      assertThat(words.terms()).extracting(Explanation.Term::field).containsOnly("text");
      double parts = words.terms().stream().mapToDouble(Explanation.Term::score).sum();
      assertThat(words.score()).isCloseTo((float) parts, within(1e-5f));
      assertThat(found.stages().getLast().terms()).isEmpty();
      Explanation lost = pleiad.explain(Search.of("red fox").plan("bm25(5) | maxsim(1)"), "2");
      assertThat(lost.stages()).extracting(Explanation.Stage::rank).containsExactly(2, null);
      assertThat(lost.matches()).hasSize(2);
      assertThat(lost.agreement()).isEmpty();
      Explanation fused =
          pleiad.explain(Search.of("red fox").plan("bm25(5) + tokens(5) | rrf"), "3");
      assertThat(fused.agreement()).hasValue(1);
      assertThat(fused.stages()).hasSize(3);
      Explanation never = pleiad.explain(Search.of("red fox").plan("bm25(5)"), "3");
      assertThat(never.stages().getFirst().rank()).isNull();
      assertThat(never.stages().getFirst().terms()).isEmpty();
      assertThat(never.score()).isNull();
    }
  }

  @Test
  void segmentsWhoseTokensAreAllDeletedStillMerge() throws IOException {
    try (Pleiad pleiad = Pleiad.open(folder, Options.of(Settings.ofVectors(2)))) {
      for (int round = 0; round < 2; round++) {
        pleiad.add("text" + round, "only words");
        for (int i = 0; i < 300; i++) {
          pleiad.add("d" + i, TokenVectors.of(new float[] {i, 1, -i, 1}, 2));
        }
        float[] many = new float[2 * 30_000];
        Arrays.fill(many, 1);
        pleiad.add("many", TokenVectors.of(many, 2));
        pleiad.refresh();
        for (int i = 0; i < 300; i++) {
          pleiad.delete("d" + i);
        }
        pleiad.delete("many");
        pleiad.commit();
      }
      assertThat(pleiad.documents()).isEqualTo(2);
      assertThat(pleiad.search(TokenVectors.of(new float[] {1, 1}, 2), 5).hits()).isEmpty();
    }
    assertThat(Pleiad.stats(folder).documents()).isEqualTo(2);
  }
}

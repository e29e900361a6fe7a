package pleiad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pleiad.encode.Encoder;
import pleiad.passage.Chunking;
import pleiad.passage.Chunking.By;

/// A collection that is given another field has the vectors that it would have if it had been made
/// with it, and keeps those that it has.
class NewFieldsTest {
  private static final int DOCUMENTS = 40;
  private static final String PAGE = "maxsim@page(100)";
  private static final Chunking BY_FOUR = Chunking.of(By.TOKENS, 4);

  @TempDir Path home;

  private final WordEncoder old = new WordEncoder("old", "1");
  private final WordEncoder small = new WordEncoder("small", "2", 8);
  private final ContextEncoder context = new ContextEncoder();
  private Path folder;

  @SuppressWarnings("NullAway.Init") // JUnit sets the fields
  NewFieldsTest() {}

  @BeforeEach
  void index() throws IOException {
    folder = home.resolve("papers");
    fill(folder, Settings.ofModel("old").withLanguage(Language.DE));
  }

  /// Several segments, with documents that were deleted and replaced, passages, and late ones.
  private void fill(Path collection, Settings settings) throws IOException {
    try (Pleiad pleiad = Pleiad.open(collection, options().settings(settings))) {
      for (int i = 0; i < DOCUMENTS; i++) {
        pleiad.add(i == 7 ? document(i).withTitle("to be replaced") : document(i));
        if (i % 15 == 0) {
          pleiad.commit();
        }
      }
      pleiad.add(Document.of("gone", "word1 and word2"));
      pleiad.add(whole("long"), BY_FOUR);
      pleiad.add(whole("late"), BY_FOUR.late(true));
      pleiad.add(whole("less"), BY_FOUR.late(true));
      pleiad.commit();
      pleiad.delete("gone");
      pleiad.delete("less#2");
      pleiad.add(document(7));
      pleiad.add(Document.of("bare", "").withTitle("Only a title"));
    }
  }

  private static Document document(int number) {
    return Document.of("d" + number, "word%d and more".formatted(number))
        .withTitle(number % 2 == 0 ? "" : "Title " + number)
        .with("year", 2000L + number);
  }

  private static Document whole(String id) {
    return Document.of(id, "one two three four five six seven eight nine of " + id)
        .withTitle("Long " + id);
  }

  private Options options() {
    return Options.DEFAULT.threads(2).models(this::open);
  }

  private Encoder open(String name) {
    return switch (name) {
      case "old" -> old;
      case "small", "also small" -> small;
      case "context" -> context;
      default -> throw new IllegalArgumentException("no model " + name);
    };
  }

  private Settings with(Settings.Field... fields) throws IOException {
    Settings settings = Reindex.settings(folder);
    for (Settings.Field field : fields) {
      settings = settings.with(field);
    }
    return settings;
  }

  private static Settings.Field page(String model) {
    return new Settings.Encoded("page", model, Part.ALL, "float16");
  }

  private Reindex.Report add(Settings settings) throws IOException {
    return Reindex.addFields(folder, settings, options(), Reindex.Watch.NONE);
  }

  /// Every document's id and score by a plan.
  private List<String> scores(Path collection, String plan, String query) throws IOException {
    try (Searcher searcher = Pleiad.openReadOnly(collection, options())) {
      List<String> scores = new ArrayList<>();
      for (Hit hit : searcher.search(Search.of(query).plan(plan).k(100)).hits()) {
        scores.add(hit.id() + " " + hit.score() + " " + hit.title() + " " + hit.matches());
      }
      scores.sort(null);
      return scores;
    }
  }

  private void assertSameAs(Path other, String... plans) throws IOException {
    for (String plan : plans) {
      for (String query : List.of("word3 more", "Title 7 six of late", "nine of less two")) {
        assertThat(scores(folder, plan, query))
            .as("%s of %s", query, plan)
            .hasSizeGreaterThan(DOCUMENTS / 2)
            .isEqualTo(scores(other, plan, query));
      }
    }
    assertThat(Pleiad.verify(folder)).isEmpty();
  }

  @Test
  void itIsAsIfTheCollectionHadBeenMadeWithTheField() throws IOException {
    List<String> before = scores(folder, "tokens(100)", "word3 more six");
    Settings more =
        with(
            page("context"),
            new Settings.Encoded("title", "small", Part.TITLE, "int8"),
            new Settings.Encoded(
                "few", "small", Part.ALL, "float16", TokenReduction.NONE.pooling(2)));
    Reindex.Report report = add(more);
    assertThat(report.finished()).isTrue();
    assertThat(report.from()).extracting(VectorField::name).containsExactly("tokens");
    assertThat(report.to())
        .extracting(VectorField::name)
        .containsExactly("tokens", "page", "title", "few");
    assertThat(report.documents()).isEqualTo(Pleiad.stats(folder).documents());
    assertThat(report.tokens()).isPositive();
    assertThat(report.reductionCosts()).extracting(ReductionCost::field).containsExactly("few");
    Path together = home.resolve("together");
    fill(together, more);
    assertSameAs(
        together,
        "tokens(100)",
        "dense(100)",
        "dense@page(100)",
        "dense(100) | " + PAGE,
        "dense(100) | maxsim@title(100)",
        "dense(100) | maxsim@few(100)");
    assertThat(scores(folder, "tokens(100)", "word3 more six")).isEqualTo(before);
    assertThat(Reindex.settings(folder)).isEqualTo(Reindex.settings(together));
    assertThat(Reindex.nextFields(folder)).doesNotExist();
  }

  @Test
  void whatWasEncodedIsNotEncodedAgain() throws IOException {
    int passes = old.passes.get();
    add(with(page("small")));
    assertThat(old.passes).hasValue(passes);
    try (Pleiad pleiad = Pleiad.open(folder, options())) {
      assertThat(pleiad.add(document(3))).isEqualTo(Added.UNCHANGED);
      assertThat(pleiad.add(whole("late"), BY_FOUR.late(true))).isEqualTo(Added.UNCHANGED);
      assertThat(pleiad.get("late")).contains(whole("late"));
      assertThat(pleiad.add(Document.of("next", "word99 is new"))).isEqualTo(Added.ADDED);
      pleiad.commit();
      Search search = Search.of("word99").plan("tokens@page(1)").k(1);
      assertThat(pleiad.search(search).hits().getFirst().id()).isEqualTo("next");
    }
  }

  @Test
  void passagesStayAsTheyWereCut() throws IOException {
    List<Document> before = passages();
    // Its marks count as tokens: it would cut elsewhere.
    add(with(page("context")));
    assertThat(passages()).isEqualTo(before).hasSizeGreaterThan(6);
  }

  private List<Document> passages() throws IOException {
    List<Document> passages = new ArrayList<>();
    try (Searcher searcher = Pleiad.openReadOnly(folder, options())) {
      for (String whole : List.of("long", "late", "less")) {
        for (int number = 1; number < 9; number++) {
          searcher.get(Passages.id(whole, number)).ifPresent(passages::add);
        }
      }
    }
    return passages;
  }

  private static Reindex.Watch until(BooleanSupplier stopped, Runnable step) {
    return new Reindex.Watch() {
      @Override
      public void step() {
        step.run();
      }

      @Override
      public boolean stopped() {
        return stopped.getAsBoolean();
      }
    };
  }

  private static Reindex.Watch after(int documents) {
    AtomicInteger left = new AtomicInteger(documents);
    return until(() -> left.get() <= 0, left::decrementAndGet);
  }

  @Test
  void aStoppedRunLeavesTheCollectionAndTheNextGoesOn() throws IOException {
    Settings more = with(page("small"));
    List<String> before = scores(folder, "tokens(100)", "word3");
    for (int run = 1; run <= 4; run++) {
      Reindex.Report report = Reindex.addFields(folder, more, options(), after(11));
      assertThat(report.finished()).isFalse();
      assertThat(scores(folder, "tokens(100)", "word3")).isEqualTo(before);
      assertThat(Pleiad.stats(folder).fields()).hasSize(1);
    }
    assertThat(add(more).finished()).isTrue();
    int documents = Pleiad.stats(folder).documents();
    // What was ahead when a run stopped was encoded in vain.
    assertThat(small.passes.get()).isBetween(documents, documents + 4 * 8);
    Path together = home.resolve("together");
    fill(together, more);
    assertSameAs(together, "dense(100) | " + PAGE);
  }

  @Test
  void whatChangedBetweenTwoRunsIsAsItIsThen() throws IOException {
    Settings more = with(page("small"));
    Reindex.addFields(folder, more, options(), after(30));
    Path together = home.resolve("together");
    fill(together, more);
    for (Path each : List.of(folder, together)) {
      try (Pleiad pleiad = Pleiad.open(each, options())) {
        pleiad.delete("d1");
        pleiad.add(document(2).withTitle("changed"));
        pleiad.add(Document.of("later", "word1 came later"));
        pleiad.delete("late#1");
      }
    }
    add(more);
    assertThat(Pleiad.stats(folder).documents()).isEqualTo(Pleiad.stats(together).documents());
    try (Searcher searcher = Pleiad.openReadOnly(folder, options())) {
      Search search = Search.of("came later").plan("tokens@page(1)").k(1);
      assertThat(searcher.search(search).hits().getFirst().id()).isEqualTo("later");
      assertThat(searcher.get("d1")).isEmpty();
    }
    assertThat(Pleiad.verify(folder)).isEmpty();
  }

  @Test
  void whatCannotBeEncodedIsSaidAndTheRestIsKept() throws IOException {
    Settings more = with(page("small"));
    assertThatThrownBy(
            () ->
                Reindex.addFields(folder, more, options().maxDocumentTokens(6), Reindex.Watch.NONE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("tokens, the limit is 6");
    assertThat(Pleiad.stats(folder).fields()).hasSize(1);
    int passes = small.passes.get();
    assertThat(passes).isPositive();
    add(more);
    assertThat(small.passes.get()).isLessThan(passes + Pleiad.stats(folder).documents());
  }

  @Test
  void nobodyWritesMeanwhileAndEverybodyReads() throws IOException {
    AtomicInteger looked = new AtomicInteger();
    Runnable look =
        () -> {
          if (looked.getAndIncrement() == 5) {
            assertThatThrownBy(() -> Pleiad.open(folder, options()))
                .hasMessageContaining("open for writing elsewhere");
            assertThat(count()).isEqualTo(count());
          }
        };
    Reindex.addFields(folder, with(page("small")), options(), until(() -> false, look));
    assertThat(looked.get()).isGreaterThan(DOCUMENTS);
    Pleiad writer = Pleiad.open(folder, options());
    try (writer) {
      Settings more = with(new Settings.Encoded("more", "small", Part.ALL, "int8"));
      assertThatThrownBy(() -> add(more))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("open for writing elsewhere");
    }
  }

  private int count() {
    try (Searcher searcher = Pleiad.openReadOnly(folder, options())) {
      return searcher.documents();
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
  }

  @Test
  void aReaderFromBeforeGoesOnAndIsToldToOpenAgain() throws IOException {
    try (Searcher before = Pleiad.openReadOnly(folder, options())) {
      add(with(page("small")));
      assertThat(before.search("word3", 1).hits().getFirst().id()).isEqualTo("d3");
      assertThatThrownBy(before::refresh)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("open it again");
    }
  }

  @Test
  void fieldsThatAreThereNeedNothing() throws IOException {
    add(with(page("small")));
    int passes = small.passes.get();
    Reindex.Report report = add(Reindex.settings(folder));
    assertThat(report.finished()).isTrue();
    assertThat(report.documents()).isZero();
    // The model by another of its names.
    Settings same =
        new Settings(
            List.of(Settings.ofModel("old").fields().getFirst(), page("also small")), Language.DE);
    assertThat(add(same).documents()).isZero();
    assertThat(small.passes).hasValue(passes);
  }

  @Test
  void aFieldWithAnotherModelIsRefused() throws IOException {
    add(with(page("small")));
    Settings tokens = Settings.ofModel("old").withLanguage(Language.DE);
    assertRefused(tokens.with(page("context")), "has a field page (small, 8 dimensions", "reindex");
    assertRefused(
        tokens.with(new Settings.Encoded("page", "small", Part.TITLE, "float16")),
        "asked for was page (small, 8 dimensions of title");
    assertRefused(
        tokens, "fields are added to those that", "[tokens, page]; asked for were [tokens]");
    assertRefused(with().withLanguage(Language.EN), "words for DE; asked for was EN");
    assertRefused(with(new Settings.Brought("images", 4, "int8")), "field 'images' has no model");
    assertThatThrownBy(() -> add(with(new Settings.Encoded("x", "none", Part.ALL, "int8"))))
        .hasMessageContaining("no model none");
    assertThatThrownBy(
            () -> Reindex.addFields(home.resolve("none"), tokens, options(), Reindex.Watch.NONE))
        .hasMessageContaining("no such folder");
    assertThat(Reindex.nextFields(folder)).doesNotExist();
  }

  private void assertRefused(Settings settings, String... said) {
    assertThatThrownBy(() -> add(settings))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(said);
  }

  @Test
  void anUnfinishedAdditionOfOtherFieldsIsNotMixedIn() throws IOException {
    Reindex.addFields(folder, with(page("small")), options(), after(5));
    assertRefused(
        with(page("context")), "unfinished addition", "page (small", "delete that folder");
    assertThat(add(with(page("small"))).finished()).isTrue();
  }

  @Test
  void filesOfOthersAreLeftAlone() throws IOException {
    Path next = Files.createDirectories(Reindex.nextFields(folder));
    Path mine = Files.writeString(next.resolve("notes.txt"), "mine");
    assertRefused(with(page("small")), "holds 'notes.txt'", "move it away");
    Files.delete(mine);
    Files.writeString(Files.createDirectory(next.resolve("sub")).resolve("notes.txt"), "mine");
    assertRefused(with(page("small")), "holds 'notes.txt'");
    assertThat(next.resolve("sub/notes.txt")).hasContent("mine");
  }

  @Test
  void whatAFinishedRunLeftBesideIsRemovedByTheNext() throws IOException {
    Settings more = with(page("small"));
    Reindex.addFields(folder, more, options(), after(40));
    Path kept = home.resolve("kept");
    Files.move(Reindex.nextFields(folder), kept);
    add(more);
    Files.move(kept, Reindex.nextFields(folder));
    add(more);
    assertThat(Reindex.nextFields(folder)).doesNotExist();
  }

  @Test
  void anEmptyCollectionGetsFieldsToo() throws IOException {
    Path empty = home.resolve("nothing");
    Pleiad.open(empty, options().settings(Settings.ofModel("old"))).close();
    Settings more = Reindex.settings(empty).with(page("small"));
    assertThat(Reindex.addFields(empty, more, options(), Reindex.Watch.NONE).finished()).isTrue();
    assertThat(Pleiad.stats(empty).fields()).hasSize(2);
    try (Pleiad pleiad = Pleiad.open(empty, options())) {
      pleiad.add("a", "word1");
      pleiad.commit();
      Search search = Search.of("word1").plan("tokens@page(1)").k(1);
      assertThat(pleiad.search(search).hits()).hasSize(1);
    }
  }
}

package pleiad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pleiad.encode.Encoder;
import pleiad.encode.Encoding;
import pleiad.encode.Model;
import pleiad.encode.Role;
import pleiad.encode.Token;
import pleiad.passage.Chunking;
import pleiad.passage.Chunking.By;
import pleiad.vector.TokenVectors;

class ReindexTest {
  private static final int DOCUMENTS = 40;
  private static final Chunking BY_FOUR = Chunking.of(By.TOKENS, 4);

  @TempDir Path home;

  private final WordEncoder old = new WordEncoder("old", "1");
  private final WordEncoder small = new WordEncoder("small", "2", 8);
  private Path folder;

  @SuppressWarnings("NullAway.Init") // JUnit sets the fields
  ReindexTest() {}

  @BeforeEach
  void index() throws IOException {
    folder = home.resolve("papers");
    Settings settings = Settings.ofModel("old").withLanguage(Language.DE);
    try (Pleiad pleiad = Pleiad.open(folder, options().settings(settings))) {
      for (int i = 0; i < DOCUMENTS; i++) {
        pleiad.add(document(i));
      }
      pleiad.add(whole(), BY_FOUR);
    }
  }

  private static Document document(int number) {
    return Document.of("d" + number, "word%d and more".formatted(number))
        .withTitle(number % 2 == 0 ? "" : "Title " + number)
        .with("year", 2000L + number);
  }

  private static Document whole() {
    return Document.of("long", "one two three four five six seven eight nine");
  }

  private Options options() {
    return Options.DEFAULT.threads(2).models(this::open);
  }

  private Encoder open(String name) {
    return switch (name) {
      case "old" -> old;
      case "small" -> small;
      default -> throw new IllegalArgumentException("no model " + name);
    };
  }

  private Settings toSmall() throws IOException {
    return Reindex.settings(folder).withModel("small");
  }

  private void assertIs(String model, int documents) throws IOException {
    try (Searcher searcher = Pleiad.openReadOnly(folder, options())) {
      VectorField field = searcher.stats().fields().getFirst();
      assertThat(field.model()).isEqualTo(model);
      assertThat(searcher.stats().language()).isEqualTo(Language.DE);
      for (int i = 0; i < documents; i++) {
        assertThat(searcher.get("d" + i)).contains(document(i));
        assertThat(searcher.search("word" + i, 1).hits().getFirst().id()).isEqualTo("d" + i);
      }
      assertThat(searcher.get("long")).contains(whole());
      assertThat(searcher.search("six", 1).hits().getFirst().id()).isEqualTo("long#2");
      assertThat(searcher.documents()).isEqualTo(documents + 3);
    }
    assertThat(Pleiad.verify(folder)).isEmpty();
  }

  @Test
  void aCollectionIsMadeAnewWithAModelOfAnotherDimension() throws IOException {
    Options onlyNew =
        options()
            .models(
                name -> {
                  assertThat(name).as("the old model may be gone").isEqualTo("small");
                  return small;
                });
    Reindex.Report report = Reindex.run(folder, toSmall(), onlyNew, Reindex.Watch.NONE);
    assertThat(report.finished()).isTrue();
    assertThat(report.documents()).isEqualTo(DOCUMENTS + 1);
    assertThat(report.from()).extracting(VectorField::dimension).containsExactly(32);
    assertThat(report.to()).extracting(VectorField::dimension).containsExactly(8);
    assertThat(report.tokens()).isPositive();
    assertIs("small", DOCUMENTS);
    assertThat(Reindex.next(folder)).doesNotExist();
    try (Pleiad pleiad = Pleiad.open(folder, options())) {
      assertThat(pleiad.add(document(3))).isEqualTo(Added.UNCHANGED);
      assertThat(pleiad.add(whole(), BY_FOUR)).isEqualTo(Added.UNCHANGED);
    }
  }

  @Test
  void anotherCodeIsAlsoMadeAnew() throws IOException {
    Settings settings = Reindex.settings(folder).withCode("int8");
    Reindex.run(folder, settings, options(), Reindex.Watch.NONE);
    assertThat(Reindex.settings(folder)).isEqualTo(settings);
    assertIs("old", DOCUMENTS);
  }

  /// Stops after some documents.
  private static final class Stopping implements Reindex.Watch {
    private final AtomicInteger left;

    Stopping(int documents) {
      this.left = new AtomicInteger(documents);
    }

    @Override
    public void step() {
      left.decrementAndGet();
    }

    @Override
    public boolean stopped() {
      return left.get() <= 0;
    }
  }

  @Test
  void aStoppedRunLeavesTheCollectionAndTheNextGoesOn() throws IOException {
    for (int run = 1; run <= 3; run++) {
      assertThat(Reindex.run(folder, toSmall(), options(), new Stopping(10)).finished()).isFalse();
      assertIs("old", DOCUMENTS);
      assertThat(Reindex.next(folder)).isDirectory();
    }
    assertThat(Reindex.run(folder, toSmall(), options(), Reindex.Watch.NONE).finished()).isTrue();
    assertIs("small", DOCUMENTS);
    int queries = DOCUMENTS + 1;
    assertThat(small.passes).as("each text once").hasValue(DOCUMENTS + 3 + queries);
  }

  /// As when the process is told to end: it stops the run, and models refuse to encode.
  @Test
  void whatAModelRefusesOfAStoppedRunIsNoFailure() throws IOException {
    AtomicBoolean ending = new AtomicBoolean();
    Encoder refusing =
        new Encoder() {
          @Override
          public Model model() {
            return small.model();
          }

          @Override
          public List<Token> tokenize(String text, Role role) {
            return small.tokenize(text, role);
          }

          @Override
          public Encoding encode(String text, Role role) {
            ending.set(true);
            throw new IllegalStateException("the process is ending");
          }

          @Override
          public void close() {}
        };
    Reindex.Watch watch =
        new Reindex.Watch() {
          @Override
          public void step() {}

          @Override
          public boolean stopped() {
            return ending.get();
          }
        };
    Options refused = options().models(_ -> refusing);
    assertThat(Reindex.run(folder, toSmall(), refused, watch).finished()).isFalse();
    assertIs("old", DOCUMENTS);
    assertThat(Reindex.run(folder, toSmall(), options(), Reindex.Watch.NONE).finished()).isTrue();
    assertIs("small", DOCUMENTS);
  }

  @Test
  void whatCannotBeEncodedIsSaidAndTheRestIsKept() throws IOException {
    Options limited = options().maxDocumentTokens(3);
    assertThatThrownBy(() -> Reindex.run(folder, toSmall(), limited, Reindex.Watch.NONE))
        .isInstanceOf(IOException.class)
        .as("whichever of the texts that are too long is met first")
        .hasMessageMatching("(?s).*has [45] tokens, the limit is 3.*");
    assertIs("old", DOCUMENTS);
    assertThat(Reindex.next(folder)).isDirectory();
    Reindex.run(folder, toSmall(), options(), Reindex.Watch.NONE);
    assertIs("small", DOCUMENTS);
  }

  @Test
  void nobodyWritesMeanwhileAndEverybodyReads() throws IOException {
    AtomicInteger looked = new AtomicInteger();
    Reindex.Watch looking =
        new Reindex.Watch() {
          @Override
          public void step() {
            if (looked.getAndIncrement() == 5) {
              assertThatThrownBy(() -> Pleiad.open(folder, options()))
                  .hasMessageContaining("open for writing elsewhere");
              assertThat(readable()).isTrue();
            }
          }

          @Override
          public boolean stopped() {
            return false;
          }
        };
    Reindex.run(folder, toSmall(), options(), looking);
    assertThat(looked.get()).isEqualTo(DOCUMENTS + 1);
    assertIs("small", DOCUMENTS);
  }

  private boolean readable() {
    try (Searcher searcher = Pleiad.openReadOnly(folder, options())) {
      return searcher.get("d7").equals(Optional.of(document(7)));
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
  }

  @Test
  void whileItIsWrittenItIsNotMadeAnew() throws IOException {
    Pleiad writer = Pleiad.open(folder, options());
    try (writer) {
      assertThatThrownBy(() -> Reindex.run(folder, toSmall(), options(), Reindex.Watch.NONE))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("open for writing elsewhere");
    }
    assertThat(Reindex.next(folder)).doesNotExist();
  }

  @Test
  void aReaderFromBeforeGoesOnAndIsToldToOpenAgain() throws IOException {
    try (Searcher before = Pleiad.openReadOnly(folder, options())) {
      Reindex.run(folder, toSmall(), options(), Reindex.Watch.NONE);
      assertThat(before.search("word3", 1).hits().getFirst().id()).isEqualTo("d3");
      assertThatThrownBy(before::refresh)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("was made anew since it was opened")
          .hasMessageContaining("open it again");
      assertThat(before.search("word3", 1).hits().getFirst().id()).isEqualTo("d3");
    }
    assertIs("small", DOCUMENTS);
  }

  @Test
  void whatWasDeletedOrChangedBetweenTwoRunsIsNotThere() throws IOException {
    assertThat(Reindex.run(folder, toSmall(), options(), new Stopping(41)).finished()).isFalse();
    try (Pleiad pleiad = Pleiad.open(folder, options())) {
      pleiad.delete("d39");
      pleiad.add(document(38).withTitle("changed"));
      pleiad.add(document(38));
    }
    Reindex.run(folder, toSmall(), options(), Reindex.Watch.NONE);
    assertIs("small", DOCUMENTS - 1);
  }

  @Test
  void vectorsThatWereBroughtAreRefused() throws IOException {
    Path brought = home.resolve("brought");
    try (Pleiad pleiad = Pleiad.open(brought, Options.of(Settings.ofVectors(3)))) {
      pleiad.add("a", TokenVectors.of(new float[] {1, 0, 0}, 3));
    }
    assertThatThrownBy(
            () -> Reindex.run(brought, Settings.ofModel("small"), options(), Reindex.Watch.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("field 'tokens'")
        .hasMessageContaining("cannot be made anew");
    assertThat(Reindex.next(brought)).doesNotExist();
  }

  @Test
  void anUnfinishedRunToSomethingElseIsNotMixedIn() throws IOException {
    Reindex.run(folder, toSmall(), options(), new Stopping(5));
    Settings other = Reindex.settings(folder).withCode("float16");
    assertThatThrownBy(() -> Reindex.run(folder, other, options(), Reindex.Watch.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("an unfinished reindexing lies in '%s'", Reindex.next(folder))
        .hasMessageContaining("delete that folder");
    assertIs("old", DOCUMENTS);
  }

  @Test
  void whatAFinishedRunLeftBesideIsRemovedByTheNext() throws IOException {
    Reindex.run(folder, toSmall(), options(), Reindex.Watch.NONE);
    Reindex.copy(
        folder, Reindex.next(folder), options().settings(toSmall()), _ -> true, Reindex.Watch.NONE);
    assertThat(Reindex.next(folder)).isDirectory();
    int passes = small.passes.get();
    Reindex.Report report = Reindex.run(folder, toSmall(), options(), Reindex.Watch.NONE);
    assertThat(report.documents()).isZero();
    assertThat(small.passes).hasValue(passes);
    assertThat(Reindex.next(folder)).doesNotExist();
    assertIs("small", DOCUMENTS);
  }

  @Test
  void aModelOfTheSameNameWithOtherWeightsMakesItAnew() throws IOException {
    WordEncoder newer = new WordEncoder("old", "other weights", 16);
    Options options = options().models(_ -> newer);
    assertThatThrownBy(() -> Pleiad.open(folder, options)).hasMessageContaining("fingerprint");
    Reindex.run(folder, Reindex.settings(folder), options, Reindex.Watch.NONE);
    try (Searcher searcher = Pleiad.openReadOnly(folder, options)) {
      assertThat(searcher.search("word9", 1).hits().getFirst().id()).isEqualTo("d9");
    }
  }

  @Test
  void passagesOfADocumentThatLostSomeAreCarriedOver() throws IOException {
    try (Pleiad pleiad = Pleiad.open(folder, options())) {
      pleiad.delete("long#1");
    }
    Reindex.run(folder, toSmall(), options(), Reindex.Watch.NONE);
    try (Searcher searcher = Pleiad.openReadOnly(folder, options())) {
      assertThat(searcher.documents()).isEqualTo(DOCUMENTS + 2);
      Hit hit = searcher.search("six", 1).hits().getFirst();
      assertThat(hit.id()).isEqualTo("long#2");
      assertThat(hit.passage()).isEqualTo(new Passage("long", 2, 19, 39));
    }
  }

  @Test
  void aCopyHasTheDocumentsThatAreWanted() throws IOException {
    Path copy = home.resolve("copy");
    List<String> asked = new ArrayList<>();
    Reindex.Report report =
        Reindex.copy(
            folder,
            copy,
            options().settings(toSmall()),
            id -> {
              asked.add(id);
              return id.equals("long") || id.equals("d7");
            },
            Reindex.Watch.NONE);
    assertThat(report.documents()).isEqualTo(2);
    assertThat(asked).hasSize(DOCUMENTS + 1).doesNotHaveDuplicates();
    assertThat(Pleiad.stats(copy).documents()).isEqualTo(4);
    assertThat(Files.exists(Reindex.next(folder))).isFalse();
    assertIs("old", DOCUMENTS);
  }

  @Test
  void whereThereIsNoCollectionThatIsSaid() {
    assertThatThrownBy(() -> Reindex.settings(home.resolve("none")))
        .hasMessageContaining("no such folder");
  }
}

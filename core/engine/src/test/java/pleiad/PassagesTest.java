package pleiad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pleiad.passage.Chunking;
import pleiad.passage.Chunking.By;
import pleiad.vector.TokenVectors;

class PassagesTest {
  private static final Chunking BY_FOUR = Chunking.of(By.TOKENS, 4);

  @TempDir Path home;

  private final WordEncoder encoder = new WordEncoder("words", "1");
  private Pleiad pleiad;

  @SuppressWarnings("NullAway.Init") // JUnit sets the fields
  PassagesTest() {}

  @BeforeEach
  void open() throws IOException {
    pleiad =
        Pleiad.open(home.resolve("c"), Options.of(Settings.ofModel("words")).models(_ -> encoder));
  }

  @AfterEach
  void close() throws IOException {
    pleiad.close();
  }

  private static String words(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "w" + i).collect(Collectors.joining(" "));
  }

  private static Document document(int words) {
    return Document.of("d", words(0, words)).withTitle("title").with("k", 1L);
  }

  private List<String> ids(String text) throws IOException {
    pleiad.refresh();
    return pleiad.search(Search.of(text).plan("tokens(50, recall=1)").k(50)).hits().stream()
        .map(Hit::id)
        .sorted()
        .toList();
  }

  @Test
  void aHitNamesItsPassageAndItsDocument() throws IOException {
    assertThat(pleiad.add(document(10), BY_FOUR)).isEqualTo(Added.ADDED);
    pleiad.commit();
    Hit hit = pleiad.search("w5", 1).hits().getFirst();
    assertThat(hit.id()).isEqualTo("d#2");
    assertThat(hit.passage()).isEqualTo(new Passage("d", 2, 12, 23));
    assertThat(hit.text())
        .isEqualTo("w4 w5 w6 w7")
        .isEqualTo(document(10).text().substring(12, 23));
    assertThat(hit.title()).isEqualTo("title");
    assertThat(hit.metadata()).containsEntry("k", 1L).containsEntry(Passages.OF, "d");
    assertThat(pleiad.search(Search.of("w5").filter(Filter.equal(Passages.OF, "e"))).hits())
        .isEmpty();
  }

  @Test
  void theWholeIsGivenBackAsItWasAdded() throws IOException {
    pleiad.add(document(10), BY_FOUR);
    pleiad.commit();
    assertThat(pleiad.get("d")).contains(document(10));
    assertThat(pleiad.get("d#3")).get().extracting(Document::text).isEqualTo("w8 w9");
    assertThat(pleiad.get("d#4")).isEmpty();
    assertThat(pleiad.search("w0", 1).hits().getFirst().metadata().keySet())
        .containsExactlyInAnyOrder("k", Passages.OF, Passages.NUMBER, Passages.START, Passages.END);
  }

  @Test
  void aShortDocumentStaysAsItIs() throws IOException {
    assertThat(pleiad.split(document(4), BY_FOUR)).containsExactly(document(4));
    pleiad.add(document(4), BY_FOUR);
    assertThat(ids("w0")).containsExactly("d");
    Hit hit = pleiad.search("w0", 1).hits().getFirst();
    assertThat(hit.passage()).isNull();
    assertThat(hit.metadata()).isEqualTo(document(4).metadata());
    assertThat(pleiad.add(document(4), BY_FOUR)).isEqualTo(Added.UNCHANGED);
  }

  @Test
  void replacingReplacesAllPassagesAlsoWhenThereAreFewer() throws IOException {
    for (boolean refreshed : new boolean[] {false, true}) {
      pleiad.add(document(20), BY_FOUR);
      if (refreshed) {
        pleiad.refresh();
      }
      assertThat(pleiad.add(document(9), BY_FOUR)).isEqualTo(Added.REPLACED);
      assertThat(ids("w0 w19")).containsExactly("d#1", "d#2", "d#3");
      assertThat(pleiad.add(document(3), BY_FOUR)).isEqualTo(Added.REPLACED);
      assertThat(ids("w0")).containsExactly("d");
      assertThat(pleiad.add(document(9), BY_FOUR)).isEqualTo(Added.REPLACED);
      assertThat(ids("w0")).containsExactly("d#1", "d#2", "d#3");
      assertThat(pleiad.add(document(9))).as("uncut").isEqualTo(Added.REPLACED);
      assertThat(ids("w0")).containsExactly("d");
      assertThat(pleiad.delete("d")).isTrue();
    }
  }

  @Test
  void deletingDeletesAllPassages() throws IOException {
    pleiad.add(document(9), BY_FOUR);
    pleiad.add("e", "w0");
    assertThat(pleiad.delete("d")).isTrue();
    assertThat(pleiad.delete("d")).isFalse();
    assertThat(ids("w0")).containsExactly("e");
    pleiad.add(document(9), BY_FOUR);
    pleiad.commit();
    assertThat(pleiad.delete("d")).isTrue();
    assertThat(ids("w0")).containsExactly("e");
    assertThat(pleiad.get("d")).isEmpty();
  }

  @Test
  void anUnchangedDocumentIsNotEncodedAgain() throws IOException {
    pleiad.add(document(9), BY_FOUR);
    int passes = encoder.passes.get();
    assertThat(pleiad.add(document(9), BY_FOUR)).isEqualTo(Added.UNCHANGED);
    pleiad.commit();
    assertThat(pleiad.add(document(9), BY_FOUR)).isEqualTo(Added.UNCHANGED);
    assertThat(encoder.passes).hasValue(passes);
    assertThat(pleiad.add(document(9), BY_FOUR.overlap(1))).isEqualTo(Added.REPLACED);
    assertThat(pleiad.add(document(9).with("k", 2), BY_FOUR)).isEqualTo(Added.REPLACED);
  }

  @Test
  void aDocumentThatLostAPassageIsNotUnchanged() throws IOException {
    pleiad.add(document(9), BY_FOUR);
    assertThat(pleiad.delete("d#4")).isFalse();
    for (boolean refreshed : new boolean[] {false, true}) {
      assertThat(pleiad.delete("d#2")).isTrue();
      if (refreshed) {
        pleiad.refresh();
      }
      assertThat(pleiad.add(document(9), BY_FOUR)).isEqualTo(Added.REPLACED);
      pleiad.commit();
      assertThat(ids("w0")).containsExactly("d#1", "d#2", "d#3");
    }
    pleiad.delete("d");
    assertThat(pleiad.delete("d#2")).isFalse();
    pleiad.add(document(9), BY_FOUR);
    assertThat(pleiad.delete(Filter.equal(Passages.NUMBER, 3))).isEqualTo(1);
    assertThat(pleiad.add(document(9), BY_FOUR)).isEqualTo(Added.REPLACED);
    assertThat(ids("w0")).containsExactly("d#1", "d#2", "d#3");
  }

  @Test
  void passagesTakeThePlaceOfADocumentWithTheirId() throws IOException {
    pleiad.add("d#1", "w0 by hand");
    pleiad.commit();
    pleiad.add(document(9), BY_FOUR);
    assertThat(ids("w0")).containsExactly("d#1", "d#2", "d#3");
    assertThat(pleiad.documents()).isEqualTo(3);
  }

  @Test
  void groupedADocumentIsFoundOnceByItsBestPassage() throws IOException {
    for (int i = 0; i < 5; i++) {
      pleiad.add(Document.of("d" + i, words(0, 40) + " only" + i + " " + words(0, 20)), BY_FOUR);
    }
    pleiad.add("short", "w1 w2");
    pleiad.commit();
    Hits all = pleiad.search(Search.of("w1 w2").k(10));
    Hits grouped = pleiad.search(Search.of("w1 w2").k(10).grouped(true));
    assertThat(all.hits()).hasSize(10);
    assertThat(pleiad.search(Search.of("w1 w2").k(10).plan("bm25(k)").grouped(true)).hits())
        .as("looks further until there are enough")
        .extracting(PassagesTest::whole)
        .doesNotHaveDuplicates()
        .hasSize(6);
    assertThat(grouped.hits()).extracting(PassagesTest::whole).doesNotHaveDuplicates().hasSize(6);
    assertThat(grouped.hits()).extracting(Hit::rank).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(pleiad.search(Search.of("only3").k(2).grouped(true)).hits().getFirst().text())
        .contains("only3");
    assertThat(pleiad.search(Search.of("w1").k(3).plan("bm25(4)").grouped(true)).hits())
        .as("no more than the plan gives")
        .extracting(PassagesTest::whole)
        .doesNotHaveDuplicates();
    assertThat(pleiad.search(Search.of("w1 w2").k(2).grouped(true)).hits()).hasSize(2);
  }

  private static String whole(Hit hit) {
    return hit.passage() == null ? hit.id() : hit.passage().of();
  }

  @Test
  void headingsBecomeTitles() throws IOException {
    Document whole =
        Document.of("d", "# Title\n\n" + words(0, 3) + "\n\n## Part\n\n" + words(3, 6))
            .withTitle("title");
    assertThat(pleiad.split(whole, Chunking.of(By.HEADINGS, 6)))
        .extracting(Document::title)
        .containsExactly("Title", "Title > Part");
    assertThat(pleiad.split(whole.withTitle("Book"), Chunking.of(By.HEADINGS, 6)))
        .extracting(Document::title)
        .containsExactly("Book > Title", "Book > Title > Part");
  }

  @Test
  void explainingAWholeSaysToExplainAPassage() throws IOException {
    pleiad.add(document(9), BY_FOUR);
    pleiad.commit();
    assertThat(pleiad.explain(Search.of("w0"), "d#1").score()).isNotNull();
    assertThatThrownBy(() -> pleiad.explain(Search.of("w0"), "d"))
        .hasMessageContaining("kept in passages")
        .hasMessageContaining("'d#1'");
  }

  @Test
  void whatPassagesCannotHaveIsRefused() {
    TokenVectors brought = TokenVectors.empty(WordEncoder.DIMENSION);
    assertThatThrownBy(() -> pleiad.add(document(9).withVectors("tokens", brought), BY_FOUR))
        .hasMessageContaining("'d' brings vectors");
    assertThatThrownBy(() -> pleiad.add(document(9).with(Passages.START, 3), BY_FOUR))
        .hasMessageContaining("'passage_start'");
    assertThatThrownBy(() -> pleiad.add(Document.of("d", " "), BY_FOUR))
        .hasMessageContaining("neither text nor vectors");
  }

  @Test
  void withoutAModelNothingIsCut() throws IOException {
    try (Pleiad brought = Pleiad.open(home.resolve("b"), Options.of(Settings.ofVectors(3)))) {
      assertThatThrownBy(() -> brought.add(document(9), BY_FOUR))
          .hasMessageContaining("no field has a model that could count tokens");
    }
  }
}

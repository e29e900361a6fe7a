package pleiad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import pleiad.Facet.Value;
import pleiad.passage.Chunking;
import pleiad.passage.Chunking.By;
import pleiad.testkit.Seed;

/// Values are counted as a look at every document counts them.
@ExtendWith(Seed.class)
class FacetsTest {
  private static final Chunking BY_FOUR = Chunking.of(By.TOKENS, 4);

  /// Numbers before words, by size; words by their characters.
  private static final List<Object> VALUES =
      List.of(-1L, 0L, 0.5, 2020L, "2020", "a", "b", false, true);

  private static final List<String> KEYS = List.of("k", "l", "nowhere");

  @TempDir Path home;

  private Pleiad pleiad;

  @SuppressWarnings("NullAway.Init") // JUnit sets the field
  FacetsTest() {}

  @BeforeEach
  void open() throws IOException {
    pleiad =
        Pleiad.open(
            home.resolve("c"),
            Options.of(Settings.ofModel("words")).models(_ -> new WordEncoder("words", "1")));
  }

  @AfterEach
  void close() throws IOException {
    pleiad.close();
  }

  private void add(String id, Map<String, Object> metadata) throws IOException {
    pleiad.add(Document.of(id, "w0 " + id).withMetadata(metadata));
  }

  private Facet facet(String key, int most) throws IOException {
    return pleiad.facets(null, List.of(key), most).getFirst();
  }

  @Test
  void valuesAreGivenByTheirNumbersOfDocumentsThenByThemselves() throws IOException {
    add("1", Map.of("k", List.of("b", "b", 3, 3.0), "l", true));
    add("2", Map.of("k", List.of("b", 2.5)));
    add("3", Map.of("k", List.of("a", 10)));
    add("4", Map.of("l", "true"));
    pleiad.commit();
    List<Value> values =
        List.of(
            new Value("b", 2),
            new Value(2.5, 1),
            new Value(3L, 1),
            new Value(10L, 1),
            new Value("a", 1));
    assertThat(facet("k", 10)).isEqualTo(new Facet("k", values, 5, 1));
    assertThat(facet("k", 2)).isEqualTo(new Facet("k", values.subList(0, 2), 5, 1));
    assertThat(facet("l", 10)).isEqualTo(new Facet("l", List.of(new Value(true, 2)), 1, 2));
    assertThat(facet("nowhere", 10)).isEqualTo(new Facet("nowhere", List.of(), 0, 4));
  }

  @Test
  void anEmptyCollectionHasNoValues() throws IOException {
    assertThat(facet("k", 1)).isEqualTo(new Facet("k", List.of(), 0, 0));
    assertThat(pleiad.facets(null, List.of(), 1)).isEmpty();
  }

  @Test
  void atLeastOneValueIsAskedFor() {
    assertThatThrownBy(() -> facet("k", 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a facet gives at least 1 value a key; asked for were 0");
  }

  @Test
  void aDocumentInPassagesIsOne() throws IOException {
    pleiad.add(Document.of("long", "w0 w1 w2 w3 w4 w5 w6 w7 w8").with("k", "a"), BY_FOUR);
    add("short", Map.of("k", "a"));
    pleiad.commit();
    assertThat(pleiad.documents()).isEqualTo(4);
    assertThat(facet("k", 9)).isEqualTo(new Facet("k", List.of(new Value("a", 2)), 1, 0));
    assertThat(facet(Passages.NUMBER, 9).values())
        .containsExactly(new Value(1L, 1), new Value(2L, 1), new Value(3L, 1));
    assertThat(facet(Passages.NUMBER, 9).without()).isEqualTo(1);
    Filter later = Filter.parse(Passages.NUMBER + ">=2");
    assertThat(pleiad.facets(later, List.of("k"), 9))
        .containsExactly(new Facet("k", List.of(new Value("a", 1)), 1, 0));
  }

  @Test
  void passagesThatWereAddedOneByOneAreOneDocumentToo() throws IOException {
    add("1", Map.of(Passages.OF, "x", "k", "a"));
    add("2", Map.of(Passages.OF, "y", "k", List.of("a", "b")));
    pleiad.commit();
    add("3", Map.of(Passages.OF, "x", "k", List.of("a", "b")));
    add("4", Map.of(Passages.OF, "y"));
    add("5", Map.of(Passages.OF, "z"));
    pleiad.commit();
    assertThat(facet("k", 9))
        .isEqualTo(new Facet("k", List.of(new Value("a", 2), new Value("b", 2)), 2, 1));
  }

  @Test
  void aSearchCountsWhatItsSourcesFound() throws IOException {
    add("1", Map.of("k", "a"));
    add("2", Map.of("k", "b"));
    add("3", Map.of("k", "b"));
    add("4", Map.of());
    pleiad.commit();
    Search search = Search.of("w0").facets(List.of("k", "l")).k(1);
    Facet all = new Facet("k", List.of(new Value("b", 2), new Value("a", 1)), 2, 1);
    Facet none = new Facet("l", List.of(), 0, 4);
    for (String plan :
        List.of(
            "tokens(4, recall=1)",
            "bm25(4) | maxsim(1)",
            "bm25(4) + tokens(1) | rrf | maxsim(2)",
            "bm25(4) | maxsim(3) | maxsim(1)")) {
      assertThat(pleiad.search(search.plan(plan)).facets()).as(plan).containsExactly(all, none);
    }
    Search few = search.filter(Filter.equal("k", "b")).plan("bm25(4) | maxsim(1)");
    assertThat(pleiad.search(few).facets().getFirst())
        .isEqualTo(new Facet("k", List.of(new Value("b", 2)), 1, 0));
    assertThat(pleiad.search(Search.of("w0")).facets()).isEmpty();
    assertThat(pleiad.search(search.plan("bm25(1)")).facets().getFirst().without()).isZero();
  }

  @Test
  void countsAreThoseOfALookAtEveryDocument(Random random) throws IOException {
    Map<String, Map<String, Object>> kept = new TreeMap<>();
    for (int i = 0; i < 40; i++) {
      change(kept, "d" + random.nextInt(12), random);
      if (random.nextInt(8) == 0) {
        pleiad.commit();
      }
    }
    pleiad.commit();
    for (Filter filter :
        List.of(Filter.and(), Filter.equal("k", "a"), Filter.parse("-l:* k>=0 l:(b 2020)"))) {
      Set<String> left = new HashSet<>();
      Search everything = Search.of("w0").plan("tokens(500, recall=1)").k(500).filter(filter);
      for (Hit hit : pleiad.search(everything).hits()) {
        Passage passage = hit.passage();
        left.add(passage == null ? hit.id() : passage.of());
      }
      int most = 1 + random.nextInt(VALUES.size());
      List<Facet> obvious = KEYS.stream().map(key -> obvious(kept, left, key, most)).toList();
      assertThat(pleiad.facets(filter, KEYS, most)).as("%s", filter).isEqualTo(obvious);
    }
    assertThat(pleiad.facets(null, KEYS, 99)).isEqualTo(pleiad.facets(Filter.and(), KEYS, 99));
  }

  /// Adds, replaces or deletes a document, whole or in passages.
  private void change(Map<String, Map<String, Object>> kept, String id, Random random)
      throws IOException {
    if (random.nextInt(4) == 0) {
      pleiad.delete(id);
      kept.remove(id);
      return;
    }
    Map<String, Object> metadata = new HashMap<>();
    for (String key : List.of("k", "l")) {
      List<Object> values = new ArrayList<>();
      while (random.nextInt(3) > 0) {
        values.add(VALUES.get(random.nextInt(VALUES.size())));
      }
      if (!values.isEmpty()) {
        metadata.put(key, values);
      }
    }
    String text = "w0 w1 w2 w3 ".repeat(1 + random.nextInt(4)) + random.nextInt();
    pleiad.add(Document.of(id, text.strip()).withMetadata(metadata), BY_FOUR);
    kept.put(id, metadata);
  }

  private static Facet obvious(
      Map<String, Map<String, Object>> kept, Set<String> left, String key, int most) {
    int[] counts = new int[VALUES.size()];
    int without = 0;
    for (String id : left) {
      Set<Integer> values = new TreeSet<>();
      for (Object value :
          (List<?>) Objects.requireNonNull(kept.get(id)).getOrDefault(key, List.of())) {
        values.add(VALUES.indexOf(value));
      }
      values.forEach(place -> counts[place]++);
      without += values.isEmpty() ? 1 : 0;
    }
    List<Value> all = new ArrayList<>();
    for (int documents = left.size(); documents > 0; documents--) {
      for (int place = 0; place < counts.length; place++) {
        if (counts[place] == documents) {
          all.add(new Value(VALUES.get(place), documents));
        }
      }
    }
    return new Facet(key, all.subList(0, Math.min(most, all.size())), all.size(), without);
  }
}

package pleiad.search;

import static org.apache.lucene.search.BooleanClause.Occur.FILTER;
import static org.apache.lucene.search.BooleanClause.Occur.MUST;
import static org.apache.lucene.search.BooleanClause.Occur.SHOULD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static pleiad.search.CodedIndex.FIELD;
import static pleiad.search.CodedIndex.Kept.CENTRED;
import static pleiad.search.CodedIndex.Kept.CODES;
import static pleiad.search.CodedIndex.Kept.INT8;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.Explanation;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import pleiad.search.CodedIndex.Scored;
import pleiad.testkit.Seed;
import pleiad.vector.TokenVectors;

/// Late interaction asked for in Lucene's way, on two segments of codes and one of `int8`.
@ExtendWith(Seed.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MaxSimQueryTest {
  private static final Query MOST = new TermQuery(new Term("share", "most"));
  private static final Query FEW = new TermQuery(new Term("share", "few"));

  private CodedIndex index;

  @BeforeAll
  void build(Random random) throws IOException {
    index = new CodedIndex(random, CODES, INT8, CENTRED);
  }

  @AfterAll
  void close() throws IOException {
    index.close();
  }

  private IndexSearcher searcher() {
    return new IndexSearcher(index.reader);
  }

  private static MaxSimQuery all(TokenVectors query, int k) {
    return new MaxSimQuery(FIELD, query, k, MaxSimOptions.ALL, null);
  }

  private static void assertFound(TopDocs found, List<Scored> expected, int count) {
    assertThat(found.scoreDocs).hasSize(count);
    for (int i = 0; i < count; i++) {
      assertThat((double) MaxSimQuery.maxSim(found.scoreDocs[i].score))
          .isCloseTo(expected.get(i).score(), within(1e-3));
    }
  }

  @Test
  void theBestKMatchHoweverManyHitsAreWanted() throws IOException {
    TokenVectors query = index.query(9);
    List<Scored> best = index.all(query, _ -> true);
    assertFound(searcher().search(all(query, 20), 20), best, 20);
    assertFound(searcher().search(all(query, 20), 5), best, 5);
    assertFound(searcher().search(all(query, 20), 500), best, 20);
    assertThat(searcher().count(all(query, 20))).isEqualTo(20);
    assertFound(searcher().search(all(query, 1_000_000), 30), best, 30);
    assertThat(searcher().count(all(query, 1_000_000))).isEqualTo(best.size());
  }

  @Test
  void aPlanAndTheQueryGiveTheSame() throws IOException {
    TokenVectors query = index.query(31);
    TopDocs found = searcher().search(new MaxSimQuery(FIELD, query, 15), 15);
    Request request = new Request(null, Map.of(FIELD, query), Map.of(), null, Deadline.NONE);
    Candidates planned = Plan.parse("tokens(15)").run(searcher(), request).candidates();
    for (int i = 0; i < 15; i++) {
      assertThat(found.scoreDocs[i].doc).isEqualTo(planned.document(i));
      assertThat(found.scoreDocs[i].score).isEqualTo(MaxSimQuery.score(planned.score(i)));
    }
  }

  @Test
  void aFilterIsPartOfTheSearchAndClausesChooseAmongWhatItFound() throws IOException {
    TokenVectors query = index.query(9);
    List<Scored> few = index.all(query, number -> CodedIndex.has("few", number));
    Query inside = new MaxSimQuery(FIELD, query, 10, MaxSimOptions.AUTOMATIC, FEW);
    assertFound(searcher().search(inside, 10), few, 10);
    Query none =
        new MaxSimQuery(FIELD, query, 10, MaxSimOptions.AUTOMATIC, MatchNoDocsQuery.INSTANCE);
    assertThat(searcher().count(none)).isZero();
    List<Scored> best = index.all(query, _ -> true).subList(0, 50);
    List<Scored> mostOfThem =
        best.stream().filter(each -> CodedIndex.has("most", each.document())).toList();
    for (BooleanQuery beside :
        List.of(
            new BooleanQuery.Builder().add(all(query, 50), MUST).add(MOST, FILTER).build(),
            new BooleanQuery.Builder()
                .add(all(query, 50), SHOULD)
                .add(MOST, FILTER)
                .setMinimumNumberShouldMatch(1)
                .build())) {
      assertFound(searcher().search(beside, 100), mostOfThem, mostOfThem.size());
    }
    Query filtering =
        new BooleanQuery.Builder().add(all(query, 50), FILTER).add(MOST, MUST).build();
    assertThat(searcher().count(filtering)).isEqualTo(mostOfThem.size());
  }

  @Test
  void scoresAddUpBesideOtherClauses() throws IOException {
    TokenVectors query = index.query(9);
    Query either =
        new BooleanQuery.Builder()
            .add(all(query, 30), SHOULD)
            .add(new ConstantScoreQuery(FEW), SHOULD)
            .build();
    Map<Integer, Float> alone = new HashMap<>();
    for (ScoreDoc each : searcher().search(all(query, 30), 30).scoreDocs) {
      alone.put(each.doc, each.score);
    }
    TopDocs found = searcher().search(either, 10_000);
    int both = 0;
    for (ScoreDoc each : found.scoreDocs) {
      float extra = CodedIndex.has("few", each.doc) ? 1 : 0;
      both += extra == 1 && alone.containsKey(each.doc) ? 1 : 0;
      assertThat(each.score).isCloseTo(alone.getOrDefault(each.doc, 0f) + extra, within(1e-3f));
    }
    assertThat(found.scoreDocs.length).isEqualTo(30 + searcher().count(FEW) - both);
  }

  @Test
  void anExecutorChangesNothing() throws IOException {
    TokenVectors query = index.query(17);
    try (ExecutorService executor = Executors.newFixedThreadPool(3)) {
      for (Query filter : new @Nullable Query[] {null, MOST, FEW}) {
        Query wanted = new MaxSimQuery(FIELD, query, 25, MaxSimOptions.AUTOMATIC, filter);
        assertThat(
                Arrays.toString(
                        new IndexSearcher(index.reader, executor).search(wanted, 25).scoreDocs)
                    .replaceAll("shardIndex=[-0-9]+", ""))
            .isEqualTo(
                Arrays.toString(searcher().search(wanted, 25).scoreDocs)
                    .replaceAll("shardIndex=[-0-9]+", ""));
      }
    }
  }

  @Test
  void anIndexWithoutDocumentsOrFieldHasNoMatch() throws IOException {
    TokenVectors query = index.query(3);
    assertThat(searcher().count(new MaxSimQuery("nowhere", query, 10))).isZero();
    try (ByteBuffersDirectory folder = new ByteBuffersDirectory()) {
      new IndexWriter(folder, new IndexWriterConfig()).close();
      try (DirectoryReader reader = DirectoryReader.open(folder)) {
        IndexSearcher searcher = new IndexSearcher(reader);
        assertThat(searcher.search(new MaxSimQuery(FIELD, query, 10), 10).scoreDocs).isEmpty();
      }
    }
  }

  @Test
  void aReaderThatHidesHowVectorsAreKeptGivesTheSame() throws IOException {
    TokenVectors query = index.query(9);
    List<Scored> best = index.all(query, _ -> true);
    try (DirectoryReader wrapped = new PlainReader(index.reader)) {
      IndexSearcher searcher = new IndexSearcher(wrapped);
      assertFound(searcher.search(all(query, 20), 20), best, 20);
      assertFound(searcher.search(new MaxSimQuery(FIELD, query, 20), 20), best, 20);
      assertFound(searcher.search(new ExactMaxSimQuery(FIELD, query), 20), best, 20);
    }
  }

  @Test
  void explainsAScoreTokenByToken() throws IOException {
    TokenVectors query = index.query(9);
    for (Query each : List.of(all(query, 10), new ExactMaxSimQuery(FIELD, query))) {
      for (ScoreDoc found : searcher().search(each, 10).scoreDocs) {
        Explanation explanation = searcher().explain(each, found.doc);
        assertThat(explanation.isMatch()).isTrue();
        assertThat(explanation.getValue().floatValue()).isEqualTo(found.score);
        Explanation sum = explanation.getDetails()[0];
        assertThat(sum.getDetails()).hasSize(9);
        double parts = 0;
        for (Explanation part : sum.getDetails()) {
          parts += part.getValue().doubleValue();
        }
        assertThat(parts).isCloseTo(sum.getValue().doubleValue(), within(1e-4));
      }
    }
  }

  @Test
  void explainsWhyADocumentIsNotAmongTheBest() throws IOException {
    TokenVectors query = index.query(9);
    List<Scored> best = index.all(query, _ -> true);
    assertThat(why(all(query, 10), best.get(200).document()))
        .contains("its MaxSim is", "the last of the first 10 has");
    MaxSimQuery filtered = new MaxSimQuery(FIELD, query, 10, MaxSimOptions.ALL, FEW);
    Scored other =
        best.stream().filter(each -> !CodedIndex.has("few", each.document())).findFirst().get();
    assertThat(why(filtered, other.document())).contains("does not match the filter share:few");
    // Every seventeenth document has no tokens, this one among them.
    assertThat(why(all(query, 10), 5)).contains("no tokens in field 'tokens'");
    MaxSimQuery narrow =
        new MaxSimQuery(FIELD, query, 300, MaxSimOptions.AUTOMATIC.candidates(300), null);
    List<Integer> found =
        Arrays.stream(searcher().search(narrow, 300).scoreDocs).map(each -> each.doc).toList();
    Scored missed =
        best.stream().filter(each -> !found.contains(each.document())).findFirst().get();
    assertThat(why(narrow, missed.document()))
        .contains("would be among the first 300", "MaxSimOptions can ask for more");
    IndexSearcher late = searcher();
    late.setTimeout(() -> true);
    assertThat(late.explain(all(query, 10), best.getFirst().document()).getDescription())
        .contains("but the time ran out");
  }

  private String why(Query query, int document) throws IOException {
    Explanation explanation = searcher().explain(query, document);
    assertThat(explanation.isMatch()).isFalse();
    return explanation.getDescription();
  }

  @Test
  void theSearchersTimeoutIsHonoured() throws IOException {
    IndexSearcher searcher = searcher();
    searcher.setTimeout(() -> true);
    assertThat(searcher.search(new MaxSimQuery(FIELD, index.query(9), 10), 10).scoreDocs).isEmpty();
    Query partly = searcher.rewrite(new MaxSimQuery(FIELD, index.query(9), 10));
    searcher.setTimeout(() -> false);
    assertThat(searcher.count(partly)).isZero();
    assertThat(searcher.count(new MaxSimQuery(FIELD, index.query(9), 10))).isEqualTo(10);
  }

  @Test
  void queriesForTheSameAreEqual() {
    float[] numbers = {0.5f, -1, 2, 0.25f};
    MaxSimQuery query = new MaxSimQuery("a", TokenVectors.of(numbers, 2), 10);
    assertThat(new MaxSimQuery("a", TokenVectors.of(numbers.clone(), 2), 10))
        .isEqualTo(query)
        .hasSameHashCodeAs(query);
    TokenVectors same = TokenVectors.of(numbers, 2);
    assertThat(query)
        .isNotEqualTo(new MaxSimQuery("b", same, 10))
        .isNotEqualTo(new MaxSimQuery("a", TokenVectors.of(numbers, 4), 10))
        .isNotEqualTo(new MaxSimQuery("a", same.slice(0, 1), 10))
        .isNotEqualTo(new MaxSimQuery("a", same, 11))
        .isNotEqualTo(new MaxSimQuery("a", same, 10, MaxSimOptions.ALL, null))
        .isNotEqualTo(new MaxSimQuery("a", same, 10, MaxSimOptions.AUTOMATIC, FEW))
        .isNotEqualTo(new ExactMaxSimQuery("a", same));
    ExactMaxSimQuery exact = new ExactMaxSimQuery("a", same);
    assertThat(new ExactMaxSimQuery("a", TokenVectors.of(numbers.clone(), 2)))
        .isEqualTo(exact)
        .hasSameHashCodeAs(exact)
        .isNotEqualTo(new ExactMaxSimQuery("b", same));
    assertThat(query).hasToString("MaxSim(a, 2 × 2, k 10)");
    assertThat(new MaxSimQuery("a", same, 10, MaxSimOptions.AUTOMATIC, FEW))
        .hasToString("MaxSim(a, 2 × 2, k 10, filter share:few)");
  }

  @Test
  void whatWasFoundBelongsToItsReader(Random random) throws IOException {
    Query found = searcher().rewrite(new MaxSimQuery(FIELD, index.query(3), 5));
    assertThat(found).isEqualTo(searcher().rewrite(found));
    try (SmallIndex other = new SmallIndex(20, random)) {
      assertThatThrownBy(() -> new IndexSearcher(other.reader).search(found, 5))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("found in another reader");
    }
  }

  @Test
  void whatCannotBeLookedForIsRefused() {
    TokenVectors query = TokenVectors.of(new float[] {1, 2}, 2);
    assertThatThrownBy(() -> new MaxSimQuery(FIELD, query, 0))
        .hasMessage("k must be at least 1, got 0");
    assertThatThrownBy(() -> new MaxSimQuery(FIELD, TokenVectors.empty(2), 1))
        .hasMessage("a query without tokens has nothing to look for");
    TokenVectors odd = TokenVectors.of(new float[] {1, 2, Float.NaN, 0}, 2);
    assertThatThrownBy(() -> new ExactMaxSimQuery(FIELD, odd))
        .hasMessage("query token 1 holds a number that is not finite");
  }
}

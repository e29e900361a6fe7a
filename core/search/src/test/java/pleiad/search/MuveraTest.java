package pleiad.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pleiad.codec.MuveraEncoder;
import pleiad.index.MultiVectorValues;
import pleiad.testkit.Seed;
import pleiad.vector.TokenVectors;

/// Documents by their fixed-dimensional encodings, held against encodings of what is stored.
@ExtendWith(Seed.class)
class MuveraTest {
  private static final boolean[] TWO_SEGMENTS = {false, true};
  private static final int ALL = 1_000;

  /// An estimate and how far rounding both sides to bytes may move it.
  private record Estimate(double value, double rounding) {}

  @ParameterizedTest
  @ValueSource(strings = {"residual-20+muvera", "int8+muvera-6-3-0", "residual-20+muvera-9-2-5-70"})
  void documentsComeInTheOrderOfTheirEstimates(String code, Random random) throws IOException {
    try (ClusteredIndex index = new ClusteredIndex(code, TWO_SEGMENTS, random)) {
      TokenVectors query = index.query(7, random);
      Map<Integer, Estimate> expected = estimates(index, query);
      Candidates found = run(index, "muvera(" + ALL + ")", query, null);
      assertThat(documents(found)).containsExactlyInAnyOrderElementsOf(expected.keySet());
      for (int place = 0; place < found.count(); place++) {
        Estimate estimate = Objects.requireNonNull(expected.get(found.document(place)));
        assertThat((double) found.score(place))
            .isCloseTo(estimate.value(), within(estimate.rounding() + 1e-4));
      }
      assertThat(scores(found)).isSortedAccordingTo(Comparator.reverseOrder());
      assertThat(documents(run(index, "muvera(9)", query, null)))
          .isEqualTo(documents(found.first(9)));
      assertThat(run(index, "muvera(9)", query, null).complete()).isTrue();
    }
  }

  /// What each document's own tokens give, encoded as the segment does it.
  private static Map<Integer, Estimate> estimates(ClusteredIndex index, TokenVectors query)
      throws IOException {
    Map<Integer, Estimate> estimates = new LinkedHashMap<>();
    for (LeafReaderContext leaf : index.reader.leaves()) {
      MultiVectorValues values =
          Objects.requireNonNull(MultiVectorValues.of(leaf.reader(), "tokens"));
      MuveraEncoder encoder = Objects.requireNonNull(values.muvera()).encoder();
      Bits live = leaf.reader().getLiveDocs();
      for (int document = 0; document < leaf.reader().maxDoc(); document++) {
        TokenVectors added = index.added(leaf.docBase + document);
        if ((live == null || live.get(document)) && added.count() > 0) {
          estimates.put(leaf.docBase + document, estimate(encoder, query, added));
        }
      }
    }
    return estimates;
  }

  /// Each number of either side is off by half a step at most, a 127th of the largest one.
  private static Estimate estimate(
      MuveraEncoder encoder, TokenVectors query, TokenVectors document) {
    float[] asked = encoder.ofQuery(query);
    float[] there = encoder.ofDocument(document);
    double askedOff = largest(asked) / 127 / 2;
    double thereOff = largest(there) / 127 / 2;
    double sum = 0;
    double off = 0;
    for (int k = 0; k < asked.length; k++) {
      sum += (double) asked[k] * there[k];
      off += (Math.abs(asked[k]) + askedOff) * thereOff + Math.abs(there[k]) * askedOff;
    }
    int repetitions = encoder.parameters().repetitions();
    return new Estimate(sum / repetitions + encoder.offset(query), off / repetitions);
  }

  private static double largest(float[] values) {
    double largest = 0;
    for (float each : values) {
      largest = Math.max(largest, Math.abs(each));
    }
    return largest;
  }

  @Test
  void asARankerItGivesTheSameScores(Random random) throws IOException {
    try (ClusteredIndex index = new ClusteredIndex("residual-20+muvera", TWO_SEGMENTS, random)) {
      TokenVectors query = index.query(5, random);
      Candidates all = run(index, "muvera(1000)", query, null);
      Candidates ranked = run(index, "tokens(1000) | muvera(1000)", query, null);
      assertThat(documents(ranked)).isEqualTo(documents(all));
      assertThat(scores(ranked)).isEqualTo(scores(all));
      assertThat(run(index, "tokens(50) | muvera(4)", query, null).count()).isEqualTo(4);
    }
  }

  @Test
  void onlyWhatTheFilterLeavesIsFound(Random random) throws IOException {
    try (ClusteredIndex index = new ClusteredIndex("residual-20+muvera", TWO_SEGMENTS, random)) {
      TokenVectors query = index.query(5, random);
      Query rare = new TermQuery(new Term("rare", "yes"));
      List<Integer> found = documents(run(index, "muvera(1000)", query, rare));
      assertThat(found).isNotEmpty().allMatch(document -> document % 40 == 1);
      List<Integer> all = new ArrayList<>(documents(run(index, "muvera(1000)", query, null)));
      all.retainAll(found);
      assertThat(found).isEqualTo(all);
    }
  }

  /// Documents here are bags of words, of which a mean says little; more and smaller partitions say
  /// more.
  @Test
  void morePartitionsFindMoreWhereADocumentsTokensDiffer(Random random) throws IOException {
    double few;
    double many;
    long seed = random.nextLong();
    try (ClusteredIndex index =
        new ClusteredIndex("int8+muvera-20-0-0", TWO_SEGMENTS, new Random(seed))) {
      few = recall(index, new Random(seed));
    }
    try (ClusteredIndex index =
        new ClusteredIndex("int8+muvera-40-5-0", TWO_SEGMENTS, new Random(seed))) {
      many = recall(index, new Random(seed));
    }
    assertThat(many).isGreaterThan(few + 0.1).isGreaterThan(0.8);
  }

  /// The share of the exact best ten that are among the first hundred.
  private static double recall(ClusteredIndex index, Random random) throws IOException {
    int found = 0;
    for (int i = 0; i < 20; i++) {
      TokenVectors query = index.query(6, random);
      Set<Integer> best =
          new HashSet<>(documents(run(index, "tokens(10, route=all)", query, null)));
      best.retainAll(documents(run(index, "muvera(100)", query, null)));
      found += best.size();
    }
    return found / 200.0;
  }

  @Test
  void whenTheTimeIsOverItSaysSo(Random random) throws IOException {
    try (ClusteredIndex index = new ClusteredIndex("int8+muvera", TWO_SEGMENTS, random)) {
      Request request =
          new Request(
              Map.of("tokens", index.query(3, random)),
              null,
              MaxSimOptions.AUTOMATIC,
              Deadline.in(Duration.ZERO));
      assertThat(
              Plan.parse("muvera(10)")
                  .run(new IndexSearcher(index.reader), request)
                  .candidates()
                  .complete())
          .isFalse();
    }
  }

  @Test
  void withoutEncodingsItSaysHowToGetThem(Random random) throws IOException {
    try (ClusteredIndex index = new ClusteredIndex("residual-20", TWO_SEGMENTS, random)) {
      for (String plan : List.of("muvera(10)", "tokens(10) | muvera(3)")) {
        assertThatThrownBy(() -> run(index, plan, index.query(2, random), null))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage(
                "field 'tokens' keeps no encodings for muvera; index with a code that does, such as residual+muvera");
      }
    }
    try (ClusteredIndex index = new ClusteredIndex("int8+muvera", TWO_SEGMENTS, random)) {
      TokenVectors narrow = TokenVectors.of(new float[] {1, 2}, 2);
      assertThatThrownBy(() -> run(index, "muvera(10)", narrow, null))
          .hasMessage(
              "query has 2 dimensions, field 'tokens' has 16; was it encoded by another model?");
    }
  }

  private static Candidates run(
      ClusteredIndex index, String plan, TokenVectors query, @Nullable Query filter)
      throws IOException {
    Request request =
        new Request(Map.of("tokens", query), filter, MaxSimOptions.AUTOMATIC, Deadline.NONE);
    return Plan.parse(plan).run(new IndexSearcher(index.reader), request).candidates();
  }

  private static List<Integer> documents(Candidates found) {
    List<Integer> documents = new ArrayList<>();
    for (int place = 0; place < found.count(); place++) {
      documents.add(found.document(place));
    }
    return documents;
  }

  private static List<Float> scores(Candidates found) {
    List<Float> scores = new ArrayList<>();
    for (int place = 0; place < found.count(); place++) {
      scores.add(found.score(place));
    }
    return scores;
  }
}

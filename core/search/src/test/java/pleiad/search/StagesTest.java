package pleiad.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import pleiad.codec.MeanSketch;
import pleiad.index.MultiVectorField;
import pleiad.index.PleiadCodec;
import pleiad.testkit.Seed;
import pleiad.vector.TokenVectors;

/// Sources that are rankers too: what they make of candidates, held against doing it by hand.
@ExtendWith(Seed.class)
class StagesTest {
  private static final int DIMENSION = 8;
  private static final String[] WORDS = {"red", "green", "blue", "whale", "fox"};

  private final ByteBuffersDirectory folder = new ByteBuffersDirectory();
  private final List<String> texts = new ArrayList<>();
  private final List<float[]> singles = new ArrayList<>();
  private final List<TokenVectors> tokens = new ArrayList<>();
  private DirectoryReader reader;
  private IndexSearcher searcher;
  private TokenVectors query;
  private float[] single;

  @BeforeEach
  void index(Random random) throws IOException {
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setCodec(new PleiadCodec(Map.of("tokens", "float16")))
            .setMergePolicy(NoMergePolicy.INSTANCE);
    try (IndexWriter writer = new IndexWriter(folder, config)) {
      for (int i = 0; i < 90; i++) {
        writer.addDocument(document(i, random));
        if (i % 37 == 36) {
          writer.flush();
        }
      }
      writer.deleteDocuments(new Term("id", "4"), new Term("id", "80"));
    }
    reader = DirectoryReader.open(folder);
    searcher = new IndexSearcher(reader);
    query = vectors(3, random);
    single = vectors(1, random).toArray();
  }

  @AfterEach
  void close() throws IOException {
    reader.close();
    folder.close();
  }

  private Document document(int number, Random random) {
    StringBuilder text = new StringBuilder();
    for (int word = random.nextInt(6); word >= 0; word--) {
      text.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
    }
    texts.add(text.toString().strip());
    Document document = new Document();
    document.add(new StringField("id", Integer.toString(number), Field.Store.YES));
    document.add(new StringField("even", Boolean.toString(number % 2 == 0), Field.Store.NO));
    document.add(new TextField("text", texts.getLast(), Field.Store.NO));
    document.add(new TextField("title", WORDS[number % WORDS.length], Field.Store.NO));
    singles.add(number % 9 == 2 ? null : vectors(1, random).toArray());
    if (singles.getLast() != null) {
      document.add(
          new KnnFloatVectorField(
              "tokens.single", singles.getLast(), VectorSimilarityFunction.DOT_PRODUCT));
    }
    tokens.add(vectors(number % 7 == 5 ? 0 : 1 + random.nextInt(9), random));
    if (tokens.getLast().count() > 0) {
      document.add(MultiVectorField.of("tokens", tokens.getLast()));
      document.add(MultiVectorField.meanOf("tokens", tokens.getLast()));
    }
    return document;
  }

  private static TokenVectors vectors(int count, Random random) {
    float[] rows = new float[count * DIMENSION];
    for (int from = 0; from < rows.length; from += DIMENSION) {
      double squares = 0;
      for (int k = from; k < from + DIMENSION; k++) {
        rows[k] = (float) random.nextGaussian();
        squares += rows[k] * rows[k];
      }
      for (int k = from; k < from + DIMENSION; k++) {
        rows[k] /= (float) Math.sqrt(squares);
      }
    }
    return TokenVectors.of(rows, DIMENSION);
  }

  private Request request(String words, @Nullable Query filter) {
    return new Request(
        Words.of(words, new StandardAnalyzer()),
        Map.of("tokens", query),
        Map.of("tokens", single),
        filter,
        MaxSimOptions.AUTOMATIC,
        (model, documents) -> {
          assertThat(model).isEqualTo("length");
          float[] scores = new float[documents.length];
          for (int i = 0; i < scores.length; i++) {
            scores[i] = texts.get(number(documents[i])).length();
          }
          return scores;
        },
        null,
        Deadline.NONE);
  }

  private int number(int document) throws IOException {
    return Integer.parseInt(reader.storedFields().document(document).get("id"));
  }

  private Map<Integer, Float> run(String plan, String words) throws IOException {
    return run(plan, words, null);
  }

  /// Scores by the document's number, best first.
  private Map<Integer, Float> run(String plan, String words, @Nullable Query filter)
      throws IOException {
    Candidates found = Plan.parse(plan).run(searcher, request(words, filter)).candidates();
    Map<Integer, Float> scores = new LinkedHashMap<>();
    for (int place = 0; place < found.count(); place++) {
      scores.put(number(found.document(place)), found.score(place));
    }
    return scores;
  }

  private boolean has(int number, String word) {
    return Arrays.asList(texts.get(number).split(" ", -1)).contains(word);
  }

  private IntStream live() {
    return IntStream.range(0, texts.size()).filter(number -> number != 4 && number != 80);
  }

  @Test
  void denseOrdersCandidatesAndDropsThoseWithoutAVector() throws IOException {
    Map<Integer, Float> found = run("must(bm25) | dense(7)", "whale");
    List<Integer> expected =
        live()
            .filter(number -> has(number, "whale") && singles.get(number) != null)
            .boxed()
            .sorted(Comparator.comparingDouble(number -> -dot(single, singles.get(number))))
            .limit(7)
            .toList();
    assertThat(found.keySet()).containsExactlyElementsOf(expected);
    found.forEach(
        (number, score) ->
            assertThat(score)
                .isCloseTo((1 + (float) dot(single, singles.get(number))) / 2, within(1e-5f)));
  }

  @Test
  void exactDenseGivesWhatTheGraphGivesWhenItLooksAtAll() throws IOException {
    assertThat(run("dense(200, exact)", "")).isEqualTo(run("dense(200)", ""));
    Query even = new TermQuery(new Term("even", "true"));
    Map<Integer, Float> filtered = run("dense(5, exact)", "", even);
    assertThat(filtered).hasSize(5);
    assertThat(filtered.keySet()).allMatch(number -> number % 2 == 0);
  }

  @Test
  void polyOrdersByTheSoftmaxOfItsCodes() throws IOException {
    for (int codes : new int[] {1, 2, 3, 99}) {
      Map<Integer, Float> found = run("must(bm25) | poly(7, codes=" + codes + ")", "whale");
      List<Integer> expected =
          live()
              .filter(number -> has(number, "whale") && singles.get(number) != null)
              .boxed()
              .sorted(Comparator.comparingDouble(number -> -attention(codes, number)))
              .limit(7)
              .toList();
      assertThat(found.keySet()).containsExactlyElementsOf(expected);
      found.forEach(
          (number, score) ->
              assertThat((double) score).isCloseTo(attention(codes, number), within(1e-5)));
    }
  }

  /// With one code a poly-encoder is a bi-encoder.
  @Test
  void polyFindsWhatAnyOfItsCodesFinds() throws IOException {
    Map<Integer, Float> all = run("dense(200, exact) | poly(200)", "");
    assertThat(run("poly(200)", "")).isEqualTo(all);
    Query even = new TermQuery(new Term("even", "true"));
    assertThat(run("poly(200)", "", even).keySet())
        .containsExactlyElementsOf(
            all.keySet().stream().filter(number -> number % 2 == 0).toList());
    List<Integer> nearest =
        live()
            .filter(number -> singles.get(number) != null)
            .boxed()
            .sorted(Comparator.comparingDouble(number -> -dot(codes(0), singles.get(number))))
            .limit(4)
            .toList();
    assertThat(run("poly(4, codes=1)", "").keySet()).containsExactlyElementsOf(nearest);
    assertThat(run("poly(4)", "")).hasSize(4);
  }

  @Test
  void polyNeedsTokensAsLongAsSingleVectors() {
    TokenVectors narrow = TokenVectors.of(new float[] {1, 0, 0}, 3);
    for (String plan : List.of("poly(3)", "dense(3) | poly(3)")) {
      assertThatThrownBy(() -> Plan.parse(plan).run(searcher, mixed(narrow)))
          .hasMessage(
              "poly needs query tokens as long as the single vectors of 'tokens'; tokens have 3 dimensions, single vectors 8");
    }
  }

  private Request mixed(TokenVectors tokensOfQuery) {
    return new Request(
        null, Map.of("tokens", tokensOfQuery), Map.of("tokens", single), null, Deadline.NONE);
  }

  private float[] codes(int code) {
    return query.toRows()[code];
  }

  private double attention(int codes, int number) {
    double[] products =
        IntStream.range(0, Math.min(codes, query.count()))
            .mapToDouble(code -> dot(codes(code), singles.get(number)))
            .toArray();
    double weights = Arrays.stream(products).map(Math::exp).sum();
    return Arrays.stream(products).map(each -> each * Math.exp(each) / weights).sum();
  }

  @Test
  void bm25OrdersCandidatesAndPutsThoseWithoutAWordLast() throws IOException {
    Map<Integer, Float> all = run("bm25(200)", "whale fox");
    Map<Integer, Float> ranked = run("dense(200) | bm25(200)", "whale fox");
    assertThat(ranked.keySet())
        .containsExactlyInAnyOrderElementsOf(
            live().filter(number -> singles.get(number) != null).boxed().toList());
    ranked.forEach((number, score) -> assertThat(score).isEqualTo(all.getOrDefault(number, 0f)));
  }

  @Test
  void mustKeepsWhatHasTheWordsAndTheOrder() throws IOException {
    Map<Integer, Float> before = run("tokens(200)", "green whale");
    Map<Integer, Float> kept = run("tokens(200) | must(bm25(match=all))", "green whale");
    Map<Integer, Float> expected = new LinkedHashMap<>(before);
    expected.keySet().removeIf(number -> !(has(number, "green") && has(number, "whale")));
    assertThat(kept).containsExactlyEntriesOf(expected);
    assertThat(run("must(bm25@title)", "fox", new TermQuery(new Term("even", "true"))).keySet())
        .containsExactlyInAnyOrderElementsOf(
            live().filter(number -> number % 10 == 4).boxed().toList());
    assertThat(run("must(bm25) | maxsim(9)", "unheard")).isEmpty();
  }

  @Test
  void centroidsFindAndOrderByTheMeanOfTokens() throws IOException {
    List<Integer> expected =
        live()
            .filter(number -> tokens.get(number).count() > 0)
            .boxed()
            .sorted(
                Comparator.comparingDouble((Integer number) -> -byMean(number))
                    .thenComparing(n -> n))
            .toList();
    Map<Integer, Float> found = run("centroid(200)", "");
    assertThat(found.keySet()).containsExactlyElementsOf(expected);
    found.forEach((number, score) -> assertThat(score).isEqualTo(byMean(number)));
    assertThat(run("centroid(5)", "").keySet()).containsExactlyElementsOf(expected.subList(0, 5));
    assertThat(run("dense(200) | centroid(6)", "").keySet())
        .containsExactlyElementsOf(
            expected.stream().filter(number -> singles.get(number) != null).limit(6).toList());
    Query even = new TermQuery(new Term("even", "true"));
    assertThat(run("centroid(4)", "", even).keySet())
        .containsExactlyElementsOf(
            expected.stream().filter(number -> number % 2 == 0).limit(4).toList());
  }

  @Test
  void otherInteractionsThanMaxSimOrderCandidates() throws IOException {
    for (String written :
        List.of("interaction=both", "interaction=top, top=2", "similarity=euclidean")) {
      Map<Integer, Float> found = run("bm25(200) | maxsim(6, " + written + ")", "fox");
      Interaction how =
          ((MaxSimRanker) Plan.parse("bm25(1) | maxsim(6, " + written + ")").rankers().getFirst())
              .interaction();
      List<Integer> expected =
          live()
              .filter(number -> has(number, "fox") && tokens.get(number).count() > 0)
              .boxed()
              .sorted(Comparator.comparingDouble(number -> -how.score(query, tokens.get(number))))
              .limit(6)
              .toList();
      // What is stored has half precision.
      assertThat(found).hasSameSizeAs(expected);
      found.forEach(
          (number, score) ->
              assertThat(score)
                  .as("%s %d", written, number)
                  .isCloseTo(how.score(query, tokens.get(number)), within(5e-3f)));
      assertThat(found.get(found.keySet().iterator().next()))
          .isCloseTo(how.score(query, tokens.get(expected.getFirst())), within(5e-3f));
    }
  }

  private float byMean(int number) {
    byte[] asked = MeanSketch.ofQuery(query);
    byte[] kept = MeanSketch.ofDocument(tokens.get(number));
    int sum = 0;
    for (int k = 0; k < asked.length; k++) {
      sum += asked[k] * kept[k];
    }
    return sum;
  }

  @Test
  void neighboursHaveAShareInAScore() throws IOException {
    Map<Integer, Float> before = run("bm25(200)", "whale fox");
    assertThat(before).hasSizeGreaterThan(20);
    assertThat(before.keySet()).anyMatch(number -> tokens.get(number).count() == 0);
    assertSmoothed(before, "smooth(200)", 0.2, 6, 200);
    assertSmoothed(before, "smooth(200, share=1, neighbours=1)", 1, 1, 200);
    assertSmoothed(before, "smooth(200, share=0.5, neighbours=90)", 0.5, 90, 200);
    assertSmoothed(before, "smooth(200, among=7)", 0.2, 6, 7);
    assertSmoothed(before, "smooth(200, among=1)", 0.2, 6, 1);
    assertThat(run("bm25(200) | smooth(200, share=0)", "whale fox"))
        .containsExactlyEntriesOf(before);
    Map<Integer, Float> all = run("bm25(200) | smooth(200)", "whale fox");
    assertThat(List.copyOf(run("bm25(200) | smooth(3)", "whale fox").entrySet()))
        .isEqualTo(List.copyOf(all.entrySet()).subList(0, 3));
    assertThat(run("bm25(200) | smooth(3)", "unheard")).isEmpty();
    assertThat(run("bm25(1) | smooth(3)", "whale")).isEqualTo(run("bm25(1)", "whale"));
  }

  private void assertSmoothed(
      Map<Integer, Float> before, String ranker, double share, int neighbours, int among)
      throws IOException {
    int count = texts.size();
    double[][] means = new double[count][DIMENSION];
    double[] shared = new double[DIMENSION];
    List<Integer> having =
        before.keySet().stream().filter(number -> tokens.get(number).count() > 0).toList();
    for (int number : having) {
      byte[] sketch = MeanSketch.ofDocument(tokens.get(number));
      Arrays.setAll(means[number], k -> sketch[k]);
      Arrays.setAll(shared, k -> shared[k] + (double) sketch[k] / having.size());
    }
    having.forEach(number -> Arrays.setAll(means[number], k -> means[number][k] - shared[k]));
    List<Integer> near = before.keySet().stream().limit(among).filter(having::contains).toList();
    float[] own = new float[count];
    before.forEach((number, score) -> own[number] = score);
    Map<Integer, Float> found = run("bm25(200) | " + ranker, "whale fox");
    assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(before.keySet());
    assertThat(List.copyOf(found.values())).isSortedAccordingTo(Comparator.reverseOrder());
    found.forEach(
        (number, score) -> {
          double[] cosines = new double[count];
          for (int other : near.contains(number) ? near : List.<Integer>of()) {
            cosines[other] = other == number ? 0 : cosine(means[number], means[other]);
          }
          double sum = 0;
          double weights = 0;
          for (int other :
              near.stream()
                  .filter(each -> cosines[each] > 0)
                  .sorted(Comparator.comparingDouble(each -> -cosines[each]))
                  .limit(neighbours)
                  .toList()) {
            sum += cosines[other] * own[other];
            weights += cosines[other];
          }
          double theirs = weights > 0 ? sum / weights : own[number];
          assertThat((double) score)
              .as("%s of %d", ranker, number)
              .isCloseTo((1 - share) * own[number] + share * theirs, within(1e-5));
        });
  }

  private static double cosine(double[] one, double[] other) {
    double dot = 0;
    double squares = 0;
    double otherSquares = 0;
    for (int k = 0; k < DIMENSION; k++) {
      dot += one[k] * other[k];
      squares += one[k] * one[k];
      otherSquares += other[k] * other[k];
    }
    return dot / Math.sqrt(squares * otherSquares);
  }

  @Test
  void neighboursAreToldByAFieldThatIsThere() {
    assertThatThrownBy(() -> run("bm25(200) | smooth@page(3)", "whale"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "smooth goes by the mean vectors of 'page', and no document has any; name a field with tokens, as in smooth@field(100)");
  }

  @Test
  void aTextModelOrdersByTheTexts() throws IOException {
    Map<Integer, Float> found = run("bm25(200) | cross(3, model=length)", "blue");
    assertThat(found.keySet())
        .containsExactlyElementsOf(
            live()
                .filter(number -> has(number, "blue"))
                .boxed()
                .sorted(
                    Comparator.comparingInt((Integer number) -> -texts.get(number).length())
                        .thenComparing(number -> number))
                .limit(3)
                .toList());
    Request vectors =
        new Request(Map.of("tokens", query), null, MaxSimOptions.AUTOMATIC, Deadline.NONE);
    assertThatThrownBy(() -> Plan.parse("tokens(3) | cross(3, model=m)").run(searcher, vectors))
        .hasMessageContaining("stage cross needs the texts");
    assertThatThrownBy(() -> Plan.parse("tokens(3) | must(bm25)").run(searcher, vectors))
        .hasMessageContaining("stage must needs the query's text");
  }

  @Test
  void severalSourcesAreFusedAndEachIsReported() throws IOException {
    Plan plan = Plan.parse("bm25(20) + tokens(30) | rrf | maxsim(5)");
    Plan.Result result = plan.run(searcher, request("red", null));
    assertThat(result.stages())
        .extracting(Plan.StageReport::stage)
        .containsExactly("bm25", "tokens", "rrf", "maxsim");
    Candidates words = result.stages().get(0).candidates();
    Candidates late = result.stages().get(1).candidates();
    Map<Integer, Double> points = new HashMap<>();
    for (Candidates each : List.of(words, late)) {
      for (int place = 0; place < each.count(); place++) {
        points.merge(each.document(place), 1.0 / (61 + place), Double::sum);
      }
    }
    Plan.StageReport fused = result.stages().get(2);
    assertThat(fused.in()).isEqualTo(words.count() + late.count());
    assertThat(fused.out()).isEqualTo(points.size());
    for (int place = 0; place < fused.out(); place++) {
      assertThat((double) fused.candidates().score(place))
          .isCloseTo(points.get(fused.candidates().document(place)), within(1e-6));
    }
    assertThat(result.candidates().count()).isEqualTo(5);
  }

  @Test
  void wordsAreMatchedAsAsked() throws IOException {
    assertThat(run("bm25(200, match=all)", "red green").keySet())
        .containsExactlyInAnyOrderElementsOf(
            live().filter(n -> has(n, "red") && has(n, "green")).boxed().toList());
    assertThat(run("bm25(200, match=phrase)", "red green").keySet())
        .containsExactlyInAnyOrderElementsOf(
            live().filter(n -> (texts.get(n) + " ").contains("red green ")).boxed().toList());
    assertThat(run("bm25(200, match=syntax)", "+red -green").keySet())
        .containsExactlyInAnyOrderElementsOf(
            live().filter(n -> has(n, "red") && !has(n, "green")).boxed().toList());
    assertThat(run("bm25(200, fuzzy=1)", "whle foy").keySet())
        .containsExactlyInAnyOrderElementsOf(
            live().filter(n -> has(n, "whale") || has(n, "fox")).boxed().toList());
    assertThat(run("bm25(200, fuzzy=1)", "hale")).isEmpty();
    assertThat(run("bm25@title(200)", "blue").keySet())
        .containsExactlyInAnyOrderElementsOf(live().filter(n -> n % 5 == 2).boxed().toList());
    assertThatThrownBy(() -> run("bm25(9, match=syntax)", "(red"))
        .hasMessageContaining("not in Lucene's query syntax");
    assertThat(run("bm25(9)", "")).isEmpty();
  }

  /// Every way to look for words, with more than one clause, boosts and words that come twice.
  @Test
  void theTermPartsOfADocumentAddUpToItsScore() throws IOException {
    Map<String, String> asked = new LinkedHashMap<>();
    asked.put("bm25(200)", "red green red unheard");
    asked.put("bm25(200, match=all)", "red green");
    asked.put("bm25(200, titles=3)", "blue fox");
    asked.put("bm25(200, fuzzy=1)", "whle foy");
    asked.put("bm25(200, match=phrase)", "red green");
    asked.put("bm25(200, match=syntax)", "red^2.5 (green OR blue) whal* \"fox red\"~3 -title:fox");
    asked.put("bm25(199, match=syntax)", "(+red +green) blue (red whale)^3");
    asked.put("bm25@title(200)", "blue");
    for (Map.Entry<String, String> each : asked.entrySet()) {
      Request request = request(each.getValue(), null);
      Plan plan = Plan.parse(each.getKey());
      Candidates found = plan.run(searcher, request).candidates();
      assertThat(found.count()).as(each.getKey()).isPositive();
      for (int place = 0; place < found.count(); place++) {
        List<TermPart> parts =
            plan.stages().getFirst().termParts(searcher, request, found.document(place));
        assertThat(parts).as(each.getKey()).isNotEmpty();
        assertThat(parts.stream().mapToDouble(TermPart::score).sum())
            .as("%s: %s", each.getKey(), parts)
            .isCloseTo(found.score(place), within(1e-5));
      }
    }
  }

  @Test
  void aTermPartNamesTheWordAndItsField() throws IOException {
    Request request = request("red green unheard", null);
    Plan plan = Plan.parse("bm25(200, titles=2)");
    Candidates found = plan.run(searcher, request).candidates();
    for (int place = 0; place < found.count(); place++) {
      int document = found.document(place);
      List<String> expected = new ArrayList<>();
      for (String word : List.of("red", "green")) {
        if (has(number(document), word)) {
          expected.add("text " + word);
        }
      }
      for (String word : List.of("red", "green")) {
        if (!expected.isEmpty() && WORDS[number(document) % WORDS.length].equals(word)) {
          expected.add("title " + word);
        }
      }
      assertThat(plan.stages().getFirst().termParts(searcher, request, document))
          .extracting(part -> part.field() + " " + part.term())
          .isEqualTo(expected);
    }
    Stage.Source tokens = Plan.parse("tokens(3)").sources().getFirst();
    assertThat(tokens.termParts(searcher, request, 0)).as("no words").isEmpty();
  }

  @Test
  void titlesCountForMoreWhereAsked() throws IOException {
    Map<Integer, Float> usual = run("bm25(200)", "blue");
    Map<Integer, Float> more = run("bm25(200, titles=3)", "blue");
    Map<Integer, Float> titles = run("bm25@title(200)", "blue");
    assertThat(more.keySet()).containsExactlyInAnyOrderElementsOf(usual.keySet());
    more.forEach(
        (number, score) ->
            assertThat(score)
                .isCloseTo(
                    usual.getOrDefault(number, 0f) + 3 * titles.getOrDefault(number, 0f),
                    within(1e-4f)));
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += (double) a[k] * b[k];
    }
    return sum;
  }
}

package pleiad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pleiad.encode.Role;
import pleiad.encode.Token;
import pleiad.search.Plan;
import pleiad.testkit.Seed;
import pleiad.vector.MaxSim;
import pleiad.vector.TokenVectors;

/// How much query tokens count, by what the caller says and by a layer, held against multiplying.
@ExtendWith(Seed.class)
class QueryWeightsTest {
  private static final String[] TEXTS = {"red fox", "blue whale sea", "sea fox fox", "grey"};
  private static final String QUERY = "fox sea grey";
  private static final String GIVEN = "must(bm25) | maxsim(9, weights=given)";

  @TempDir Path home;
  private final WordEncoder encoder = new WordEncoder("words", "1");
  private Pleiad pleiad;

  @BeforeEach
  void index() throws IOException {
    pleiad =
        Pleiad.open(home.resolve("c"), Options.of(Settings.ofModel("words")).models(_ -> encoder));
    for (int i = 0; i < TEXTS.length; i++) {
      pleiad.add("d" + i, TEXTS[i]);
    }
    pleiad.commit();
    pleiad.refresh();
  }

  @AfterEach
  void close() throws IOException {
    pleiad.close();
  }

  private void assertScores(Search search, float... weights) throws IOException {
    TokenVectors query = encoder.encode(QUERY, Role.QUERY).vectors();
    MaxSim expected = MaxSim.weighted(query, weights);
    Hits hits = pleiad.search(search);
    assertThat(hits.hits()).isNotEmpty();
    for (Hit hit : hits.hits()) {
      TokenVectors document = encoder.encode(hit.text(), Role.DOCUMENT).vectors();
      // What is stored is a byte a number.
      assertThat(hit.score()).isCloseTo(expected.score(document), within(0.05f));
    }
  }

  @Test
  void givenWeightsMultiplyWhatAQueryTokenFinds() throws IOException {
    Search search = Search.of(QUERY).plan(GIVEN);
    assertScores(search.weights(List.of(1f, 0.5f, 3f)), 1, 0.5f, 3);
    assertScores(search.weights(List.of(0f, 2f, 0f)), 0, 2, 0);
    assertThat(pleiad.search(search.weights(List.of(0f, 0f, 9f))).hits().getFirst().id())
        .isEqualTo("d3");
    TokenVectors vectors = encoder.encode(QUERY, Role.QUERY).vectors();
    assertScores(
        Search.of(vectors)
            .plan("centroid(9) | maxsim(9, weights=given)")
            .weights("tokens", List.of(1f, 0.5f, 3f)),
        1,
        0.5f,
        3);
  }

  @Test
  void onesChangeNothing() throws IOException {
    Search plain = Search.of(QUERY).plan("must(bm25) | maxsim(9)");
    Search ones = Search.of(QUERY).plan(GIVEN).weights(List.of(1f, 1f, 1f));
    assertThat(scores(pleiad.search(ones))).isEqualTo(scores(pleiad.search(plain)));
  }

  private static List<Float> scores(Hits hits) {
    return hits.hits().stream().map(Hit::score).toList();
  }

  @Test
  void thereIsOneWeightAToken() {
    Search search = Search.of(QUERY).plan(GIVEN);
    assertThatThrownBy(() -> pleiad.search(search.weights(List.of(1f))))
        .hasMessage("1 weights were given for 3 query tokens of 'tokens': fox sea grey");
    assertThatThrownBy(() -> pleiad.search(search.weights(List.of())))
        .hasMessage("0 weights were given for 3 query tokens of 'tokens': fox sea grey");
    assertThatThrownBy(() -> pleiad.search(search))
        .hasMessage(
            "weights=given needs a weight for every query token of 'tokens', and the search gives none");
  }

  @ParameterizedTest
  @ValueSource(floats = {-1, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void aWeightIsAFiniteNumberThatIsNotNegative(float wrong) {
    Search search = Search.of(QUERY).plan(GIVEN).weights(List.of(1f, wrong, 1f));
    assertThatThrownBy(() -> pleiad.search(search))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "query token 1 has the weight %s; weights are finite numbers of 0 or more"
                .formatted(wrong));
  }

  @Test
  void weightsThatNobodyAsksForAreRefused() {
    List<Float> weights = List.of(1f, 1f, 1f);
    assertThatThrownBy(() -> pleiad.search(Search.of(QUERY).weights(weights)))
        .hasMessage(
            "weights were given for the query tokens of 'tokens', and the plan does not ask for them; say maxsim(10, weights=given)");
    assertThatThrownBy(() -> pleiad.search(Search.of(QUERY).plan(GIVEN).weights("page", weights)))
        .hasMessageContaining("of 'page'")
        .hasMessageContaining("say maxsim@page(10, weights=given)");
  }

  @Test
  void rareWordsNeedWords() {
    TokenVectors vectors = encoder.encode(QUERY, Role.QUERY).vectors();
    assertThatThrownBy(
            () -> pleiad.search(Search.of(vectors).plan("centroid(9) | maxsim(9, weights=idf)")))
        .hasMessage(
            "weights=idf needs the words behind query tokens, and the vectors for 'tokens' were given");
  }

  @Test
  void whereItsTokensAreWordsAQueryGoesByRareOnes() throws IOException {
    String plan = "tokens(9, weights=%s)";
    Hits byWords = pleiad.search(Search.of(QUERY).plan(plan.formatted("auto")));
    assertThat(scores(byWords))
        .isEqualTo(scores(pleiad.search(Search.of(QUERY).plan(plan.formatted("idf")))))
        .isNotEqualTo(scores(pleiad.search(Search.of(QUERY).plan("tokens(9)"))));
    TokenVectors vectors = encoder.encode(QUERY, Role.QUERY).vectors();
    assertThat(scores(pleiad.search(Search.of(vectors).plan(plan.formatted("auto")))))
        .isEqualTo(scores(pleiad.search(Search.of(vectors).plan("tokens(9)"))));
  }

  @Test
  void aModelThatAddsTokensToAQueryKnowsWhatCounts() throws IOException {
    List<Token> words = List.of(new Token("fox", 1, 0, 3), new Token("sea", 2, 4, 7));
    List<Token> marked = List.of(new Token("[Q]", 1, 0, 0), new Token("sea", 2, 4, 7));
    try (DirectoryReader reader = DirectoryReader.open(FSDirectory.open(home.resolve("c")))) {
      RareWords rare = new RareWords(reader, Language.EN.analyzer());
      assertThat(auto(rare, words)).isEqualTo(rare.weights("fox sea", words)).doesNotContain(1);
      assertThat(auto(rare, marked)).containsExactly(1, 1);
    }
  }

  private float[] auto(RareWords rare, List<Token> pieces) {
    TokenVectors vectors = encoder.encode("fox sea", Role.QUERY).vectors();
    return new QueryWeights(
            Search.of("fox sea"), rare, Map.of("tokens", vectors), Map.of("tokens", pieces))
        .of("auto", "tokens");
  }

  @Test
  void matchesSayHowMuchATokenCounts() throws IOException {
    Search search =
        Search.of(QUERY)
            .plan("tokens(9, weights=given)")
            .weights(List.of(1f, 0.5f, 0f))
            .matches(true);
    for (Hit hit : pleiad.search(search).hits()) {
      Explanation explanation = pleiad.explain(search, hit.id());
      assertThat(explanation.matches()).isEqualTo(hit.matches());
      assertThat(pleiad.similarities(search, hit.id()).orElseThrow().weights())
          .containsExactly(1f, 0.5f, 0f);
      double plain = 0;
      double weighted = 0;
      for (Match match : hit.matches()) {
        plain += match.similarity();
        weighted += match.similarity() * (double) match.weight();
      }
      assertThat(hit.matches()).extracting(Match::weight).containsExactly(1f, 0.5f, 0f);
      assertThat((double) hit.score()).isCloseTo(weighted, within(1e-4));
      assertThat((double) Objects.requireNonNull(explanation.score()))
          .isCloseTo(plain, within(1e-4));
      for (Match match : hit.matches()) {
        assertThat((double) match.share())
            .isCloseTo(match.similarity() * match.weight() / weighted, within(1e-4));
      }
      assertThat(hit.unit()).isNull();
    }
  }

  @Test
  void aLayerOfZerosWeighsNothingAndOthersByItsNumbers(Random random) throws IOException {
    float[] layer = new float[WordEncoder.DIMENSION];
    Path file = write("softmax", layer, 7);
    assertScores(byFile(file), 1, 1, 1);
    for (int k = 0; k < layer.length; k++) {
      layer[k] = 3 * (float) random.nextGaussian();
    }
    double[] values =
        IntStream.range(0, 3).mapToDouble(token -> value(layer, 0.5f, token)).toArray();
    double sum = IntStream.range(0, 3).mapToDouble(token -> Math.exp(values[token])).sum();
    float[] weights = new float[3];
    for (int token = 0; token < 3; token++) {
      weights[token] = (float) (3 * Math.exp(values[token]) / sum);
    }
    assertScores(byFile(write("softmax", layer, 0.5f)), weights);
    for (int token = 0; token < 3; token++) {
      weights[token] = (float) (1 / (1 + Math.exp(-values[token])));
    }
    assertScores(byFile(write("sigmoid", layer, 0.5f)), weights);
  }

  private double value(float[] layer, float bias, int token) {
    double value = bias;
    TokenVectors query = encoder.encode(QUERY, Role.QUERY).vectors();
    for (int k = 0; k < layer.length; k++) {
      value += (double) layer[k] * query.at(token, k);
    }
    return value;
  }

  private static Search byFile(Path file) {
    String plan = "must(bm25) | maxsim(9, weights=\"%s\")".formatted(file);
    assertThat(Plan.parse(Plan.parse(plan).toString())).isEqualTo(Plan.parse(plan));
    return Search.of(QUERY).plan(plan);
  }

  @Test
  void aLayerOfAnotherShapeIsRefused() throws IOException {
    assertThatThrownBy(() -> pleiad.search(byFile(write("softmax", new float[7], 0))))
        .hasMessageContaining("the query's tokens have 32 dimensions, the layer in '")
        .hasMessageContaining("is for 7; was it made for another model?");
    Path file = safetensors("{\"sigmoid.weight\":%s}", "[4,8]", 32);
    assertThatThrownBy(() -> pleiad.search(byFile(file)))
        .hasRootCauseMessage(
            "the tensor 'sigmoid.weight' in '%s' has the shape [4, 8]; expected [1, dimension]"
                .formatted(file));
    Path none = safetensors("{\"linear.weight\":%s}", "[1,32]", 32);
    assertThatThrownBy(() -> pleiad.search(byFile(none)))
        .hasRootCauseMessage(
            "'%s' should have one of the tensors 'softmax.weight' and 'sigmoid.weight'; it has [linear.weight]"
                .formatted(none));
    assertThatThrownBy(() -> pleiad.search(byFile(home.resolve("no.safetensors"))))
        .hasStackTraceContaining("no.safetensors");
    assertThatThrownBy(() -> Plan.parse("bm25(9) | maxsim(9, weights=some)"))
        .hasMessageContaining("one of idf, auto, given, or the name of a file");
  }

  private Path write(String layer, float[] weight, float bias) throws IOException {
    int end = weight.length * Float.BYTES;
    String header =
        "{\"%s.weight\":{\"dtype\":\"F32\",\"shape\":[1,%d],\"data_offsets\":[0,%d]},\"%s.bias\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[%d,%d]}}"
            .formatted(layer, weight.length, end, layer, end, end + Float.BYTES);
    ByteBuffer data = ByteBuffer.allocate(end + Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float each : weight) {
      data.putFloat(each);
    }
    return safetensors(header, data.putFloat(bias).array());
  }

  private Path safetensors(String header, String shape, int count) throws IOException {
    return safetensors(
        header.formatted(
            "{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":[0,%d]}"
                .formatted(shape, count * Float.BYTES)),
        new byte[count * Float.BYTES]);
  }

  private Path safetensors(String header, byte[] data) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    byte[] all =
        ByteBuffer.allocate(Long.BYTES + json.length + data.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(json.length)
            .put(json)
            .put(data)
            .array();
    return Files.write(Files.createTempFile(home, "layer", ".safetensors"), all);
  }
}

package pleiad.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pleiad.testkit.Seed;
import pleiad.vector.MaxSim;
import pleiad.vector.TokenVectors;

@ExtendWith(Seed.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EmbeddedEncoderTest {
  /// The integer products are exact on every processor: the weights keep within ±64, so that no sum
  /// of two products overflows 16 bits. But activations are rounded to 8 bits before each product,
  /// and another order of float additions can round one the other way. On the processor that wrote
  /// the golden file the cosines are above 0.9999.
  private static final double SAME = 0.99;

  private final Encoder encoder = Encoders.open(Encoders.DEFAULT);

  @AfterAll
  void close() {
    encoder.close();
  }

  static List<Golden.Rows> goldenVectors() {
    return Golden.vectors();
  }

  @ParameterizedTest
  @MethodSource("goldenVectors")
  void vectorsAreThoseOfTheReference(Golden.Rows golden) {
    Encoding encoding = encoder.encode(golden.text(), Role.DOCUMENT);
    TokenVectors rows = golden.rows();
    assertThat(encoding.vectors().count()).isEqualTo(rows.count() - 2);
    for (int token = 0; token < encoding.vectors().count(); token++) {
      assertThat(dot(encoding.vectors(), token, rows, token + 1)).isGreaterThan(SAME);
    }
    assertThat(dot(TokenVectors.of(encoding.single(), 384), 0, rows, 0)).isGreaterThan(SAME);
  }

  @Test
  void theModelSaysWhatItIs() {
    Model model = encoder.model();
    assertThat(model.name()).isEqualTo("bge-small-en-v1.5");
    assertThat(model.dimension()).isEqualTo(384);
    assertThat(model.singleDimension()).isEqualTo(384);
    assertThat(model.window()).isEqualTo(510);
    assertThat(model.fingerprint()).matches("[0-9a-f]{64}");
  }

  @Test
  void everyVectorHasLengthOne() {
    Encoding encoding =
        encoder.encode("vectors of length one " + "and more ".repeat(300), Role.QUERY);
    TokenVectors vectors = encoding.vectors();
    for (int token = 0; token < vectors.count(); token++) {
      // 384 squares of float rounding each, and their scale's.
      assertThat(dot(vectors, token, vectors, token)).isEqualTo(1, offset(1e-5));
    }
    TokenVectors single = TokenVectors.of(encoding.single(), 384);
    assertThat(dot(single, 0, single, 0)).isEqualTo(1, offset(1e-5));
  }

  @Test
  void tokensAreThoseOfTokenize() {
    String text = "The same tokens, whether encoded or not.";
    assertThat(encoder.encode(text, Role.DOCUMENT).tokens())
        .isEqualTo(encoder.tokenize(text, Role.DOCUMENT))
        .hasSize(10);
  }

  @Test
  void queriesAndDocumentsAreEncodedAlike() {
    assertSame(
        encoder.encode("role makes no difference", Role.QUERY),
        encoder.encode("role makes no difference", Role.DOCUMENT));
  }

  @Test
  void aTextWithoutTokensHasOnlyTheOneVector() {
    Encoding empty = encoder.encode("", Role.DOCUMENT);
    assertThat(empty.tokens()).isEmpty();
    assertThat(empty.vectors().count()).isZero();
    assertThat(empty.vectors().dimension()).isEqualTo(384);
    assertSame(encoder.encode(" \n\u200b ", Role.DOCUMENT), empty);
  }

  @Test
  void manyThreadsGiveTheSameBits(Random random) throws Exception {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      texts.add(words(random, 1 + random.nextInt(100)));
    }
    List<Encoding> alone = texts.stream().map(text -> encoder.encode(text, Role.DOCUMENT)).toList();
    List<Callable<Encoding>> work =
        texts.stream()
            .<Callable<Encoding>>map(t -> () -> encoder.encode(t, Role.DOCUMENT))
            .toList();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<Encoding>> together = threads.invokeAll(work);
      for (int i = 0; i < texts.size(); i++) {
        assertSame(together.get(i).get(), alone.get(i));
      }
    }
  }

  @Test
  void aLongTextIsEncodedWindowByWindow(Random random) {
    String text = words(random, 1_200);
    Encoding whole = encoder.encode(text, Role.DOCUMENT);
    assertThat(whole.tokens()).hasSize(1_200);
    double[] sum = new double[384];
    for (Window window : Windows.over(1_200, 510, 64)) {
      Encoding part = encoder.encode(cut(text, whole, window), Role.DOCUMENT);
      assertThat(part.vectors().slice(kept(window, true), kept(window, false)).toArray())
          .containsExactly(whole.vectors().slice(window.keepFrom(), window.keepTo()).toArray());
      float[] single = part.single();
      Arrays.setAll(sum, k -> sum[k] + single[k]);
    }
    double length = Math.sqrt(Arrays.stream(sum).map(x -> x * x).sum());
    float[] single = whole.single();
    for (int k = 0; k < 384; k++) {
      assertThat((double) single[k]).isEqualTo(sum[k] / length, offset(1e-6));
    }
  }

  private static String cut(String text, Encoding whole, Window window) {
    return text.substring(
        whole.tokens().get(window.start()).start(), whole.tokens().get(window.end() - 1).end());
  }

  private static int kept(Window window, boolean first) {
    return (first ? window.keepFrom() : window.keepTo()) - window.start();
  }

  @Test
  void aTextOfOneWholeWindowIsOnePass(Random random) {
    String text = words(random, 510);
    assertThat(encoder.encode(text, Role.DOCUMENT).vectors().count()).isEqualTo(510);
    assertThat(encoder.encode(text + " more", Role.DOCUMENT).vectors().count()).isEqualTo(511);
  }

  @Test
  void aParaphraseScoresAboveAnotherSubject() {
    MaxSim query = MaxSim.of(vectors("how do I repair a flat bicycle tyre?"));
    float paraphrase =
        query.score(vectors("Fixing a puncture: take the wheel off the bike first."));
    float near = query.score(vectors("The tram stops in front of the old town hall."));
    float far = query.score(vectors("Interest rates rose by a quarter of a percent."));
    assertThat(paraphrase).isGreaterThan(near).isGreaterThan(far);
  }

  @Test
  void aClosedEncoderRefusesToEncode() {
    Encoder closed = Encoders.open(Encoders.DEFAULT);
    closed.close();
    closed.close();
    assertThatThrownBy(() -> closed.encode("too late", Role.QUERY))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("cannot encode: the encoder is closed");
    assertThat(closed.tokenize("still", Role.QUERY)).hasSize(1);
  }

  @Test
  void oneOfTwoEncodersClosesAlone() {
    Encoding before = encoder.encode("still here", Role.QUERY);
    Encoders.open(Encoders.DEFAULT).close();
    assertSame(encoder.encode("still here", Role.QUERY), before);
  }

  private TokenVectors vectors(String text) {
    return encoder.encode(text, Role.QUERY).vectors();
  }

  private static String words(Random random, int count) {
    List<String> words = List.of("cat", "river", "of", "seven", "house", "and", "green", "run");
    return String.join(
        " ",
        IntStream.range(0, count).mapToObj(i -> words.get(random.nextInt(words.size()))).toList());
  }

  private static void assertSame(Encoding one, Encoding other) {
    assertThat(one.vectors().toArray()).containsExactly(other.vectors().toArray());
    assertThat(one.single()).containsExactly(other.single());
    assertThat(one.tokens()).isEqualTo(other.tokens());
  }

  private static double dot(TokenVectors one, int row, TokenVectors other, int otherRow) {
    double sum = 0;
    for (int k = 0; k < one.dimension(); k++) {
      sum += (double) one.at(row, k) * other.at(otherRow, k);
    }
    return sum;
  }
}

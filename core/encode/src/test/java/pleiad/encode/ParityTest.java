package pleiad.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pleiad.vector.MaxSim;
import pleiad.vector.TokenVectors;

/// Checkpoints that the reference implementations saved are encoded as they encode them: the same
/// ids, the same attention, the same rows kept, the same vectors and scores.
///
/// One difference is wanted. A text that spells special tokens calls them up in the reference
/// implementations, and is text here.
final class ParityTest {
  /// Ten times what was seen on x86-64 with AVX-512; other processors round otherwise.
  private static final float VECTOR = 1e-5f;

  private static final double SCORE = 1e-3;
  private static final String SPELT = "markers as text";

  @TempDir private Path home;
  private Encoder encoder;

  @SuppressWarnings("NullAway.Init") // opened by each test
  ParityTest() {}

  static List<ParityGolden> lateInteraction() throws IOException {
    return ParityGolden.all("late interaction");
  }

  static List<ParityGolden> scored() throws IOException {
    return lateInteraction().stream().filter(golden -> !golden.scores().isEmpty()).toList();
  }

  static List<ParityGolden> dense() throws IOException {
    return ParityGolden.all("dense");
  }

  @AfterEach
  void close() {
    encoder.close();
  }

  @ParameterizedTest
  @MethodSource("lateInteraction")
  void tokenVectorsAreTheReferences(ParityGolden golden) throws IOException {
    encoder = open(golden);
    Map<String, ParityGolden.Rows> rows = golden.rows();
    int compared = 0;
    for (ParityGolden.Case each : golden.cases()) {
      if (!isOfSpecialTokens(each)) {
        assertSameInput(each);
        assertSameVectors(each, Objects.requireNonNull(rows.get(each.name())));
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(40);
  }

  @ParameterizedTest
  @MethodSource("scored")
  void scoresAreTheReferences(ParityGolden golden) throws IOException {
    encoder = open(golden);
    for (ParityGolden.Scored scored : golden.scores()) {
      if (scored.how().equals("alone")) {
        TokenVectors query = encode(golden, scored.query()).vectors();
        TokenVectors document = encode(golden, scored.document()).vectors();
        float sum = MaxSim.of(query).score(document);
        double expected =
            golden.similarity().equals("meanmaxsim")
                ? scored.score() * query.count()
                : scored.score();
        assertThat((double) sum)
            .as(scored.toString())
            .isBetween(expected - SCORE, expected + SCORE);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dense")
  void theOneVectorPointsWhereTheReferencesDoes(ParityGolden golden) throws IOException {
    encoder = open(golden);
    Map<String, ParityGolden.Rows> rows = golden.rows();
    int compared = 0;
    for (ParityGolden.Case each : golden.cases()) {
      if (isRole(each) && !isOfSpecialTokens(each)) {
        assertThat(ids(each)).as(each.name()).isEqualTo(each.ids());
        float[] expected = unit(Objects.requireNonNull(rows.get(each.name())).row(0));
        assertNear(each, encoder.encode(each.text(), role(each)).single(), expected);
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(20);
  }

  private void assertSameInput(ParityGolden.Case each) {
    List<InputRow> rows = encoder.rows(each.text(), role(each));
    assertThat(rows).extracting(InputRow::id).as(each.name()).isEqualTo(each.ids());
    assertThat(rows)
        .extracting(row -> row.attended() ? 1 : 0)
        .as("attention of %s", each.name())
        .isEqualTo(each.attention());
    assertThat(rows)
        .extracting(row -> row.kept() ? 1 : 0)
        .as("rows kept of %s", each.name())
        .isEqualTo(each.kept());
  }

  private void assertSameVectors(ParityGolden.Case each, ParityGolden.Rows expected) {
    TokenVectors found = encoder.encode(each.text(), role(each)).vectors();
    assertThat(found.count()).as(each.name()).isEqualTo(expected.count());
    for (int i = 0; i < found.count(); i++) {
      assertNear(each, found.slice(i, i + 1).toArray(), expected.row(i));
    }
  }

  private static void assertNear(ParityGolden.Case each, float[] found, float[] expected) {
    assertThat(found).as(each.name()).hasSameSizeAs(expected);
    for (int k = 0; k < found.length; k++) {
      assertThat(found[k]).as(each.name()).isBetween(expected[k] - VECTOR, expected[k] + VECTOR);
    }
  }

  private Encoding encode(ParityGolden golden, String name) {
    ParityGolden.Case found =
        golden.cases().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    return encoder.encode(found.text(), role(found));
  }

  private List<Integer> ids(ParityGolden.Case each) {
    return encoder.rows(each.text(), role(each)).stream().map(InputRow::id).toList();
  }

  private static boolean isRole(ParityGolden.Case each) {
    return each.role().equals("query") || each.role().equals("document");
  }

  private static boolean isOfSpecialTokens(ParityGolden.Case each) {
    return each.about().equals(SPELT);
  }

  private static Role role(ParityGolden.Case each) {
    return each.role().equals("query") ? Role.QUERY : Role.DOCUMENT;
  }

  private static float[] unit(float[] values) {
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    float[] unit = new float[values.length];
    for (int k = 0; k < unit.length; k++) {
      unit[k] = (float) (values[k] / (squares == 0 ? 1 : Math.sqrt(squares)));
    }
    return unit;
  }

  private Encoder open(ParityGolden golden) {
    return Encoders.open(ParityCopy.of(golden, home) + settings(golden) + ",long=cut");
  }

  /// Which reference is followed, by the name of what it saved.
  private static String settings(ParityGolden golden) {
    String name = golden.name();
    if (name.startsWith("stanford-")) {
      return ",profile=stanford";
    }
    if (name.startsWith("fastembed-")) {
      return ",profile=fastembed";
    }
    if (name.equals("plaid-bert")) {
      return ",profile=next-plaid,document-length=20"; // the exporter left it in the tokenizer
    }
    if (name.startsWith("plaid-")) {
      return ",profile=next-plaid";
    }
    return name.startsWith("dense-") ? ",profile=st6" : "";
  }
}

package pleiad.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlanTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "bm25(100)",
        "bm25@title(100, match=all, fuzzy=2, titles=1.5)",
        "bm25(10, match=phrase)",
        "dense(7)",
        "dense@title(7, exact)",
        "tokens(1)",
        "bm25(1000) | maxsim(100)",
        "tokens@title(50) | maxsim@page-image(10)",
        "tokens(10, recall=0.99) | maxsim(5)",
        "tokens@title(10, recall=1)",
        "tokens(10, recall=0.00001)",
        "tokens(10, route=centroids)",
        "tokens(10, recall=0.9, route=both)",
        "tokens@page(10, route=means, merge=0.9, keep=0.5, weights=auto)",
        "dense@other(2147483647) | maxsim(100) | maxsim@title(10)",
        "centroid(100) | bm25(50) | dense(20) | centroid@page(10)",
        "muvera(100) | muvera@page(10)",
        "bm25(100) | smooth(10) | smooth@page(9, share=0.5, neighbours=3, among=50)",
        "poly@page(100, codes=4) | poly(10)",
        "bm25(9) | maxsim(5, weights=given) | maxsim(3, weights=\"my layer.safetensors\")",
        "bm25(9) | maxsim(5, interaction=attention, codes=4)",
        "must(bm25) | dense(10)",
        "bm25(9) | maxsim@page(5, interaction=mean, similarity=cosine)",
        "bm25(9) | maxsim(5, interaction=top, top=4) | maxsim(3, similarity=euclidean)",
        "must(bm25@title(match=all)) | must(bm25(fuzzy=1)) | maxsim(10)",
        "bm25(1000) + tokens(1000) | rrf",
        "bm25(1000) + dense(1000) + tokens(1000) | minmax(0.2, 0.2, 0.6) | maxsim(100)",
        "bm25(9) + dense(9) | rrf(2, 1, k=20) | cross(10, model=ORG/NAME@main)",
        "bm25(9) + dense(9) | zscore | cross(10, model=\"ORG/NAME,precision=int8\")",
        "bm25(9) + dense(9) | borda | cross(10, model=\"two words\")",
        "bm25(9) + dense(9) | dbsf(0, 3)",
      })
  void aPlanIsWrittenAsItIsRead(String text) {
    assertThat(Plan.parse(text)).hasToString(text);
    assertThat(Plan.parse(text)).isEqualTo(Plan.parse(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      textBlock =
          """
          fast                  > tokens(k)
          fast(7)               > tokens(7)
          fast(k)               > tokens(k)
          fast(500)             > tokens(500)
          fast@page             > tokens@page(k)
          ' fast | maxsim(10)'  > tokens(100) | maxsim(10)
          balanced              > bm25(100) + tokens(100, weights=auto) | zscore(0.2, 0.8) | smooth(100)
          fast(7) | maxsim(10)  > tokens(100) | maxsim(10)
          balanced(k)           > bm25(100) + tokens(100, weights=auto) | zscore(0.2, 0.8) | smooth(100)
          balanced@page(300)    > bm25(300) + tokens@page(300, weights=auto) | zscore(0.2, 0.8) | smooth@page(300)
          best                  > bm25(1000) + tokens(1000, weights=auto) | zscore(0.2, 0.8) | smooth(1000)
          best|cross(9,model=a) > bm25(1000) + tokens(1000, weights=auto) | zscore(0.2, 0.8) | smooth(1000) | cross(9, model=a)
          """)
  void aNameMeansAPlan(String name, String plan) {
    assertThat(Plan.parse(name)).hasToString(plan);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      textBlock =
          """
          tokens(k)                                > tokens(12)
          tokens@page(k, recall=0.9, route=centroids)  > tokens@page(12, recall=0.9, route=centroids)
          bm25@title(k, fuzzy=1) | maxsim@page(k)  > bm25@title(12, fuzzy=1) | maxsim@page(12)
          dense(k, exact) + poly(k, codes=3) | rrf > dense(12, exact) + poly(12, codes=3) | rrf
          centroid(k) + muvera@page(30) | borda    > centroid(12) + muvera@page(30) | borda
          must(bm25) | cross(k, model=a)           > must(bm25) | cross(12, model=a)
          bm25(99) | smooth(k, among=60)           > bm25(99) | smooth(12, among=60)
          """)
  void whatGivesAsManyAsAskedIsToldHowMany(String text, String asked) {
    Plan plan = Plan.parse(text);
    assertThat(plan.givesAsAsked()).isTrue();
    assertThat(plan).hasToString(text);
    assertThat(plan.asked(12)).isEqualTo(Plan.parse(asked));
    assertThat(plan.asked(12).givesAsAsked()).isFalse();
    assertThat(plan.asked(12).asked(9)).isEqualTo(plan.asked(12));
  }

  @Test
  void blanksAndUsualFieldsAndWeightsDoNotMatter() {
    assertThat(Plan.parse("  bm25 ( 10 )|maxsim@tokens( 5)  ")).hasToString("bm25(10) | maxsim(5)");
    assertThat(Plan.parse("tokens( 10 ,recall = 0.950 )")).hasToString("tokens(10, recall=0.95)");
    assertThat(Plan.parse("bm25(1)+dense(2)|rrf(1,1.0, k = 60)"))
        .hasToString("bm25(1) + dense(2) | rrf");
    assertThat(Plan.parse("must( bm25@text )|bm25(1, match=any, fuzzy=0)"))
        .hasToString("must(bm25) | bm25(1)");
    assertThat(Plan.parse("dense(1) | cross(1, model=\"a\")"))
        .hasToString("dense(1) | cross(1, model=a)");
  }

  @Test
  void aPlanSaysInWhichFormsItNeedsTheQuery() {
    assertThat(
            Plan.parse("bm25(9) + dense@title(9) | rrf | maxsim@page(9) | cross(9, model=m)")
                .needs())
        .containsExactly(
            new Need.Words(),
            new Need.Single("title"),
            new Need.Tokens("page"),
            new Need.TextModel("m"));
    assertThat(Plan.parse("poly(9) | maxsim@page(9, weights=given)").needs())
        .containsExactly(
            new Need.Tokens("tokens"), new Need.Tokens("page"), new Need.Weights("page", "given"));
    assertThat(Plan.parse("centroid(9) | must(bm25)").needs())
        .containsExactly(new Need.Tokens("tokens"), new Need.Words());
  }

  @Test
  void aPlanHasAFusionWhereItHasSeveralSources() {
    Plan one = Plan.parse("bm25(1)");
    Fusion two = Fusion.equal(Fusion.Method.RRF, 2);
    assertThatThrownBy(() -> new Plan(one.sources(), two, one.rankers()))
        .hasMessage("a plan of 1 sources has a fusion of 2");
    assertThatThrownBy(() -> new Plan(List.of(), null, one.rankers()))
        .hasMessage("a plan of 0 sources has a fusion of 1");
  }

  static Stream<Arguments> wrongPlans() {
    return Stream.of(
        Arguments.of("", 1, "a source: bm25, dense, tokens, centroid, muvera, poly, must"),
        Arguments.of("bm26(10)", 1, "a source: bm25, dense"),
        Arguments.of("maxsim(10)", 1, "a source: bm25, dense"),
        Arguments.of("rrf", 1, "a source: bm25, dense"),
        Arguments.of("bm25", 5, "'(' and the number"),
        Arguments.of("bm25(", 6, "an argument, or ')'"),
        Arguments.of("bm25()", 6, "a number of candidates"),
        Arguments.of("bm25(0)", 6, "a number of candidates"),
        Arguments.of("bm25(K)", 6, "or k for as many as hits are asked for"),
        Arguments.of("bm25(10, k)", 10, "bm25 takes a number of candidates"),
        Arguments.of("bm25(99999999999)", 6, "a number of candidates"),
        Arguments.of("bm25(fuzzy=1)", 6, "'(' and the number of candidates"),
        Arguments.of("bm25(10", 8, "',' and another argument, or ')'"),
        Arguments.of("bm25(10, fuzzy=3)", 16, "a number from 0 to 2"),
        Arguments.of("bm25(10, match=some)", 16, "one of any, all, phrase, syntax"),
        Arguments.of(
            "bm25(10, deep=1)",
            10,
            "')', for bm25 takes a number of candidates, match=, fuzzy=, titles= and nothing more"),
        Arguments.of("bm25(10, fuzzy=1, fuzzy=2)", 19, "each once"),
        Arguments.of(
            "bm25(10) maxsim(3)", 10, "'|' and a ranker, '+' and another source, or the end"),
        Arguments.of("bm25(10) | maxsim(3) +", 22, "'|' and a ranker, or the end"),
        Arguments.of(
            "bm25(10) |",
            11,
            "a ranker: maxsim, cross, dense, bm25, centroid, muvera, poly, must, smooth"),
        Arguments.of("bm25(10) | tokens(3)", 12, "a ranker: maxsim"),
        Arguments.of("bm25(10) | rrf", 12, "a fusion stands right behind several sources"),
        Arguments.of("fastest", 1, "or a plan's name: fast, balanced, best"),
        Arguments.of("fast + bm25(10)", 6, "'|' and a ranker, or the end"),
        Arguments.of("fast(0)", 6, "a number of candidates from 1"),
        Arguments.of("fast(10, recall=1)", 10, "a number of candidates"),
        Arguments.of("bm25(10) + fast", 12, "a source: bm25"),
        Arguments.of("bm25(10) +", 11, "a source: bm25"),
        Arguments.of(
            "bm25(10) + dense(10)",
            21,
            "'+' and another source, or '|' and a fusion of the sources: rrf, minmax, zscore, dbsf, borda"),
        Arguments.of("bm25(10) + dense(10) | maxsim(3)", 24, "a fusion of the sources: rrf"),
        Arguments.of(
            "bm25(10) + dense(10) | minmax(1)", 31, "2 weights from 0, one a source, or none"),
        Arguments.of("bm25(10) + dense(10) | minmax(0, 0)", 31, "one of them above 0"),
        Arguments.of("bm25(10) + dense(10) | minmax(1, -1)", 34, "2 weights from 0"),
        Arguments.of("bm25(10) + dense(10) | minmax(1, NaN)", 34, "2 weights from 0"),
        Arguments.of("bm25(10) + dense(10) | minmax(1, k)", 34, "2 weights from 0"),
        Arguments.of(
            "bm25(10) + dense(10) | minmax(k=3)", 31, "')', for minmax takes nothing more"),
        Arguments.of("bm25(10) + dense(10) | rrf(k=-1)", 30, "a number from 0 to 1000000"),
        Arguments.of("bm25(10) + dense(10) | rrf@text", 27, "no field behind rrf"),
        Arguments.of("tokens@(3)", 8, "a field's name"),
        Arguments.of("tokens(3", 9, "',' and another argument, or ')'"),
        Arguments.of(
            "tokens(3, speed=1)",
            11,
            "')', for tokens takes a number of candidates, route=, recall=, merge=, keep=, weights= and nothing more"),
        Arguments.of("tokens(3, recall 1)", 18, "',' and another argument, or ')'"),
        Arguments.of("tokens(3, recall=)", 18, "a recall above 0, up to 1"),
        Arguments.of("tokens(3, recall=0)", 18, "a recall above 0, up to 1"),
        Arguments.of("tokens(3, recall=1.1)", 18, "a recall above 0, up to 1"),
        Arguments.of("tokens(3, recall=much)", 18, "a recall above 0, up to 1"),
        Arguments.of("tokens(3, recall=NaN)", 18, "a recall above 0, up to 1"),
        Arguments.of("tokens(3, route=fast)", 17, "one of automatic, means, centroids, both, all"),
        Arguments.of(
            "dense(3, recall=0.9)", 10, "')', for dense takes a number of candidates, exact"),
        Arguments.of(
            "bm25(9) | maxsim(5, interaction=some)", 33, "one of sum, mean, max, top, both"),
        Arguments.of("bm25(9) | maxsim(5, top=3)", 21, "')', for maxsim takes"),
        Arguments.of("must()", 6, "bm25, as in must(bm25)"),
        Arguments.of("must(dense)", 6, "bm25, as in must(bm25)"),
        Arguments.of("must(dense(3))", 6, "bm25, as in must(bm25)"),
        Arguments.of(
            "must(bm25(10))", 11, "')', for bm25 takes match=, fuzzy=, titles= and nothing more"),
        Arguments.of("must(bm25, bm25)", 12, "')'"),
        Arguments.of("dense(3) | cross(3)", 18, "a model's name"),
        Arguments.of("dense(3) | cross(3, model=)", 27, "a model's name"),
        Arguments.of(
            "dense(3) | cross(3, model=\"a)", 30, "'\"' at the end of what began at character 27"));
  }

  @ParameterizedTest
  @MethodSource("wrongPlans")
  void anErrorPointsAtTheCharacterAndSaysWhatIsPossible(String text, int at, String expected) {
    assertThatThrownBy(() -> Plan.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at character " + at + ",")
        .hasMessageContaining(expected)
        .hasMessageEndingWith("  " + " ".repeat(at - 1) + "^");
  }

  private static Candidates found(int... documents) {
    return Candidates.of(documents, new float[documents.length]);
  }

  private static OptionalDouble agreement(String plan, Candidates... found) {
    return Plan.parse(plan)
        .agreement(
            new Plan.Result(
                Stream.of(found).map(each -> new Plan.StageReport("any", 0, 0, each)).toList()));
  }

  @Test
  void sourcesAgreeAsFarAsTheirBestTenAreTheSame() {
    String two = "bm25(20) + dense(20) | rrf";
    int[] many = IntStream.range(0, 20).toArray();
    int[] reversed = IntStream.range(0, 20).map(i -> 19 - i).toArray();
    assertThat(agreement(two, found(many), found(many), found())).hasValue(1);
    assertThat(agreement(two, found(many), found(reversed), found())).hasValue(0);
    assertThat(agreement(two, found(many), found(5, 50, 15), found())).hasValue(1.0 / 3);
    assertThat(agreement(two, found(many), found(), found())).hasValue(0);
    assertThat(agreement(two, found(), found(), found())).hasValue(1);
    assertThat(
            agreement(
                "bm25(9) + dense(9) + tokens(9) | rrf",
                found(1, 2),
                found(2, 3),
                found(3, 4),
                found()))
        .hasValue(1.0 / 3);
    assertThat(agreement("bm25(20)", found(many))).isEmpty();
  }
}

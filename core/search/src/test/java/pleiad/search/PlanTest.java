package pleiad.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlanTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "bm25(100)",
        "dense(7)",
        "tokens(1)",
        "bm25(1000) | maxsim(100)",
        "tokens@title(50) | maxsim@page-image(10)",
        "tokens(10, recall=0.99) | maxsim(5)",
        "tokens@title(10, recall=1)",
        "tokens(10, recall=0.00001)",
        "dense@other(2147483647) | maxsim(100) | maxsim@title(10)"
      })
  void aPlanIsWrittenAsItIsRead(String text) {
    assertThat(Plan.parse(text)).hasToString(text);
  }

  @Test
  void blanksAndUsualFieldsDoNotMatter() {
    assertThat(Plan.parse("  bm25 ( 10 )|maxsim@tokens( 5)  ")).hasToString("bm25(10) | maxsim(5)");
    assertThat(Plan.parse("tokens( 10 ,recall = 0.950 )")).hasToString("tokens(10, recall=0.95)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "\"\";1;a source: bm25, dense, tokens",
        "bm26(10);1;a source: bm25, dense, tokens",
        "maxsim(10);1;a source: bm25, dense, tokens",
        "bm25;5;'(' and the number",
        "bm25(;6;a number of candidates",
        "bm25(0);6;a number of candidates",
        "bm25(99999999999);6;a number of candidates",
        "bm25(10;8;')'",
        "bm25(10) maxsim(3);10;'|' and a ranker",
        "bm25(10) |;11;a ranker: maxsim",
        "bm25(10) | dense(3);12;a ranker: maxsim",
        "tokens@(3);8;a field's name",
        "tokens(3;9;')', or ', recall='",
        "tokens(3, speed=1);11;'recall='",
        "tokens(3, recall 1);18;'=' and a recall",
        "tokens(3, recall=);18;a recall above 0, up to 1",
        "tokens(3, recall=0);18;a recall above 0, up to 1",
        "tokens(3, recall=1.1);18;a recall above 0, up to 1",
        "tokens(3, recall=much);18;a recall above 0, up to 1",
        "tokens(3, recall=NaN);18;a recall above 0, up to 1",
        "dense(3, recall=0.9);8;')'",
      })
  void anErrorPointsAtTheCharacterAndSaysWhatIsPossible(String text, int at, String expected) {
    assertThatThrownBy(() -> Plan.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at character " + at + ",")
        .hasMessageContaining(expected)
        .hasMessageEndingWith("  " + " ".repeat(at - 1) + "^");
  }
}

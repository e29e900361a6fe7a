package pleiad.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pleiad.Filter;

class FilterTextTest {
  @Test
  void everyFormIsTheFilterOfItsName() {
    assertThat(FilterText.parse("{\"eq\": {\"year\": 2020}}"))
        .isEqualTo(Filter.equal("year", 2020.0));
    assertThat(FilterText.parse("{\"eq\": {\"kind\": \"a\"}}"))
        .isEqualTo(Filter.equal("kind", "a"));
    assertThat(FilterText.parse(" {\"eq\": {\"draft\": true}} "))
        .isEqualTo(Filter.equal("draft", true));
    assertThat(FilterText.parse("{\"in\": {\"kind\": [\"a\", 2]}}"))
        .isEqualTo(Filter.in("kind", "a", 2.0));
    assertThat(FilterText.parse("{\"in\": {\"kind\": []}}")).isEqualTo(Filter.in("kind"));
    assertThat(FilterText.parse("{\"range\": {\"year\": [2000, null]}}"))
        .isEqualTo(Filter.range("year", 2000.0, null));
    assertThat(FilterText.parse("{\"range\": {\"day\": [null, \"2026-11-21\"]}}"))
        .isEqualTo(Filter.range("day", null, "2026-11-21"));
    assertThat(FilterText.parse("{\"exists\": \"year\"}")).isEqualTo(Filter.exists("year"));
    assertThat(FilterText.parse("{\"prefix\": {\"kind\": \"ne\"}}"))
        .isEqualTo(Filter.prefix("kind", "ne"));
    Filter a = Filter.equal("k", "a");
    assertThat(FilterText.parse("{\"and\": [{\"eq\": {\"k\": \"a\"}}, {\"exists\": \"k\"}]}"))
        .isEqualTo(Filter.and(a, Filter.exists("k")));
    assertThat(FilterText.parse("{\"or\": [{\"not\": {\"eq\": {\"k\": \"a\"}}}]}"))
        .isEqualTo(Filter.or(Filter.not(a)));
    assertThat(FilterText.parse("{\"and\": []}")).isEqualTo(new Filter.And(List.of()));
  }

  @Test
  void keyEqualsValueIsAWordAndANumberToo() {
    assertThat(FilterText.parse("kind=draft")).isEqualTo(Filter.equal("kind", "draft"));
    assertThat(FilterText.parse(" kind = a=b ")).isEqualTo(Filter.equal("kind", "a=b"));
    assertThat(FilterText.parse("kind=")).isEqualTo(Filter.equal("kind", ""));
    assertThat(FilterText.parse("year=2020"))
        .isEqualTo(Filter.or(Filter.equal("year", "2020"), Filter.equal("year", 2020.0)));
    assertThat(FilterText.parse("x=-1.5"))
        .isEqualTo(Filter.or(Filter.equal("x", "-1.5"), Filter.equal("x", -1.5)));
  }

  @Test
  void aRangeMayNameItsEnds() {
    assertThat(FilterText.parse("{\"range\": {\"year\": {\"gt\": 2000, \"lte\": 2010}}}"))
        .isEqualTo(Filter.range("year", Filter.excluded(2000.0), 2010.0));
    assertThat(FilterText.parse("{\"range\": {\"day\": {\"gte\": \"2026-02\"}}}"))
        .isEqualTo(Filter.range("day", "2026-02", null));
    assertThat(FilterText.parse("{\"range\": {\"day\": {\"lt\": \"2026-02\"}}}"))
        .isEqualTo(Filter.range("day", null, Filter.excluded("2026-02")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"after\": 1}",
        "{\"gt\": 1, \"gte\": 1}",
        "{\"lt\": 1, \"lte\": 1}",
        "{\"gt\": 1, \"to\": 2}"
      })
  void theEndsOfARangeHaveFourNames(String ends) {
    assertThatThrownBy(() -> FilterText.parse("{\"range\": {\"year\": " + ends + "}}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("a range begins with gt (behind) or gte (from), ends with lt")
        .hasMessageEndingWith("found " + ends.replace(": ", ":").replace(", ", ","));
  }

  @Test
  void whatComesFirstTellsTheShortFormFromLucenes() {
    assertThat(FilterText.parse("source=http://x")).isEqualTo(Filter.equal("source", "http://x"));
    assertThat(FilterText.parse("a=b>c")).isEqualTo(Filter.equal("a", "b>c"));
    assertThat(FilterText.parse("year>=9")).isEqualTo(Filter.range("year", 9.0, null));
    assertThat(FilterText.parse("year<9")).isEqualTo(Filter.parse("year:[* TO 9}"));
    assertThat(FilterText.parse("kind:a AND b:\"x=y\""))
        .isEqualTo(Filter.and(Filter.equal("kind", "a"), Filter.equal("b", "x=y")));
    assertThat(FilterText.parse("-kind:draft"))
        .isEqualTo(Filter.not(Filter.equal("kind", "draft")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "draft", "=draft", "  = draft"})
  void whatIsNeitherIsRefused(String text) {
    assertThatThrownBy(() -> FilterText.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "expected a filter key=value, one in Lucene's syntax as in 'kind:news AND year:[2000 TO *]', or a JSON object; found '%s'"
                .formatted(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "{\"eq\": }", "{'eq': 1}", "{\"exists\": \"a\"} x"})
  void whatIsNoJsonIsRefusedWithItsColumn(String text) {
    assertThatThrownBy(() -> FilterText.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the filter is no JSON: ")
        .hasMessageContaining("column ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"eq\": {}}",
        "{\"eq\": 5}",
        "{\"eq\": {\"a\": 1, \"b\": 2}}",
        "{\"eq\": {\"a\": null}}",
        "{\"eq\": {\"a\": [1]}}",
        "{\"eq\": {\"a\": 1}, \"exists\": \"a\"}",
        "{\"in\": {\"a\": 1}}",
        "{\"in\": [1]}",
        "{\"range\": 5}",
        "{\"range\": {}}",
        "{\"range\": {\"a\": 5}}",
        "{\"range\": {\"a\": {\"gt\": null}}}",
        "{\"range\": {\"a\": {\"lte\": [1]}}}",
        "{\"exists\": {\"a\": 1}}",
        "{\"exists\": 5}",
        "{\"prefix\": {\"a\": {}}}",
        "{\"prefix\": \"a\"}",
        "{\"and\": {\"exists\": \"a\"}}",
        "{\"or\": [5]}",
        "{\"not\": []}",
        "{\"near\": {\"a\": 1}}"
      })
  void whatIsNoFilterIsRefusedWithTheFormsThereAre(String text) {
    assertThatThrownBy(() -> FilterText.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("cannot read the filter at ")
        .hasMessageContaining("in, range, exists, prefix, and, or, not");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "[1]", "[1, 2, 3]", "[null, null]"})
  void aRangeHasTwoEndsAndAtLeastOneBound(String ends) {
    assertThatThrownBy(() -> FilterText.parse("{\"range\": {\"year\": " + ends + "}}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("a range has two ends, at most one of them null");
  }
}

package pleiad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static pleiad.Filter.and;
import static pleiad.Filter.equal;
import static pleiad.Filter.excluded;
import static pleiad.Filter.exists;
import static pleiad.Filter.not;
import static pleiad.Filter.or;
import static pleiad.Filter.prefix;
import static pleiad.Filter.range;
import static pleiad.Filter.written;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every form of Lucene's syntax is the filter that its words say, or is refused.
class FilterSyntaxTest {
  private static final Filter A = equal("k", "a");
  private static final Filter B = equal("k", "b");
  private static final Filter C = equal("k", "c");

  private static void assertRead(String text, Filter filter) {
    assertThat(Filter.parse(text)).as(text).isEqualTo(filter);
  }

  @Test
  void aValueIsAWordAndANumberToo() {
    assertRead("k:a", A);
    assertRead("k=a", A);
    assertRead(" k : a ", A);
    assertRead("k:\"two words\"", equal("k", "two words"));
    assertRead("k:\"\"", equal("k", ""));
    assertRead("k:\"say \\\"a\\\"\"", equal("k", "say \"a\""));
    assertRead("two\\ words:a\\:b", equal("two words", "a:b"));
    assertRead("k:true", equal("k", "true"));
    assertRead("k:Überfluß", equal("k", "Überfluß"));
    assertRead("k:2020", or(equal("k", "2020"), equal("k", 2020.0)));
    assertRead("k:\"2020\"", written("k", "2020"));
    assertRead("k:\"-1.5\"", or(equal("k", "-1.5"), equal("k", -1.5)));
    assertRead("k:\\-5", written("k", "-5"));
    assertRead("k:5.", equal("k", "5."));
    String huge = "9".repeat(400);
    assertRead("k:" + huge, equal("k", huge));
  }

  @Test
  void starsArePrefixesAndWhatIsThere() {
    assertRead("k:ne*", prefix("k", "ne"));
    assertRead("k:2*", prefix("k", "2"));
    assertRead("k:*", exists("k"));
    assertRead("*:*", and());
    assertRead("k:\\*", equal("k", "*"));
    assertRead("k:a\\**", prefix("k", "a*"));
    assertRead("k:\"a*\"", equal("k", "a*"));
    assertRead("k:a\\?", equal("k", "a?"));
  }

  @Test
  void rangesHaveEndsThatAreInThemOrNot() {
    assertRead("k:[a TO b]", range("k", "a", "b"));
    assertRead("k:{a TO b}", range("k", excluded("a"), excluded("b")));
    assertRead("k:[a TO b}", range("k", "a", excluded("b")));
    assertRead("k:{a TO b]", range("k", excluded("a"), "b"));
    assertRead("k:[a TO *]", range("k", "a", null));
    assertRead("k:[* TO b}", range("k", null, excluded("b")));
    assertRead("k:[* TO *]", exists("k"));
    assertRead("k:[\"a b\" TO \\*]", range("k", "a b", "*"));
    assertRead("k:[\"\" TO \"\\\"\\\"\"]", range("k", "", "\"\""));
    assertRead("k>=a", range("k", "a", null));
    assertRead("k>a", range("k", excluded("a"), null));
    assertRead("k<=a", range("k", null, "a"));
    assertRead("k<a", range("k", null, excluded("a")));
  }

  @Test
  void aRangeOfNumbersIsOfYearsTooWhereItsEndsHaveFourDigits() {
    assertRead("k:[5 TO 10.5}", range("k", 5.0, excluded(10.5)));
    assertRead("k>=\"-5\"", range("k", -5.0, null));
    assertRead("k:[2000 TO 2010]", or(range("k", "2000", "2010"), range("k", 2000.0, 2010.0)));
    assertRead(
        "k>2000", or(range("k", excluded("2000"), null), range("k", excluded(2000.0), null)));
    assertRead("k:[5 TO 2010]", range("k", 5.0, 2010.0));
    assertRead("k:[2026 TO 2026-02]", range("k", "2026", "2026-02"));
    assertRead("k:[5 TO z]", range("k", "5", "z"));
  }

  @Test
  void clausesBesideEachOtherAreAlternatives() {
    assertRead("k:a k:b", or(A, B));
    assertRead("k:(a b)", or(A, B));
    assertRead("k:a OR k:b || k:c", or(A, B, C));
    assertRead("k:(a \"x y\" z*)", or(A, equal("k", "x y"), prefix("k", "z")));
    assertRead("k:(a l:b)", or(A, equal("l", "b")));
    assertRead("((k:a))", A);
  }

  @Test
  void andBindsMoreThanOrAndThatMoreThanNothing() {
    assertRead("k:a AND k:b", and(A, B));
    assertRead("k:a && k:b OR k:c", or(and(A, B), C));
    assertRead("k:a AND (k:b OR k:c)", and(A, or(B, C)));
    assertRead("k:a k:b AND k:c", or(A, and(B, C)));
    assertRead("k:a AND +k:b", and(A, B));
  }

  @Test
  void whatMustNotBeIsTakenFromTheOthersOrFromEverything() {
    assertRead("NOT k:a", not(A));
    assertRead("-k:a", not(A));
    assertRead("!k:a", not(A));
    assertRead("-k:a -k:b", and(not(A), not(B)));
    assertRead("k:a NOT k:b", and(A, not(B)));
    assertRead("k:a k:b -k:c", and(or(A, B), not(C)));
    assertRead("k:a AND NOT k:b", and(A, not(B)));
    assertRead("k:a OR NOT k:b", or(A, not(B)));
    assertRead("k:(a OR -b)", or(A, not(B)));
    assertRead("NOT (k:a OR k:b)", not(or(A, B)));
    assertRead("k:a AND (NOT k:b)", and(A, not(B)));
  }

  @Test
  void whatMustBeLeavesTheOthersWithoutASay() {
    assertRead("+k:a", A);
    assertRead("+k:a k:b", A);
    assertRead("+k:a +k:b k:c", and(A, B));
    assertRead("k:b +k:a -k:c", and(A, not(C)));
    assertRead("+(k:a k:b) -k:c", and(or(A, B), not(C)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "news; 1; without a key",
        "\"two words\"; 2; without a key",
        "k:a news; 5; without a key",
        "[1 TO 2]; 2; without a key",
        "k:a k:b~1; 7; no ~",
        "k:\"a b\"~2; 4; no ~",
        "k:a OR k:b^2; 10; no ^",
        "(k:a k:b)^2; 4; no ^",
        "k:/a.*/; 1; no regular expression",
        "k:a*b; 3; * at the end",
        "k:*b; 3; * at the end",
        "k:a?; 3; * at the end",
        "k:a**; 3; * at the end",
        "(k:a k:b)@2; 4; functions and @",
        "k:fn:ordered(a b); 1; functions and @",
        "k:a OR +k:b; 11; not both",
        "k:-5; 3; put \\ before signs",
        "k:; 3; put \\ before signs",
        "k:a AND; 8; put \\ before signs",
        "k:http://x; 7; put \\ before signs",
        "k:[1 TO; 8; put \\ before signs",
        "k:(a; 5; put \\ before signs",
        "k:\"a; 3; put \\ before signs",
        "year:>=2000; 6; year>=2000",
      })
  void whatHasNoMeaningForAFilterIsPointedAt(String text, int character, String said) {
    assertThatThrownBy(() -> Filter.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "cannot read the filter at character %d, expected ".formatted(character))
        .hasMessageContaining(said)
        .hasMessageEndingWith("  %s%n  %s^".formatted(text, " ".repeat(character - 1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  "})
  void nothingIsNoFilter(String text) {
    assertThatThrownBy(() -> Filter.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("cannot read the filter at character ")
        .hasMessageContaining("a key and what it must be");
  }

  @Test
  void anyNumberOfParenthesesIsReadOrRefused() {
    assertThatThrownBy(() -> Filter.parse("(".repeat(100_000)))
        .isInstanceOf(IllegalArgumentException.class);
    assertRead("(".repeat(50) + "k:a" + ")".repeat(50), A);
  }
}

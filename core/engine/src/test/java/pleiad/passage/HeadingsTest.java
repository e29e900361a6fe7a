package pleiad.passage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HeadingsTest {
  private static List<String> sections(String text) {
    return Headings.sections(text).stream()
        .map(
            each ->
                String.join("/", each.headings())
                    + "|"
                    + text.substring(each.start(), each.end()).replace("\n", "~"))
        .toList();
  }

  @Test
  void theSectionsAreTheWholeTextEndToEnd() {
    assertThat(sections("a\n# B\nc\n## D\ne\n### F\ng\n## H\ni\n# J\nk"))
        .containsExactly(
            "|a~", "B|# B~c~", "B/D|## D~e~", "B/D/F|### F~g~", "B/H|## H~i~", "J|# J~k");
  }

  @Test
  void aHeadingWithoutTextBeginsTheSectionBelow() {
    assertThat(sections("# A\n\n## B\ntext")).containsExactly("A/B|# A~~## B~text");
    assertThat(sections("# A\n# B\ntext")).containsExactly("B|# A~# B~text");
    assertThat(sections("# A\ntext\n# B\n")).containsExactly("A|# A~text~", "B|# B~");
    assertThat(sections("# A")).containsExactly("A|# A");
  }

  @Test
  void aLevelThatIsLeftOutIsNoHarm() {
    assertThat(sections("### C\nx\n# A\ny\n### D\nz"))
        .containsExactly("C|### C~x~", "A|# A~y~", "A/D|### D~z");
  }

  @Test
  void whatLooksLikeAHeadingAndIsNone() {
    for (String text :
        List.of(
            "a\n#b\nc",
            "a\n####### b\nc",
            "a\n    # b\nc",
            "```\n# b\n```\nc",
            "~~~ sh\n# b\n```\n# d\n~~~",
            "a # b\nc",
            "````\n```\n# b\n````",
            "```\n# never closed")) {
      assertThat(Headings.sections(text)).as(text).hasSize(1);
      assertThat(Headings.sections(text).getFirst().headings()).as(text).isEmpty();
    }
  }

  @Test
  void aHeadingsWordsAreWithoutItsMarks() {
    assertThat(sections("# A ##\nx")).containsExactly("A|# A ##~x");
    assertThat(sections("#\tA#\nx")).containsExactly("A#|#\tA#~x");
    assertThat(sections("  ## C# ##  \nx")).containsExactly("C#|  ## C# ##  ~x");
    assertThat(sections("#\nx")).containsExactly("|#~x");
    assertThat(sections("## ##\nx")).containsExactly("|## ##~x");
  }

  @Test
  void lineEndsOfAllSystemsEndAHeading() {
    assertThat(sections("# A\r\nx\r\n# B\ry")).containsExactly("A|# A\r~x\r~", "B|# B\ry");
  }

  @Test
  void anEmptyTextIsOneEmptySection() {
    assertThat(sections("")).containsExactly("|");
  }
}

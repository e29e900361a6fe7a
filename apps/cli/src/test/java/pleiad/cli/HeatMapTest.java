package pleiad.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static pleiad.cli.Ran.pleiad;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import pleiad.SimilarityGrid;
import pleiad.SimilarityGrid.Label;

/// The page with all similarities, read back as XML.
class HeatMapTest {
  @TempDir static Path shared;
  private static Path papers;

  @TempDir Path home;

  @BeforeAll
  static void index() throws IOException {
    papers = Papers.collection(shared);
  }

  private static Document parsed(String page) {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(page)));
    } catch (ParserConfigurationException | SAXException | IOException broken) {
      throw new AssertionError(page, broken);
    }
  }

  private static List<Element> elements(Document page, String tag) {
    NodeList nodes = page.getElementsByTagName(tag);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  private static List<String> classed(Document page, String tag, String name) {
    return elements(page, tag).stream()
        .filter(each -> List.of(each.getAttribute("class").split(" ", -1)).contains(name))
        .map(Element::getTextContent)
        .toList();
  }

  private static SimilarityGrid grid() {
    return new SimilarityGrid(
        List.of(new Label("[CLS]", true), new Label("a<b", false)),
        List.of(new Label("x & y", false), new Label("[SEP]", true), new Label("z", false)),
        new float[][] {{0.1f, 0.9f, -0.5f}, {0.25f, 0.2f, 0.75f}});
  }

  @Test
  void whatEachTokenFoundIsFramedAndMarksCanBeHidden() {
    Document page =
        parsed(HeatMap.of("\"a<b\" & c", List.of(new HeatMap.Shown("d<1>", grid(), List.of()))));
    assertThat(elements(page, "h1").getFirst().getTextContent()).isEqualTo("\"a<b\" & c");
    assertThat(elements(page, "h2").getFirst().getTextContent())
        .isEqualTo(
            String.format(
                Locale.getDefault(), "d<1>: MaxSim %.4f, %.4f a query token", 1.65, .825));
    assertThat(classed(page, "td", "best"))
        .containsExactly("%.2f".formatted(0.9), "%.2f".formatted(0.75));
    assertThat(classed(page, "tr", "mark")).hasSize(1);
    assertThat(classed(page, "th", "mark")).containsExactly("[CLS]", "[SEP]");
    assertThat(classed(page, "td", "mark")).hasSize(4);
  }

  @Test
  void theLeastIsDarkestAndTheMostLightest() {
    String page = HeatMap.of("q", List.of(new HeatMap.Shown("d", grid(), List.of())));
    assertThat(page).contains("background:#00224e;color:#fff\">%.2f<".formatted(-0.5));
    assertThat(page).contains("background:#fee838;color:#111\">%.2f<".formatted(0.9));
  }

  @Test
  void howMuchATokenCountsStandsBelowWhereTheyDiffer() {
    assertThat(HeatMap.of("q", List.of(new HeatMap.Shown("d", grid(), List.of()))))
        .doesNotContain("counts");
    SimilarityGrid weighted =
        new SimilarityGrid(
            grid().query(), grid().document(), grid().similarities(), List.of(0f, 0.625f));
    Document page = parsed(HeatMap.of("q", List.of(new HeatMap.Shown("d", weighted, List.of()))));
    Element foot = elements(page, "tfoot").getFirst();
    assertThat(foot.getTextContent().replaceAll("\\s+", " ").strip())
        .isEqualTo("found%.2f%.2f counts%.2f%.2f".formatted(0.9, 0.75, 0.0, 0.625));
  }

  @Test
  void equalSimilaritiesHaveAColour() {
    SimilarityGrid one =
        new SimilarityGrid(
            List.of(new Label("a", false)), List.of(new Label("b", false)), new float[][] {{1}});
    assertThat(HeatMap.of("q", List.of(new HeatMap.Shown("d", one, List.of()))))
        .contains("#fee838;color");
  }

  @Test
  void twoTextsAreShownWithoutAnIndex() throws IOException {
    Path file = home.resolve("score.html");
    Ran ran = pleiad("score", "red fox", "a fox with crimson fur", "--html", file, "--json");
    assertThat(ran.exit()).isZero();
    String text = Files.readString(file);
    Document page = parsed(text);
    assertThat(elements(page, "section")).hasSize(1);
    assertThat(elements(page, "th").stream().map(Element::getTextContent))
        .contains("red", "fox", "crimson");
    assertThat(elements(page, "h2").getFirst().getTextContent())
        .contains("MaxSim %.4f".formatted(ran.json().get("score").asDouble()));
    assertThat(text).doesNotContain("http").doesNotContain("<script");
  }

  @Test
  void documentsOfACollectionAreShownSideBySide() throws IOException {
    Path file = home.resolve("why.html");
    Ran ran =
        pleiad("explain", papers, "red fox", "p0", "--html", file, "--beside", "p3", "--json");
    assertThat(ran.exit()).as(ran.toString()).isZero();
    Document page = parsed(Files.readString(file));
    List<Element> titles = elements(page, "h2");
    assertThat(titles).hasSize(2);
    assertThat(titles.get(0).getTextContent())
        .startsWith("p0: MaxSim %.3f".formatted(ran.json().get("score").asDouble()));
    assertThat(titles.get(1).getTextContent()).startsWith("p3:");
  }

  @Test
  void eachDocumentHasItsStagesAndWhatWordsAdded() throws IOException {
    Path file = home.resolve("stages.html");
    Ran ran =
        pleiad(
            "explain",
            papers,
            "red fox",
            "p0",
            "--plan",
            "bm25(10) + tokens(10) | rrf",
            "--html",
            file);
    assertThat(ran.exit()).as(ran.toString()).isZero();
    List<String> stages =
        elements(parsed(Files.readString(file)), "li").stream()
            .map(Element::getTextContent)
            .toList();
    assertThat(stages).hasSize(3);
    String words = stages.getFirst();
    assertThat(words).startsWith("bm25: rank ").contains("(").contains("fox ");
    assertThat(ran.out().replaceAll("\\s+", " "))
        .contains(words.replaceFirst(":", "").replaceAll("[()]", ""));
    assertThat(stages.get(1)).startsWith("tokens: rank ").doesNotContain("(");
  }

  @Test
  void aSecondDocumentNeedsAPageAndAPageNeedsTokens() {
    Ran beside = pleiad("explain", papers, "red fox", "p0", "--beside", "p3");
    assertThat(beside.exit()).isEqualTo(Exit.USAGE);
    assertThat(beside.err()).contains("--html FILE");
    Path file = home.resolve("none.html");
    Ran words = pleiad("explain", papers, "red fox", "p0", "--plan", "bm25(10)", "--html", file);
    assertThat(words.exit()).isEqualTo(Exit.USAGE);
    assertThat(words.err()).contains("has no tokens to show");
    assertThat(file).doesNotExist();
  }
}

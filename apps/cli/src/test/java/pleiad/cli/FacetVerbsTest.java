package pleiad.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static pleiad.cli.Ran.pleiad;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Filters in Lucene's syntax and facets at the command line. Of twelve papers every third is a
/// draft; they are of the years from 2000 on.
class FacetVerbsTest {
  @TempDir static Path home;
  private static Path papers = Path.of("");

  @BeforeAll
  static void index() throws IOException {
    papers = Papers.collection(home);
  }

  private static JsonNode facets(Object... arguments) {
    Ran ran = pleiad(arguments);
    assertThat(ran.exit()).as(ran.toString()).isZero();
    return ran.json().get("facets");
  }

  @Test
  void facetsCountEveryDocument() {
    JsonNode facets = facets("facets", papers, "kind", "year", "nothing", "--most", "3", "--json");
    assertThat(facets).hasSize(3);
    assertThat(facets.get(0).toString())
        .isEqualTo(
            "{\"key\":\"kind\",\"values\":[{\"value\":\"note\",\"documents\":8},{\"value\":\"draft\",\"documents\":4}],\"distinct\":2,\"without\":0}");
    assertThat(facets.get(1).get("values").toString())
        .isEqualTo(
            "[{\"value\":2000,\"documents\":1},{\"value\":2001,\"documents\":1},{\"value\":2002,\"documents\":1}]");
    assertThat(facets.get(1).get("distinct").asInt()).isEqualTo(12);
    assertThat(facets.get(2).toString())
        .isEqualTo("{\"key\":\"nothing\",\"values\":[],\"distinct\":0,\"without\":12}");
  }

  @Test
  void aFilterLeavesFewer() {
    JsonNode facets = facets("facets", papers, "kind", "--filter", "year:[2003 TO 2006}", "--json");
    assertThat(facets.get(0).get("values").toString())
        .isEqualTo("[{\"value\":\"note\",\"documents\":2},{\"value\":\"draft\",\"documents\":1}]");
  }

  @Test
  void aPersonIsShownABlockAKey() {
    Ran ran = pleiad("facets", papers, "kind", "year", "nothing", "--most", "1");
    assertThat(ran.exit()).isZero();
    assertThat(ran.out().lines())
        .containsExactly(
            "kind",
            "        8  note",
            "           and 1 more values",
            "year",
            "        1  2000",
            "           and 11 more values",
            "nothing",
            "       12  have none");
  }

  @Test
  void aKeyThatNoDocumentHasIsNothingFound() {
    Ran ran = pleiad("facets", papers, "nothing", "--json");
    assertThat(ran.exit()).isEqualTo(Exit.NOTHING_FOUND);
    assertThat(ran.json().get("facets").get(0).get("without").asInt()).isEqualTo(12);
  }

  @Test
  void aSearchCountsWhatItsSourcesFound() {
    String plan = "tokens(12, recall=1) | maxsim(2)";
    Ran json =
        pleiad(
            "search", papers, "fox", "--plan", plan, "--facet", "kind", "--facet", "x", "--json");
    assertThat(json.json().get("hits")).hasSize(2);
    JsonNode facets = json.json().get("facets");
    assertThat(facets.get(0).get("values").toString())
        .isEqualTo("[{\"value\":\"note\",\"documents\":8},{\"value\":\"draft\",\"documents\":4}]");
    assertThat(facets.get(1).get("without").asInt()).isEqualTo(12);
    Ran text = pleiad("search", papers, "fox", "--plan", plan, "--facet", "kind");
    assertThat(text.out().lines()).endsWith("kind", "        8  note", "        4  draft");
    assertThat(pleiad("search", papers, "fox", "--json").json().has("facets")).isFalse();
  }

  @Test
  void searchesAndDeletionsTakeLucenesSyntax() throws IOException {
    Ran found =
        pleiad("search", papers, "fox", "--filter", "kind:note AND NOT year:{2001 TO *]", "--json");
    List<String> ids = new ArrayList<>();
    found.json().get("hits").forEach(hit -> ids.add(hit.get("id").asText()));
    assertThat(ids).containsExactly("p1");
    Path folder = home.resolve("c");
    assertThat(pleiad("index", folder, Papers.jsonLines(home)).exit()).isZero();
    Ran deleted = pleiad("delete", folder, "--filter", "kind:dr* OR year>2009", "--json");
    assertThat(deleted.json().get("deleted").asInt()).isEqualTo(6);
    assertThat(Papers.documents(folder)).isEqualTo(6);
  }
}

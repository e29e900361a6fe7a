package pleiad.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static pleiad.cli.Pages.model;
import static pleiad.cli.Ran.pleiad;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// PDFs and pictures in a collection: as texts by the embedded model, as pages by small page-image
/// models, whose weights are random: they prove the way, not what is found.
class PageVerbsTest {
  private static final String FIRST = "the tenant signs the form";
  private static final String SECOND = "interest rates of the central bank";

  @TempDir Path home;

  private Path folder() {
    return home.resolve("c");
  }

  /// Written once: PDFBox gives every file an id of its own.
  private Path form() throws IOException {
    Path form = home.resolve("form.pdf");
    return Files.exists(form) ? form : Pages.pdf(form, FIRST, SECOND, "");
  }

  private Ran index(Object... arguments) {
    List<Object> all = new ArrayList<>(List.of("index", folder()));
    all.addAll(List.of(arguments));
    return pleiad(all.toArray());
  }

  private static void counts(Ran ran, int added, int replaced, int unchanged) {
    assertThat(ran.exit()).as(ran.toString()).isZero();
    JsonNode counts = ran.json();
    assertThat(
            List.of(
                counts.get("added").asInt(),
                counts.get("replaced").asInt(),
                counts.get("unchanged").asInt()))
        .as(ran.toString())
        .containsExactly(added, replaced, unchanged);
  }

  @Test
  void withoutAPageImageModelPagesAreTheirTexts() throws IOException {
    Ran ran = index(form(), "--json");
    counts(ran, 2, 0, 0);
    assertThat(ran.json().get("without_text").asInt()).isEqualTo(1);
    assertThat(ran.err()).contains("Pages without text, left out: 1.", "page-image model");
    JsonNode best =
        pleiad("search", folder(), "what does money cost", "-k", 1, "--json")
            .json()
            .get("hits")
            .get(0);
    assertThat(best.get("id").asText()).isEqualTo("form.pdf#page=2");
    assertThat(best.get("text").asText()).isEqualTo(SECOND);
    assertThat(best.get("metadata").get("source").asText()).isEqualTo("form.pdf");
    assertThat(best.get("metadata").get("page").asInt()).isEqualTo(2);
    assertThat(best.get("metadata").get("title").asText()).isEqualTo("A form");
    assertThat(best.get("matches").get(0).has("area")).isFalse();
    counts(index(form(), "--json"), 0, 0, 2);
  }

  @Test
  void longPagesAreCutLikeOtherTexts() throws IOException {
    counts(index(form(), "--split", 4, "--json"), 2, 0, 0);
    JsonNode best =
        pleiad("search", folder(), "the central bank", "-k", 1, "--json").json().get("hits").get(0);
    assertThat(best.get("document").asText()).isEqualTo("form.pdf#page=2");
    assertThat(best.get("id").asText()).startsWith("form.pdf#page=2#");
  }

  @ParameterizedTest
  @ValueSource(strings = {"colpali-hf", "colqwen2-hf", "colmodernvbert", "exported-colpali"})
  void aPageImageModelSeesPages(String model) throws IOException {
    counts(index(form(), "--model", model(model), "--json"), 3, 0, 0);
    JsonNode hits = pleiad("search", folder(), "who signs?", "--json").json().get("hits");
    assertThat(hits).hasSize(3);
    assertThat(hits.findValuesAsText("id"))
        .containsExactlyInAnyOrder("form.pdf#page=1", "form.pdf#page=2", "form.pdf#page=3");
    JsonNode words =
        pleiad("search", folder(), "tenant", "--plan", "bm25(3)", "--json").json().get("hits");
    assertThat(words.findValuesAsText("text")).containsExactly(FIRST);
    JsonNode explained =
        pleiad("explain", folder(), "who signs?", "form.pdf#page=3", "--json").json();
    assertThat(explained.get("matches")).hasSizeGreaterThan(10);
  }

  @Test
  void anExplanationHasAreas() throws IOException {
    index(form(), "--model", model("exported-colpali"));
    assertAreas(pleiad("explain", folder(), "who signs?", "form.pdf#page=3", "--json").json());
  }

  /// Each token that found a patch says where it is.
  private static void assertAreas(JsonNode explained) {
    List<JsonNode> areas = new ArrayList<>();
    for (JsonNode match : explained.get("matches")) {
      assertThat(match.has("part")).isFalse();
      if (match.has("area")) {
        areas.add(match.get("area"));
      }
    }
    assertThat(areas)
        .isNotEmpty()
        .allSatisfy(
            area -> {
              assertThat(area.get("left").asDouble()).isBetween(0.0, 1.0);
              assertThat(area.get("right").asDouble())
                  .isGreaterThan(area.get("left").asDouble())
                  .isLessThanOrEqualTo(1);
              assertThat(area.get("bottom").asDouble())
                  .isGreaterThan(area.get("top").asDouble())
                  .isLessThanOrEqualTo(1);
            });
  }

  @Test
  void aPersonIsShownAreasInPerCent() throws IOException {
    index(form(), "--model", model("exported-colpali"));
    Ran explained = pleiad("explain", folder(), "who signs?", "form.pdf#page=1");
    assertThat(explained.out())
        .contains("from left to right, from top to bottom, in per cent")
        .containsPattern("\\d+-\\d+, \\d+-\\d+ % ");
  }

  @Test
  void pagesAreReplacedWhenTheirFileChangesAndComeBackWhenDeleted() throws IOException {
    index(form(), "--model", model("colpali-hf"));
    counts(index(form(), "--json"), 0, 0, 3);
    assertThat(pleiad("delete", folder(), "form.pdf#page=2").exit()).isZero();
    counts(index(form(), "--json"), 1, 0, 2);
    Pages.pdf(home.resolve("form.pdf"), FIRST, "another text", "");
    counts(index(home.resolve("form.pdf"), "--json"), 0, 3, 0);
    counts(index(home.resolve("form.pdf"), "--dpi", 80, "--json"), 0, 3, 0);
    assertThat(pleiad("delete", folder(), "--filter", "source=form.pdf").exit()).isZero();
    assertThat(Papers.documents(folder())).isZero();
  }

  @Test
  void aPdfThatCannotBeReadIsABadEntry() throws IOException {
    Path pdfs = Files.createDirectories(home.resolve("pdfs"));
    Pages.encrypted(pdfs.resolve("b.pdf"));
    Files.writeString(pdfs.resolve("c.pdf"), "no pdf");
    Pages.pdf(pdfs.resolve("a.pdf"), FIRST);
    Pages.pdf(pdfs.resolve("d.pdf"), SECOND);
    for (Path model : List.of(Path.of("bge-small-en-v1.5"), model("colpali-hf"))) {
      Path collection = home.resolve("of-" + model.getFileName());
      Ran refused = pleiad("index", collection, pdfs, "--model", model);
      assertThat(refused.exit()).isEqualTo(Exit.BAD_DATA);
      assertThat(refused.err()).contains(".pdf' ", "--skip-bad leaves such entries out");
      Ran ran = pleiad("index", collection, pdfs, "--skip-bad", "--json");
      counts(ran, 2, 0, 0);
      assertThat(ran.json().get("skipped").asInt()).isEqualTo(2);
      assertThat(ran.err())
          .contains("b.pdf' is encrypted and needs a password", "c.pdf' cannot be read as a PDF");
    }
  }

  @Test
  void picturesArePagesForAPageImageModelOnly() throws IOException {
    Path scans = home.resolve("scans");
    Path png = Pages.picture(scans.resolve("a.png"), 0xff0000);
    Pages.picture(scans.resolve("below/b.jpg"), 0x00ff00);
    Files.writeString(scans.resolve("below/c.jpeg"), "no picture");
    Ran text = index(png);
    assertThat(text.exit()).isEqualTo(Exit.USAGE);
    assertThat(text.err()).contains("is a picture, of which a model of texts makes nothing");
    assertThat(index(scans).err()).contains("holds no corpus.jsonl and no .txt, .md or .pdf file");
    Ran ran = index(scans, "--model", model("colpali-hf"), "--skip-bad", "--json");
    counts(ran, 2, 0, 0);
    assertThat(ran.err()).contains("c.jpeg' is neither a PNG nor a JPEG picture");
    counts(index(png, "--json"), 0, 0, 1);
    assertThat(
            pleiad("search", folder(), "red", "--json").json().get("hits").findValuesAsText("id"))
        .containsExactlyInAnyOrder("a.png", "below/b.jpg");
  }

  @Test
  void linesMayNameThePictureOfTheirPage() throws IOException {
    Pages.picture(home.resolve("pages/1.png"), 0xff0000);
    Path lines =
        Files.writeString(
            home.resolve("pages.jsonl"),
            """
            {"_id": "a", "text": "red", "image": "pages/1.png"}
            {"_id": "b", "text": "gone", "image": "pages/2.png"}
            {"_id": "c", "text": "no picture"}
            """);
    counts(index(lines, "--json"), 3, 0, 0);
    Path pages = home.resolve("as-pages");
    Ran ran = pleiad("index", pages, lines, "--model", model("colpali-hf"), "--skip-bad", "--json");
    counts(ran, 1, 0, 0);
    assertThat(ran.err())
        .contains("line 2: the picture '", "2.png' cannot be read")
        .contains("line 3: document 'c' is a text, and field 'tokens' is filled from pictures");
  }

  @Test
  void whatDoesNotGoWithAPageImageModelIsRefused() throws IOException {
    Path pages = model("colpali-hf");
    Ran split = index(form(), "--model", pages, "--split", 10);
    assertThat(split.exit()).isEqualTo(Exit.USAGE);
    assertThat(split.err()).contains("--split cuts texts");
    assertThat(index(form(), "--model", pages, "--dpi", 0).err())
        .contains("1 to 1200 dpi, got 0.0");
    Ran text = index(Files.writeString(home.resolve("a.txt"), "text"), "--model", pages);
    assertThat(text.exit()).isEqualTo(Exit.BAD_DATA);
    assertThat(text.err()).contains("document 'a.txt' is a text");
    Ran encoded = pleiad("encode", "text", "--model", pages);
    assertThat(encoded.exit()).isEqualTo(Exit.USAGE);
    assertThat(encoded.err()).contains("reads pages (PDF, PNG, JPEG) and not texts");
    assertThat(pleiad("rank", "text", home.resolve("a.txt"), "--model", pages).err())
        .contains("it cannot order texts");
    assertThat(index(form(), "--model", model("colpali")).err())
        .contains("has no graph; expected one of [model.onnx, onnx/model.onnx]");
  }

  @Test
  void aQueryIsEncodedWithWhatTheModelPutsAroundIt() {
    JsonNode encoded =
        pleiad("encode", "who?", "--role", "query", "--model", model("colpali-hf"), "--json")
            .json();
    assertThat(encoded.get("tokens").findValuesAsText("piece"))
        .startsWith("<bos>")
        .containsSequence("w", "h", "o", "?", "<pad>", "<pad>");
    assertThat(encoded.get("representations").get(0).get("dim").asInt()).isEqualTo(8);
  }

  @Test
  void aScoreIsOfAQueryAndAPage() throws IOException {
    Object[] score = {"score", "who signs?", form() + "#page=3", "--model", model("colpali-hf")};
    assertThat(pleiad(score).out()).contains("the sum: MaxSim");
    Ran wrong = pleiad("score", "x", form(), "--model", model("colpali-hf"));
    assertThat(wrong.err())
        .contains("form.pdf' has 3 pages; say which, as in '", "form.pdf#page=1'");
    assertThat(pleiad("score", "x", form() + "#page=4", "--model", model("colpali-hf")).err())
        .contains("has the pages 1 to 3, and no page 4");
    assertThat(pleiad("score", "x", "a text", "--model", model("colpali-hf")).err())
        .contains("'a text' is no page; expected a PDF with a page");
    Path png = Pages.picture(home.resolve("a.png"), 0xff0000);
    JsonNode json =
        pleiad("score", "x", png, "--model", model("exported-colpali"), "--json").json();
    assertAreas(json);
  }

  @Test
  void aTestCollectionIsMeasuredByItsTextsAndByItsPictures() throws IOException {
    Path test = home.resolve("test");
    Files.createDirectories(test.resolve("qrels"));
    Pages.picture(test.resolve("pages/1.png"), 0xff0000);
    Pages.picture(test.resolve("pages/2.jpg"), 0x00ff00);
    Files.writeString(
        test.resolve("corpus.jsonl"),
        """
        {"_id": "a", "text": "a red page", "image": "pages/1.png"}
        {"_id": "b", "text": "", "image": "pages/2.jpg"}
        """);
    Files.writeString(test.resolve("queries.jsonl"), "{\"_id\": \"q\", \"text\": \"red\"}\n");
    Files.writeString(test.resolve("qrels/test.tsv"), "query-id\tcorpus-id\tscore\nq\ta\t1\n");
    Object[] byText = {"eval", test, "--plan", "tokens(2)", "--json", "--cache", home};
    assertThat(pleiad(byText).json().get("documents").asInt()).isEqualTo(1);
    Object[] byPicture = {
      "eval", test, "--plan", "tokens(2)", "--json", "--cache", home, "--model", model("colpali-hf")
    };
    JsonNode measured = pleiad(byPicture).json();
    assertThat(measured.get("documents").asInt()).isEqualTo(2);
    assertThat(measured.get("rows").get(0).get("measures").get("R@100").asDouble()).isEqualTo(1);
    Files.writeString(test.resolve("corpus.jsonl"), "{\"_id\": \"a\", \"text\": \"no picture\"}\n");
    Ran without = pleiad(byPicture);
    assertThat(without.exit()).isEqualTo(Exit.BAD_DATA);
    assertThat(without.err()).contains("document a: expected the name of a picture as 'image'");
  }

  @Test
  void pagesAreMadeAnewAsTextsAndTextsNotAsPages() throws IOException {
    Path pdf = Pages.pdf(home.resolve("two.pdf"), FIRST, SECOND);
    index(pdf, "--model", model("colpali-hf"));
    Ran codec = pleiad("reindex", folder(), "--codec", "int8");
    assertThat(codec.exit()).isEqualTo(Exit.USAGE);
    assertThat(codec.err()).contains("reads pages, of which a collection keeps the texts");
    Ran ran = pleiad("reindex", folder(), "--model", "bge-small-en-v1.5");
    assertThat(ran.exit()).as(ran.toString()).isZero();
    assertThat(
            pleiad("search", folder(), "what does money cost", "-k", 1, "--json")
                .json()
                .get("hits")
                .findValuesAsText("id"))
        .containsExactly("two.pdf#page=2");
    Ran back = pleiad("reindex", folder(), "--model", model("colpali-hf"));
    assertThat(back.exit()).isEqualTo(Exit.USAGE);
    assertThat(back.err()).contains("index the files into another folder");
  }

  @Test
  void aPageImageModelIsInspected() {
    JsonNode json = pleiad("model", "inspect", model("colqwen2-hf"), "--json").json();
    assertThat(json.get("kind").asText()).isEqualTo("page-image");
    assertThat(json.get("family").asText()).isEqualTo("colqwen2");
    assertThat(json.get("dim").asInt()).isEqualTo(8);
    assertThat(json.get("a4").get("patches").asInt()).isEqualTo(54);
    assertThat(json.get("graph").get("queries").asText()).isEqualTo("query.onnx");
    assertThat(json.get("fingerprint").asText()).matches("[0-9a-f]{64}");
    assertThat(pleiad("model", "inspect", model("colqwen2-hf")).out())
        .contains("page-image model, colqwen2", "8 numbers each; 83 for a page of A4, 54 of them")
        .contains("model.onnx for pages, query.onnx for queries");
    assertThat(pleiad("model", "inspect", model("colsmol")).out())
        .contains("graph       none: docs/reference/page-images.md", "fingerprint none");
  }
}

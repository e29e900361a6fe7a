package pleiad.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static pleiad.cli.Ran.pleiad;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The benchmarks of the command line on a tiny collection: their fields, never their figures.
class BenchVerbTest {
  @TempDir Path home;

  private Path data;

  @BeforeEach
  void collection() throws IOException {
    data = Papers.testCollection(home, Papers.MUSIC, Papers.BANK);
  }

  private Ran bench(Object... arguments) {
    List<Object> all = new ArrayList<>(List.of("bench"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--data", data, "--cache", home.resolve("cache"), "--dim", 16, "--quick"));
    return pleiad(all.toArray());
  }

  private static List<String> names(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void searchTakesTheRouteThatIsAskedForAndNamesThoseThereAre() {
    Ran ran = bench("search", "--codec", "residual+cells", "--route", "centroids", "--json");
    assertThat(ran.exit()).as(ran.toString()).isZero();
    assertThat(ran.json().get("route").asText()).isEqualTo("centroids");
    Ran wrong = bench("search", "--route", "guess");
    assertThat(wrong.exit()).isNotZero();
    assertThat(wrong.toString())
        .containsIgnoringCase("'guess'")
        .containsIgnoringCase("automatic, means, centroids, both, all");
  }

  @Test
  void searchHasTheFieldsThatScriptsRelyOn() {
    Ran ran =
        bench(
            "search",
            "--codec",
            "float16",
            "--filter-share",
            "0.5",
            "--live-add",
            "--rank",
            "5",
            "--json");
    assertThat(ran.exit()).as(ran.toString()).isZero();
    JsonNode found = ran.json();
    assertThat(names(found))
        .contains("data", "dim", "k", "documents", "tokens", "exact_ms", "recall_queries", "rows");
    assertThat(found.get("data").asText()).isEqualTo("tiny");
    assertThat(found.get("dim").asInt()).isEqualTo(16);
    assertThat(found.get("k").asInt()).isEqualTo(10);
    assertThat(found.get("documents").asInt()).isEqualTo(Papers.DOCUMENTS);
    assertThat(found.get("rows")).hasSize(3);
    assertThat(found.at("/rows/0/setting").asText()).isEqualTo("default");
    assertThat(names(found.at("/rows/0/filter")))
        .contains("documents", "p50", "p95", "same_answers", "recall");
    assertThat(names(found.at("/rows/0/rank")))
        .containsExactly("candidates", "ranker_ms", "ranker_queries", "exact_ms", "exact_queries");
    assertThat(names(found.at("/rows/0/live_add")))
        .contains("open_ms", "add_ms", "commit_ms", "search_ms");
    assertThat(found.at("/rows/0/live_add/rewritten_files").asInt(-1)).isZero();
    for (JsonNode row : found.get("rows")) {
      assertThat(names(row))
          .contains("setting", "threads", "p50", "p95", "qps", "recall@10", "recall@100")
          .contains("recall_codes@10", "nDCG@10", "exact_ndcg", "bytes_per_token", "build")
          .contains("segments", "heap_mb");
      assertThat(names(row.get("build")))
          .contains("train_s", "assign_s", "write_s", "tokens_per_s");
      assertThat(row.get("recall@10").asDouble()).isBetween(0.8, 1.0);
    }
  }

  @Test
  void buildsTellWhatEachFound() {
    Ran ran = bench("builds", "--builds", "2", "--codec", "float16", "--json");
    assertThat(ran.exit()).as(ran.toString()).isZero();
    JsonNode found = ran.json();
    assertThat(names(found)).contains("data", "dim", "documents", "tokens", "exact_ndcg", "rows");
    assertThat(found.get("rows").findValuesAsText("setting")).containsExactly("default", "float16");
    for (JsonNode row : found.get("rows")) {
      assertThat(names(row))
          .contains("codec", "builds", "bytes_per_token", "recall@10", "recall_codes@10")
          .contains("nDCG@10", "nDCG@10_least", "nDCG@10_most", "codes_nDCG@10");
      assertThat(row.get("nDCG@10_builds")).hasSize(2);
    }
    assertThat(bench("builds", "--builds", "1").out())
        .contains("tiny: 12 documents", "default", "of codes");
    assertThat(bench("builds", "--builds", "0").exit()).isEqualTo(Exit.USAGE);
  }

  @Test
  void searchShowsAPersonATable() {
    Ran ran = bench("search");
    assertThat(ran.exit()).as(ran.toString()).isZero();
    assertThat(ran.out()).contains("tiny: 12 documents").contains("default");
    assertThat(ran.err()).contains("texts encoded").contains("round 1 of 1");
    assertThat(bench("search").err()).as("vectors come from the cache").doesNotContain("encoded");
  }

  @Test
  void codesHaveTheFieldsThatScriptsRelyOn() {
    Ran ran = bench("codes", "--json");
    assertThat(ran.exit()).as(ran.toString()).isZero();
    JsonNode found = ran.json();
    assertThat(names(found))
        .containsExactly(
            "command",
            "machine",
            "date",
            "data",
            "dim",
            "documents",
            "tokens",
            "queries",
            "centroids",
            "rows");
    assertThat(found.get("command").asText())
        .isEqualTo("./pleiad bench codes --data tiny --cache cache --dim 16 --quick");
    assertThat(found.get("date").asText()).matches("20\\d\\d-\\d\\d-\\d\\d");
    assertThat(found.get("documents").asInt()).isEqualTo(Papers.DOCUMENTS);
    for (JsonNode row : found.get("rows")) {
      assertThat(names(row))
          .containsExactly(
              "code",
              "bytes_per_token",
              "train_s",
              "tokens_per_s",
              "error",
              "recall@10",
              "nDCG@10");
      assertThat(row.get("error").isNull()).isEqualTo(row.get("code").asText().contains("pool"));
    }
    assertThat(found.at("/rows/0/code").asText()).isEqualTo("float32");
    assertThat(found.at("/rows/0/bytes_per_token").asDouble()).isEqualTo(64);
    assertThat(found.at("/rows/0/recall@10").asDouble()).isEqualTo(1);
  }

  @Test
  void codesShowAPersonATable() {
    Ran ran = bench("codes", "--centroids", 4);
    assertThat(ran.exit()).as(ran.toString()).isZero();
    assertThat(ran.out())
        .contains("tiny: 12 documents")
        .contains("plaid with 4 centroids")
        .contains("residual-32")
        .contains("pool-2+residual");
    assertThat(ran.err()).contains("plaid: training 4 centroids");
  }

  private Path adapters() throws IOException {
    Path adapters = Files.createDirectories(home.resolve("adapters"));
    Files.writeString(adapters.resolve("peers.tsv"), "gone\tbits=4\tprobe=<2>\tgone\n");
    return adapters;
  }

  @Test
  void peersHaveTheFieldsThatScriptsRelyOn() throws IOException {
    Path html = home.resolve("report.html");
    Ran ran = bench("peers", "--adapters", adapters(), "--html", html, "--json");
    assertThat(ran.exit()).as(ran.toString()).isZero();
    JsonNode found = ran.json();
    assertThat(names(found))
        .contains("machine", "data", "dim", "documents", "tokens", "queries", "rows");
    assertThat(found.get("machine").asText()).contains("cores", "JDK");
    assertThat(found.get("rows")).hasSize(5);
    for (JsonNode row : found.get("rows")) {
      assertThat(names(row))
          .contains("system", "version", "setting", "threads", "p50", "p95", "qps", "recall@10")
          .contains("nDCG@10", "bytes_per_token", "build_tokens_per_s", "peak_rss_bytes")
          .contains("ratio_to_pleiad");
      assertThat(row.get("p50").isNull()).isEqualTo(row.get("system").asText().equals("gone"));
    }
    assertThat(found.at("/rows/0/system").asText()).isEqualTo("pleiad");
    assertThat(found.at("/rows/0/ratio_to_pleiad").asDouble()).isEqualTo(1);
    assertThat(found.at("/rows/4/problem").asText()).contains("not installed: run");
    assertThat(html)
        .content()
        .contains("<svg", "Quality against latency", "Quality against size", "Building")
        .contains("probe=&lt;2&gt;", "not installed")
        .doesNotContain("NaN", "Infinity", "<script", " src=", " href=");
  }

  @Test
  void peersShowAPersonATable() throws IOException {
    Ran ran = bench("peers", "--adapters", adapters(), "--only", "lucene,gone");
    assertThat(ran.exit()).as(ran.toString()).isZero();
    assertThat(ran.out())
        .contains("tiny: 12 documents", "one search at a time, of programs on 1 thread")
        .contains("HNSW of means, best 100 rescored", "not installed: run")
        .doesNotContain("pleiad ");
    Ran wrong = bench("peers", "--adapters", adapters(), "--only", "plaid");
    assertThat(wrong.exit()).isEqualTo(Exit.USAGE);
    assertThat(wrong.err()).contains("no system 'plaid'; there are pleiad, lucene, gone");
    Ran nowhere = bench("peers", "--adapters", home.resolve("nowhere"));
    assertThat(nowhere.exit()).isEqualTo(Exit.BAD_DATA);
    assertThat(nowhere.err()).contains("--adapters");
  }

  @Test
  void growthHasTheFieldsThatScriptsRelyOnAndItsPictures() {
    Path html = home.resolve("growth.html");
    Ran ran = bench("growth", "--sizes", "6,12,20", "--html", html, "--json");
    assertThat(ran.exit()).as(ran.toString()).isZero();
    JsonNode found = ran.json();
    assertThat(found.get("real_documents").asInt()).isEqualTo(Papers.DOCUMENTS);
    assertThat(found.get("rows").findValuesAsText("documents")).containsExactly("6", "12", "20");
    assertThat(found.get("rows").findValuesAsText("spliced"))
        .containsExactly("false", "false", "true");
    for (JsonNode row : found.get("rows")) {
      assertThat(names(row))
          .contains("tokens", "p50", "p95", "recall@10", "bytes", "heap_mb", "build_s");
    }
    assertThat(names(found.get("exponents"))).containsExactly("p50", "bytes", "build_s");
    assertThat(html)
        .content()
        .contains("How Pleiad grows with tiny", "Time of a search", "20 documents: ")
        .contains("<svg", "</html>")
        .doesNotContain("NaN", "Infinity", "<script", " src=", " href=");
  }

  @Test
  void aBenchmarkWithoutANameIsAskedFor() {
    Ran ran = pleiad("bench");
    assertThat(ran.exit()).isEqualTo(Exit.USAGE);
    assertThat(ran.err()).contains("bench what?");
  }

  @Test
  void wrongRequestsSayWhatIsWrong() {
    assertThat(bench("search", "--codec", "int9").exit()).isEqualTo(Exit.USAGE);
    assertThat(bench("search", "--codec", "int9").err()).contains("int9");
    assertThat(bench("search", "--sample", "0").err()).contains("at least one document");
    assertThat(bench("codes", "--centroids", 0).err()).contains("at least one centroid, got 0");
    assertThat(pleiad("bench", "search").exit()).isEqualTo(Exit.USAGE);
  }

  @Test
  void encodeHasTheFieldsThatScriptsRelyOn() {
    Ran ran = pleiad("bench", "encode", "--quick", "--threads", 2, "--data", data, "--json");
    assertThat(ran.exit()).as(ran.toString()).isZero();
    JsonNode found = ran.json();
    assertThat(names(found))
        .contains("model", "exact", "torch", "rows", "query_p50", "query_p95")
        .contains("naive_query_p50", "padded_query_p95", "torch_query_p50", "least_cosine");
    assertThat(found.get("model").asText()).isEqualTo("bge-small-en-v1.5");
    assertThat(found.get("torch").isNull()).isTrue();
    assertThat(found.at("/rows/0/texts").asText()).isEqualTo("32");
    assertThat(found.at("/rows/1/texts").asText()).isEqualTo("mixed");
    assertThat(found.get("rows")).hasSize(2);
    for (JsonNode row : found.get("rows")) {
      assertThat(names(row))
          .containsExactly(
              "texts",
              "tokens_per_text",
              "threads",
              "tokens_per_s",
              "naive_tokens_per_s",
              "padded_tokens_per_s",
              "torch_tokens_per_s",
              "ratio_naive",
              "ratio_padded",
              "ratio_torch");
      assertThat(row.get("threads").asInt()).isEqualTo(2);
      assertThat(row.get("ratio_naive").asDouble()).isPositive();
      assertThat(row.get("ratio_torch").isNull()).isTrue();
    }
  }

  @Test
  void encodeTakesTheCheckpointOfALateInteractionModelWithItsProjection() throws IOException {
    Path model = Checkpoints.copy("pylate-bert", home);
    Ran ran = pleiad("bench", "encode", "--quick", "--model", model, "--texts", "9,mixed");
    assertThat(ran.exit()).as(ran.toString()).isZero();
    assertThat(ran.out()).contains("padded ≥ 1.0000").contains("naive ≥ 1.0000").contains("mixed");
    Ran settings =
        pleiad("bench", "encode", "--quick", "--model", model, "--texts", 9, "--options", "--json");
    assertThat(settings.exit()).as(settings.toString()).isZero();
    assertThat(settings.json().at("/options/0/option").asText()).isEqualTo("as Pleiad runs it");
    assertThat(settings.out()).contains("batches of 256 tokens");
  }

  @Test
  void encodeSaysWhatItCannotCompareWith() throws IOException {
    Ran none = pleiad("bench", "encode", "--quick", "--python", "python3");
    assertThat(none.exit()).isEqualTo(Exit.USAGE);
    assertThat(none.err()).contains("comes without; name a folder");
    Path model = Checkpoints.copy("pylate-bert", home);
    Ran missing =
        pleiad("bench", "encode", "--quick", "--model", model, "--python", home.resolve("none"));
    assertThat(missing.exit()).isEqualTo(Exit.BAD_DATA);
    assertThat(missing.err()).contains("none");
    Ran odd = pleiad("bench", "encode", "--quick", "--texts", "long");
    assertThat(odd.exit()).isEqualTo(Exit.USAGE);
    assertThat(odd.err()).contains("--texts is a number of tokens or mixed, got 'long'");
  }
}

package pleiad.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Offset.offset;
import static pleiad.cli.Ran.pleiad;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/// Every verb, in process with the embedded model: its JSON has the fields that scripts rely on,
/// its exit code says what came of it.
class VerbsTest {
  @TempDir static Path shared;
  private static Path papers;

  @TempDir Path home;

  @BeforeAll
  static void index() throws IOException {
    papers = Papers.collection(shared);
  }

  private static JsonNode json(Object... arguments) {
    Ran ran = pleiad(arguments);
    assertThat(ran.exit()).as(ran.toString()).isZero();
    return ran.json();
  }

  private static void assertHas(JsonNode node, String... fields) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    assertThat(names).contains(fields);
  }

  private static void assertMatches(JsonNode matches) {
    assertThat(matches).isNotEmpty();
    double shares = 0;
    for (JsonNode match : matches) {
      assertHas(match, "query_token", "document_token", "similarity", "share");
      shares += match.get("share").asDouble();
    }
    assertThat(shares).isBetween(0.999, 1.001);
    assertThat(matches).anySatisfy(match -> assertHas(match, "start", "end"));
  }

  @Test
  void indexCountsWhatItDid() throws IOException {
    Path source = Papers.jsonLines(home);
    Path folder = home.resolve("c");
    JsonNode first = json("index", folder, source, "--json");
    assertHas(first, "added", "replaced", "unchanged", "skipped", "tokens", "seconds", "bytes");
    assertThat(first.get("added").asInt()).isEqualTo(Papers.DOCUMENTS);
    assertThat(first.get("tokens").asInt()).isGreaterThan(5 * Papers.DOCUMENTS);
    assertThat(first.get("bytes").asLong()).isPositive();

    JsonNode again = json("index", folder, source, "--json");
    assertThat(again.get("added").asInt()).isZero();
    assertThat(again.get("unchanged").asInt()).isEqualTo(Papers.DOCUMENTS);
    assertThat(again.get("tokens").asInt()).isZero();

    Files.writeString(source, Files.readString(source).replace("crimson", "red"));
    JsonNode changed = json("index", folder, source, "--json");
    assertThat(changed.get("replaced").asInt()).isEqualTo(1);
    assertThat(changed.get("unchanged").asInt()).isEqualTo(Papers.DOCUMENTS - 1);
    assertThat(Papers.documents(folder)).isEqualTo(Papers.DOCUMENTS);
  }

  @Test
  void searchGivesHitsAndTheirMatches() {
    JsonNode found = json("search", papers, "red animal in the woods", "-k", "3", "--json");
    assertHas(found, "query", "plan", "total_ms", "stages", "hits");
    assertThat(found.get("query").asText()).isEqualTo("red animal in the woods");
    assertThat(found.get("stages")).isNotEmpty();
    found.get("stages").forEach(stage -> assertHas(stage, "name", "ms", "in", "out"));
    JsonNode hits = found.get("hits");
    assertThat(hits).hasSize(3);
    for (int i = 0; i < hits.size(); i++) {
      assertHas(hits.get(i), "rank", "id", "score", "normalized", "text", "matches");
      assertThat(hits.get(i).get("rank").asInt()).isEqualTo(i + 1);
      assertMatches(hits.get(i).get("matches"));
    }
    JsonNode best = hits.get(0);
    assertThat(best.get("id").asText()).isEqualTo("p0");
    assertThat(best.get("metadata").get("year").asInt()).isEqualTo(2000);
    assertThat(best.get("matches"))
        .anySatisfy(
            match -> {
              int start = match.path("start").asInt();
              int end = match.path("end").asInt();
              assertThat(best.get("text").asText().substring(start, end)).isEqualTo("forest");
            });
  }

  @Test
  void searchTakesPlansAndFilters() {
    JsonNode lexical = json("search", papers, "violin", "--plan", "bm25(10) | maxsim(5)", "--json");
    assertThat(lexical.get("hits")).hasSize(1);
    assertThat(lexical.get("plan").asText()).contains("bm25", "maxsim");
    JsonNode filtered =
        json(
            "search",
            papers,
            "anything",
            "--filter",
            "{\"range\":{\"year\":[2010,null]}}",
            "--json");
    assertThat(filtered.get("hits")).hasSize(2);
    Ran nothing = pleiad("search", papers, "violin", "--filter", "year=1900", "--json");
    assertThat(nothing.exit()).isEqualTo(Exit.NOTHING_FOUND);
    assertThat(nothing.json().get("hits")).isEmpty();
  }

  @Test
  void searchTakesAWeightForEachQueryToken() {
    String plan = "bm25(9) | maxsim(9, weights=given)";
    JsonNode plain = json("search", papers, "fox", "--plan", "bm25(9) | maxsim(9)", "--json");
    JsonNode ones = json("search", papers, "fox", "--plan", plan, "--token-weights", "1", "--json");
    assertThat(ones.get("hits").size()).isPositive();
    assertThat(ones.get("hits").get(0).get("score"))
        .isEqualTo(plain.get("hits").get(0).get("score"));
    JsonNode less =
        json("search", papers, "fox", "--plan", plan, "--token-weights", "0.5", "--json");
    assertThat(less.get("hits").get(0).get("score").asDouble())
        .isLessThan(ones.get("hits").get(0).get("score").asDouble());
  }

  @Test
  void searchShowsAPersonTheHits() {
    Ran ran = pleiad("search", papers, "how long does the moon take", "-k", "1");
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).contains(" 1. p3").contains("the moon circles the earth");
    assertThat(ran.err()).contains("1 hits in");
  }

  @Test
  void explainTakesAScoreApart() {
    JsonNode explained = json("explain", papers, "string instrument", "p6", "--json");
    assertHas(explained, "id", "score", "matches", "stages");
    assertThat(explained.get("id").asText()).isEqualTo("p6");
    assertMatches(explained.get("matches"));
    explained.get("stages").forEach(stage -> assertHas(stage, "name", "rank", "score"));
    JsonNode hit = json("search", papers, "string instrument", "-k", "1", "--json").at("/hits/0");
    assertThat(hit.get("id").asText()).isEqualTo("p6");
    assertThat(explained.get("score").asDouble()).isEqualTo(hit.get("score").asDouble());
  }

  @Test
  void explainTellsWhatEachWordAddsToBm25() {
    String plan = "bm25(10, titles=1)";
    JsonNode stage =
        json("explain", papers, "string instrument", "p6", "--plan", plan, "--json")
            .at("/stages/0");
    assertThat(stage.get("terms")).isNotEmpty();
    double sum = 0;
    for (JsonNode term : stage.get("terms")) {
      assertHas(term, "field", "term", "score");
      sum += term.get("score").asDouble();
    }
    assertThat(sum).isCloseTo(stage.get("score").asDouble(), within(1e-5));
    Ran ran = pleiad("explain", papers, "string instrument", "p6", "--plan", plan);
    assertThat(ran.out()).contains(stage.at("/terms/0/term").asText() + " ");
    Ran why = pleiad("explain", papers, "string", "p6", "--plan", plan, "--why-not");
    assertThat(why.out()).hasLineCount(1);
  }

  @Test
  void explainSaysWhichStageLostADocument() {
    Ran ran =
        pleiad("explain", papers, "violin", "p0", "--why-not", "--plan", "bm25(10) | maxsim(5)");
    assertThat(ran.exit()).isZero();
    assertThat(ran.out())
        .contains("bm25     did not find it")
        .contains("maxsim   was not given it");
    Ran found =
        pleiad(
            "explain",
            papers,
            "violin",
            "p0",
            "--why-not",
            "--plan",
            "bm25(10) + tokens(10, recall=1) | rrf | maxsim(1)");
    assertThat(found.exit()).isZero();
    assertThat(found.out())
        .contains("bm25     did not find it")
        .contains("tokens   rank ")
        .contains("rrf      rank ")
        .contains("maxsim   lost it");
  }

  @Test
  void planExplainTellsWhatStagesNeedAndTake() {
    String plan = "bm25(5) + dense(5) | minmax(0.2, 0.8) | maxsim(3)";
    JsonNode written = json("plan", "explain", plan, "--json");
    assertThat(written.at("/plan").asText()).isEqualTo(plan);
    assertThat(written.get("stages")).hasSize(4);
    assertThat(written.at("/stages/0/needs/0").asText()).isEqualTo("words");
    assertThat(written.at("/stages/2/needs")).isEmpty();
    assertThat(written.at("/stages/0").has("estimated_ms")).isFalse();
    JsonNode tried = json("plan", "explain", plan, "--index", papers, "--queries", 3, "--json");
    tried
        .get("stages")
        .forEach(stage -> assertHas(stage, "name", "needs", "estimated_ms", "candidates"));
    assertThat(tried.at("/stages/3/candidates").asDouble()).isLessThanOrEqualTo(3);
    assertThat(tried.at("/queries").asInt()).isEqualTo(3);
    Ran shown = pleiad("plan", "explain", plan, "--index", papers);
    assertThat(shown.out()).contains("minmax(0.2, 0.8)").contains("ms to encode a query");
    assertThat(pleiad("plan", "explain", "bm25(5) |").exit()).isEqualTo(2);
  }

  @Test
  void checkSourceSaysWhatASourceMisses() {
    JsonNode all = json("check-source", "dense(100)", "--index", papers, "--json");
    assertHas(all, "source", "rows", "fit");
    assertThat(all.get("fit").asBoolean()).isTrue();
    JsonNode last = all.get("rows").get(all.get("rows").size() - 1);
    assertThat(last.get("k").asInt()).isEqualTo(1000);
    assertThat(last.get("recall").asDouble()).isEqualTo(1);
    Ran few = pleiad("check-source", "bm25(1)", "--index", papers, "-k", "1");
    assertThat(few.exit()).isEqualTo(1);
    assertThat(few.out()).contains("unfit");
  }

  @Test
  void scoreShowsEveryPairOfTokens() {
    JsonNode scored = json("score", "red fox", "a fox with crimson fur", "--matrix", "--json");
    assertHas(scored, "score", "normalized", "matches", "matrix");
    assertMatches(scored.get("matches"));
    JsonNode matrix = scored.get("matrix");
    assertThat(matrix).hasSize(scored.get("matches").size());
    double sum = 0;
    for (JsonNode row : matrix) {
      double best = Double.NEGATIVE_INFINITY;
      for (JsonNode each : row) {
        best = Math.max(best, each.asDouble());
      }
      sum += best;
    }
    assertThat(sum).isCloseTo(scored.get("score").asDouble(), offset(1e-4));
    assertThat(pleiad("score", "red fox", "a fox", "--matrix").out())
        .contains("best of its column");
  }

  @Test
  void deleteRemovesByIdAndByFilter() throws IOException {
    Path folder = Papers.collection(home);
    assertThat(json("delete", folder, "p1", "p2", "gone", "--json").get("deleted").asInt())
        .isEqualTo(2);
    assertThat(json("delete", folder, "--filter", "kind=draft", "--json").get("deleted").asInt())
        .isEqualTo(4);
    Ran none = pleiad("delete", folder, "p1", "--json");
    assertThat(none.exit()).isEqualTo(Exit.NOTHING_FOUND);
    assertThat(none.json().get("deleted").asInt()).isZero();
    assertThat(Papers.documents(folder)).isEqualTo(Papers.DOCUMENTS - 6);
  }

  @Test
  void statsSaysWhatIsThere() {
    JsonNode stats = json("stats", papers, "--json");
    assertHas(
        stats,
        "documents",
        "tokens",
        "segments",
        "bytes",
        "bytes_per_token",
        "files",
        "model",
        "codec",
        "fingerprint");
    assertThat(stats.get("documents").asInt()).isEqualTo(Papers.DOCUMENTS);
    long bytes = 0;
    for (JsonNode file : stats.get("files")) {
      assertHas(file, "name", "bytes", "role");
      bytes += file.get("bytes").asLong();
    }
    assertThat(bytes).isEqualTo(stats.get("bytes").asLong());
    JsonNode field = stats.at("/fields/0");
    assertHas(field, "name", "model", "codec", "tokens", "bytes", "reencoded", "codebooks");
    assertThat(field.get("tokens_without_codes").asLong()).isEqualTo(stats.get("tokens").asLong());
    assertThat(field.get("tokens_as_codes").asLong()).isZero();
    assertThat(field.get("tokens_as_codes_and_int8").asLong()).isZero();
    assertThat(field.get("bytes").asLong() / field.get("tokens").asDouble())
        .isEqualTo(stats.get("bytes_per_token").asDouble());
    assertThat(pleiad("stats", papers).out())
        .contains("documents        12 in ")
        .contains("kept as residual")
        .contains("0 as codes");
  }

  @Test
  void statsVerifiesEveryFile() throws IOException {
    Path folder = Papers.collection(home);
    assertThat(pleiad("stats", folder, "--verify").exit()).isZero();
    assertThat(json("stats", folder, "--verify", "--json").get("sound").asBoolean()).isTrue();
    damage(folder, ".plv");
    Ran found = pleiad("stats", folder, "--verify", "--json");
    assertThat(found.exit()).isEqualTo(Exit.NOTHING_FOUND);
    assertThat(found.json().get("sound").asBoolean()).isFalse();
    assertThat(found.json().at("/damaged/0/name").asText()).endsWith(".plv");
    assertThat(found.json().at("/damaged/0/problem").asText()).contains("checksum");
    assertThat(found.err()).contains(".plv");
    damage(folder, ".plm");
    Ran closed = pleiad("stats", folder, "--verify", "--json");
    assertThat(closed.exit()).isEqualTo(Exit.BAD_DATA);
    assertThat(closed.err()).contains(".plm").contains(".plv").doesNotContain("bug");
    assertThat(closed.out()).isEmpty();
    assertThat(pleiad("stats", folder).exit()).isEqualTo(Exit.BAD_DATA);
  }

  /// Changes a byte in the middle of the first file with that ending.
  private static void damage(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      Path file = files.filter(each -> each.toString().endsWith(ending)).findFirst().orElseThrow();
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length / 2] ^= 1;
      Files.write(file, bytes);
    }
  }

  @Test
  void indexPoolsTokensAndSaysWhatThatCosts() throws IOException {
    Path source = Papers.longJsonLines(home);
    Path folder = home.resolve("pooled");
    JsonNode made =
        json("index", folder, source, "--pool", "2", "--prune-duplicates", "0.95", "--json");
    JsonNode cost = made.at("/reductions/0");
    assertHas(cost, "field", "tokens", "tokens_kept", "score_difference", "recall@10");
    assertThat(cost.get("tokens").asLong()).isEqualTo(made.get("tokens").asLong());
    assertThat(cost.get("tokens_kept").asLong()).isLessThan(cost.get("tokens").asLong() * 2 / 3);
    assertThat(cost.get("sample_documents").asInt()).isEqualTo(Papers.DOCUMENTS);
    JsonNode stats = json("stats", folder, "--json");
    assertThat(stats.get("tokens").asLong()).isEqualTo(cost.get("tokens_kept").asLong());
    assertThat(stats.at("/fields/0/pooling").asInt()).isEqualTo(2);
    assertThat(pleiad("stats", folder).out()).contains("pooled by 2");
    Ran found = pleiad("search", folder, "crimson fox", "-k", "12");
    assertThat(found.exit()).isZero();
    assertThat(found.out()).contains("p0");
    assertThat(pleiad("explain", folder, "crimson fox", "p0").exit()).isZero();
    assertThat(pleiad("index", folder, source, "--pool", "2", "--prune-duplicates", "0.95").out())
        .contains("12 unchanged")
        .doesNotContain("recall@10");
    assertThat(pleiad("index", home.resolve("x"), source, "--pool", "0").exit())
        .isEqualTo(Exit.USAGE);
    assertThat(pleiad("index", home.resolve("x"), source, "--prune-duplicates", "0").exit())
        .isEqualTo(Exit.USAGE);
    assertThat(home.resolve("x")).doesNotExist();
    JsonNode usual = json("index", home.resolve("usual"), source, "--json").at("/reductions/0");
    assertThat(usual.get("tokens_kept").asLong()).isLessThan(usual.get("tokens").asLong() * 2 / 3);
    JsonNode whole = json("index", home.resolve("whole"), source, "--pool", "1", "--json");
    assertThat(whole.at("/reductions/0").isMissingNode()).as("nothing is pooled").isTrue();
    JsonNode few = json("index", home.resolve("few"), Papers.jsonLines(home), "--json");
    assertThat(few.at("/reductions/0/tokens_kept").asLong())
        .as("short texts keep every token")
        .isEqualTo(few.get("tokens").asLong());
  }

  @Test
  void indexTakesTheTokenCodesThereAre() throws IOException {
    Path source = Papers.jsonLines(home);
    for (String code : List.of("residual-20+int8", "float16")) {
      Path folder = home.resolve(code);
      assertThat(pleiad("index", folder, source, "--codec", code).exit()).as(code).isZero();
      assertThat(json("stats", folder, "--json").get("codec").asText()).isEqualTo(code);
    }
    for (String code : List.of("int9", "residual-13", "float16+int8", "")) {
      Path folder = home.resolve("none");
      Ran ran = pleiad("index", folder, source, "--codec", code);
      assertThat(ran.exit()).as(code).isEqualTo(Exit.USAGE);
      assertThat(ran.err()).contains("'" + code + "'").contains("residual-");
      assertThat(folder).doesNotExist();
    }
    assertThat(pleiad("index", "--help").out())
        .contains("residual", "residual-20", "residual+int8", "int8", "float16");
  }

  @Test
  void doctorSaysWhatTheMachineOffers() {
    JsonNode found = json("doctor", "--json");
    assertHas(found, "jdk", "vector_api", "lanes", "kernel", "encoder", "cores", "heap_bytes");
    assertThat(found.get("vector_api").asBoolean()).isTrue();
    assertThat(pleiad("doctor").out()).contains("kernel");
  }

  @Test
  void demoAnswersItsQuestions() {
    JsonNode demo = json("demo", "--json", "--folder", home.resolve("demo"));
    assertHas(demo, "documents", "tokens", "encode_tokens_per_s", "seconds", "questions");
    assertThat(demo.get("documents").asInt()).isEqualTo(320);
    assertThat(demo.get("questions")).hasSize(3);
    for (JsonNode question : demo.get("questions")) {
      assertHas(question, "query", "hits");
      assertThat(question.get("hits")).isNotEmpty();
    }
    assertThat(Papers.documents(home.resolve("demo"))).isEqualTo(320);
  }

  @Test
  void evalMeasuresEveryPlan() throws IOException {
    Path beir = Papers.testCollection(home, Papers.MUSIC, Papers.BANK);
    Path run = home.resolve("run.txt");
    Object[] arguments = {
      "eval",
      beir,
      "--plan",
      "tokens(10)",
      "--plan",
      "bm25(10) | maxsim(5)",
      "--json",
      "--cache",
      home.resolve("cache"),
      "--run",
      run
    };
    JsonNode measured = json(arguments);
    assertHas(measured, "collection", "queries", "documents", "tokens", "rows");
    assertThat(measured.get("collection").asText()).isEqualTo("tiny");
    assertThat(measured.get("queries").asInt()).isEqualTo(2);
    assertThat(measured.get("documents").asInt()).isEqualTo(Papers.DOCUMENTS);
    assertThat(measured.get("rows")).hasSize(2);
    for (JsonNode row : measured.get("rows")) {
      assertHas(row, "plan", "expanded", "measures", "latency_ms", "bytes_per_token");
      assertHas(row.get("measures"), "nDCG@10", "RR@10", "R@100");
      assertHas(row.get("latency_ms"), "encode_p50", "search_p50", "search_p95");
    }
    assertThat(measured.at("/rows/0/measures/nDCG@10").asDouble()).isEqualTo(1.0);
    assertThat(run.resolveSibling("run.txt.1")).content().contains("q1 Q0 p6 1 ");
    assertThat(pleiad(arguments).err()).contains("12 in the cache already");
  }

  static Stream<String> verbs() {
    return verbs("", Main.commandLine());
  }

  /// The verbs that do something themselves, those of a group under its name.
  private static Stream<String> verbs(String prefix, CommandLine group) {
    return group.getSubcommands().entrySet().stream()
        .flatMap(
            each ->
                each.getValue().getSubcommands().isEmpty()
                    ? Stream.of(prefix + each.getKey())
                    : verbs(prefix + each.getKey() + " ", each.getValue()));
  }

  @ParameterizedTest
  @MethodSource("verbs")
  void everyVerbHasHelpWithAnExampleAndJson(String verb) {
    Ran help = pleiad((Object[]) (verb + " --help").split(" ", -1));
    assertThat(help.exit()).isZero();
    assertThat(help.out())
        .contains("Usage: pleiad " + verb, "Example:", "  pleiad " + verb, "--json");
    CommandLine line = Main.commandLine();
    for (String word : verb.split(" ", -1)) {
      line = Objects.requireNonNull(line.getSubcommands().get(word));
    }
    line.getCommandSpec()
        .options()
        .forEach(
            option -> assertThat(option.description()).as("--help of %s", option).isNotEmpty());
  }

  @Test
  void theVerbsAreAllThere() {
    assertThat(verbs())
        .contains(
            "demo", "index", "search", "explain", "facets", "score", "delete", "stats", "eval",
            "reindex", "cache", "doctor");
  }
}

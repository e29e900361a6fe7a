package pleiad.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static pleiad.cli.Ran.pleiad;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pleiad.Pleiad;

/// Whatever is given, the message says where and what to do, and what was committed before stays.
class BadInputTest {
  @TempDir static Path shared;

  @TempDir Path home;
  private Path papers;

  @BeforeAll
  static void index() throws IOException {
    Papers.collection(shared);
  }

  @BeforeEach
  void copy() throws IOException {
    papers = Files.createDirectories(home.resolve("papers"));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(shared.resolve("papers"))) {
      for (Path file : files) {
        Files.copy(file, papers.resolve(file.getFileName()));
      }
    }
  }

  private Path source(String name, String content) throws IOException {
    return Files.writeString(home.resolve(name), content);
  }

  private void assertRefused(Ran ran, int exit, String... said) {
    assertThat(ran.exit()).as(ran.toString()).isEqualTo(exit);
    assertThat(ran.err()).startsWith("pleiad: ").contains(said).doesNotContain("\tat ");
    assertThat(ran.out()).isEmpty();
    assertThat(Papers.documents(papers)).isEqualTo(Papers.DOCUMENTS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"_id": "x", "text": "cut of       | no JSON
          {"text": "no id"}                  | expected a string or number '_id' or 'id', found none
          {"_id": "x", "text": ""}           | document 'x' is empty
          {"_id": "x", "text": "  "}         | document 'x' is empty
          {"_id": "x"}                       | expected a string 'text', found none
          {"_id": "x", "text": "a", "n": 1e999} | only finite numbers can be kept
          """)
  void aBadLineIsNamedAndNothingOfItsRunStays(String line, String problem) throws IOException {
    Path source = source("more.jsonl", "{\"_id\":\"good\",\"text\":\"good\"}\n" + line + "\n");
    assertRefused(
        pleiad("index", papers, source, "--json"),
        Exit.BAD_DATA,
        source + ", line 2: ",
        problem,
        "--skip-bad",
        "12 documents are in the collection");
    Ran skipping = pleiad("index", papers, source, "--skip-bad", "--json");
    assertThat(skipping.exit()).isZero();
    assertThat(skipping.err()).contains("skipped " + source + ", line 2: ", problem);
    assertThat(skipping.json().get("skipped").asInt()).isEqualTo(1);
    assertThat(skipping.json().get("added").asInt()).isEqualTo(1);
    assertThat(Papers.documents(papers)).isEqualTo(Papers.DOCUMENTS + 1);
  }

  @Test
  void aTextBeyondTheLimitIsRefusedAndSplitTakesIt() throws IOException {
    String words = "the quick brown fox jumps over the lazy dog ".repeat(10);
    Path source = source("long.jsonl", "{\"_id\":\"long\",\"text\":\"" + words + "\"}");
    assertRefused(
        pleiad("index", papers, source, "--max-document-tokens", "50"),
        Exit.BAD_DATA,
        "line 1: document 'long' has 9",
        "the limit is 50",
        "split the text into passages");
    Ran split =
        pleiad("index", papers, source, "--max-document-tokens", "50", "--split", "30", "--json");
    assertThat(split.exit()).as(split.toString()).isZero();
    assertThat(split.json().get("added").asInt()).isEqualTo(1);
    assertThat(Papers.documents(papers)).isBetween(Papers.DOCUMENTS + 3, Papers.DOCUMENTS + 8);
    Ran again = pleiad("index", papers, source, "--split", "30", "--json");
    assertThat(again.json().get("unchanged").asInt()).isEqualTo(1);

    source("long.jsonl", "{\"_id\":\"long\",\"text\":\"short now\"}");
    assertThat(pleiad("index", papers, source, "--split", "--json").exit()).isZero();
    assertThat(Papers.documents(papers)).isEqualTo(Papers.DOCUMENTS + 1);
  }

  @Test
  void rubbishIsNoText() throws IOException {
    byte[] rubbish = new byte[4096];
    for (int i = 0; i < rubbish.length; i++) {
      rubbish[i] = (byte) (i * 31 ^ i >> 3);
    }
    for (String name : new String[] {"r.jsonl", "r.csv", "r.txt"}) {
      Path file = Files.write(home.resolve(name), rubbish);
      assertRefused(pleiad("index", papers, file), Exit.BAD_DATA, file.toString());
    }
    Path file = Files.write(home.resolve("r.bin"), rubbish);
    assertRefused(pleiad("index", papers, file), Exit.USAGE, "is of no kind that can be indexed");
  }

  @Test
  void aSourceThatIsNotThereIsNamedBeforeAnythingIsBegun() throws IOException {
    Path fresh = home.resolve("fresh");
    Path gone = home.resolve("gone.jsonl");
    assertRefused(
        pleiad("index", fresh, Papers.jsonLines(home), gone), Exit.BAD_DATA, gone.toString());
    assertThat(fresh).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"search", "explain", "facets", "stats", "delete"})
  void whatIsNoCollectionIsRefused(String verb) throws IOException {
    Path empty = Files.createDirectories(home.resolve("empty"));
    Path foreign = Files.createDirectories(home.resolve("foreign"));
    Files.writeString(foreign.resolve("holiday.txt"), "photos");
    for (Path folder : new Path[] {empty, foreign, home.resolve("gone"), source("f.x", "x")}) {
      Ran ran =
          switch (verb) {
            case "search" -> pleiad(verb, folder, "fox");
            case "explain" -> pleiad(verb, folder, "fox", "p1");
            case "facets" -> pleiad(verb, folder, "kind");
            case "delete" -> pleiad(verb, folder, "p1");
            default -> pleiad(verb, folder);
          };
      assertThat(ran.exit()).isIn(Exit.USAGE, Exit.BAD_DATA);
      assertRefused(ran, ran.exit(), folder.toString());
    }
    assertThat(foreign).isDirectoryContaining("glob:**holiday.txt");
    assertThat(empty).isEmptyDirectory();
  }

  @Test
  void aCollectionIsNotBegunAmongForeignFiles() throws IOException {
    Path foreign = Files.createDirectories(home.resolve("foreign"));
    Files.writeString(foreign.resolve("holiday.txt"), "photos");
    assertRefused(
        pleiad("index", foreign, Papers.jsonLines(home)),
        Exit.USAGE,
        "it holds 'holiday.txt'",
        "Give an empty or a new folder");
    assertThat(foreign.toFile().list()).containsExactly("holiday.txt");
  }

  @Test
  void aPlaceThatCannotBeWrittenIsNamed() throws IOException {
    Path source = Papers.jsonLines(home);
    Path file = source("file", "x");
    assertRefused(
        pleiad("index", file, source),
        Exit.BAD_DATA,
        file.toString(),
        "a Pleiad collection is a folder");
    assertRefused(pleiad("index", file.resolve("below"), source), Exit.BAD_DATA, file.toString());
    assertRefused(pleiad("index", "/proc/pleiad/papers", source), Exit.BAD_DATA, "/proc/pleiad");
  }

  @Test
  void anotherModelsCollectionIsRefusedWithWhatToDo() throws IOException {
    try (Directory directory = FSDirectory.open(papers)) {
      Map<String, String> data =
          new HashMap<>(SegmentInfos.readLatestCommit(directory).getUserData());
      data.put("pleiad.field.tokens.fingerprint", "0123456789abcdef");
      try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
        writer.setLiveCommitData(data.entrySet());
        writer.commit();
      }
    }
    for (Ran ran :
        new Ran[] {
          pleiad("search", papers, "fox"), pleiad("index", papers, Papers.jsonLines(home))
        }) {
      assertRefused(
          ran,
          Exit.USAGE,
          "0123456789abcdef",
          "its vectors cannot be compared",
          "index the documents anew");
    }
  }

  @Test
  void aSecondWriterIsRefusedAndAReaderIsNot() throws IOException {
    try (Pleiad writer = Pleiad.open(papers)) {
      assertRefused(
          pleiad("index", papers, Papers.jsonLines(home)),
          Exit.BAD_DATA,
          "is open for writing elsewhere");
      assertRefused(pleiad("delete", papers, "p1"), Exit.BAD_DATA, "is open for writing elsewhere");
      assertThat(pleiad("search", papers, "fox").exit()).isZero();
      assertThat(writer.documents()).isEqualTo(Papers.DOCUMENTS);
    }
  }

  @Test
  void wrongUsageSaysWhatIsRight() throws IOException {
    Path source = Papers.jsonLines(home);
    assertRefused(pleiad("search", papers, "fox", "-k", "0"), Exit.USAGE, "k must be at least 1");
    assertRefused(pleiad("search", papers, "  "), Exit.USAGE, "the query is empty");
    assertRefused(pleiad("search", papers, "fox", "--recall", "1.5"), Exit.USAGE, "recall", "1.5");
    assertRefused(pleiad("search", papers, "fox", "--plan", "magic(3)"), Exit.USAGE, "magic");
    assertRefused(
        pleiad("search", papers, "fox", "--token-weights", "1,2,3"), Exit.USAGE, "weights=given");
    String weighed = "bm25(9) | maxsim(9, weights=given)";
    assertRefused(
        pleiad("search", papers, "fox", "--plan", weighed, "--token-weights", "1,2"),
        Exit.USAGE,
        "2 weights were given for 1 query tokens",
        "fox");
    assertRefused(pleiad("search", papers, "fox", "--filter", "x"), Exit.USAGE, "key=value");
    assertRefused(
        pleiad("search", papers, "fox", "--filter", "kind:note AND fox"),
        Exit.USAGE,
        "cannot read the filter at character 15",
        "without a key");
    assertRefused(pleiad("facets", papers, "kind", "--most", "0"), Exit.USAGE, "at least 1");
    assertRefused(
        pleiad("facets", papers, "kind", "--filter", "kind:/n.*/"), Exit.USAGE, "no regular");
    assertRefused(pleiad("explain", papers, "fox", "gone"), Exit.USAGE, "gone");
    assertRefused(pleiad("delete", papers), Exit.USAGE, "give the ids to delete, or --filter");
    assertRefused(pleiad("delete", papers, "p1", "--filter", "a=b"), Exit.USAGE, "and not both");
    assertRefused(pleiad("index", papers, source, "--threads", "0"), Exit.USAGE, "--threads");
    assertRefused(pleiad("index", papers, source, "--split", "-1"), Exit.USAGE, "--split");
    assertRefused(pleiad("index", papers, source, "--split", "0"), Exit.USAGE, "--split");
    assertRefused(
        pleiad("index", papers, source, "--split", "9", "--overlap", "9"),
        Exit.USAGE,
        "--overlap must be 0 to 8 for passages of 9 tokens, got 9");
    Ran unit = pleiad("index", papers, source, "--split-by", "pages");
    assertThat(unit.exit()).isEqualTo(Exit.USAGE);
    assertThat(unit.err()).contains("'--split-by'", "TOKENS, SENTENCES, HEADINGS", "'pages'");
    assertRefused(
        pleiad("index", papers, source, "--commit-every", "0"), Exit.USAGE, "--commit-every");
    assertRefused(
        pleiad("index", papers, source, "--max-document-tokens", "0"), Exit.USAGE, "at least 1");
    assertRefused(
        pleiad("index", papers, source, "--codec", "float16"),
        Exit.USAGE,
        "has a field tokens (bge-small-en-v1.5, 384 dimensions of all, residual-80+centred, pooled by 2");
    assertRefused(
        pleiad("index", home.resolve("c"), source, "--codec", "int3"), Exit.USAGE, "int3");
    assertRefused(
        pleiad("index", home.resolve("c"), source, "--model", "gone"), Exit.USAGE, "gone");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "search", "serach papers fox", "search papers fox -k many", "stats --no"})
  void whatIsNoCommandShowsTheUsage(String command) {
    Ran ran = pleiad((Object[]) command.split(" "));
    assertThat(ran.exit()).isEqualTo(Exit.USAGE);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("pleiad");
  }

  @Test
  void standardInputIsIndexed() {
    InputStream before = System.in;
    String lines = "{\"id\": 1, \"text\": \"one\"}\n{\"id\": 2, \"text\": \"two\"}\n";
    try {
      System.setIn(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)));
      Ran ran = pleiad("index", papers, "-", "--json");
      assertThat(ran.json().get("added").asInt()).isEqualTo(2);
    } finally {
      System.setIn(before);
    }
    assertThat(Papers.documents(papers)).isEqualTo(Papers.DOCUMENTS + 2);
  }

  @Test
  void aTestCollectionThatIsNoneIsNamed() throws IOException {
    Path folder = Files.createDirectories(home.resolve("nobeir"));
    Ran ran = pleiad("eval", folder, "--cache", home.resolve("cache"));
    assertThat(ran.exit()).isIn(Exit.USAGE, Exit.BAD_DATA);
    assertRefused(ran, ran.exit(), folder.toString());
  }
}

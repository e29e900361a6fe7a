package pleiad.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import pleiad.testkit.Seed;

/// The programs are scripts that answer as the protocol of `lab/bench/peers` has it.
@ExtendWith(Seed.class)
class PeersBenchTest {
  private static final int DOCUMENTS = 40;
  private static final int QUERIES = 6;

  /// Finds document 3 for every query, in 7 ms.
  private static final String THIRD =
      """
      #!/usr/bin/env bash
      case "$1" in
        version) echo 1.5 ;;
        build) echo x >> "$3.count"; mkdir -p "$3"; printf 'built\\t2\\t4000\\n' ;;
        serve)
          test "$(wc -l < "$2/documents.tsv")" -gt 0 || exit 1
          echo ready
          n=$(wc -l < "$2/queries.tsv")
          while read -r what k; do
            case "$what" in
              answers) for i in $(seq $n); do printf '3\\t1.5\\n'; done ;;
              round) for i in $(seq $n); do printf '7'; [ $i = $n ] || printf '\\t'; done; echo ;;
              peak) echo 12345 ;;
            esac
          done ;;
      esac
      """;

  @TempDir Path home;
  private TinyCollection collection;
  private Path adapters;

  @BeforeEach
  void collection(Random random) throws IOException {
    collection = new TinyCollection(home, DOCUMENTS, QUERIES, random);
    adapters = Files.createDirectories(home.resolve("adapters"));
  }

  private void program(String name, String script) throws IOException {
    Path file = Files.writeString(adapters.resolve(name), script);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private void list(String... lines) throws IOException {
    Files.writeString(
        adapters.resolve("peers.tsv"),
        "# system\tbuild\tsearch\tprogram\n" + String.join("\n", lines));
  }

  private PeersBench.Result run(List<String> only) throws IOException {
    return run(only, Duration.ofMinutes(1));
  }

  private PeersBench.Result run(List<String> only, Duration patience) throws IOException {
    Path work = Files.createTempDirectory(home, "work");
    return PeersBench.run(
        new PeersBench.Options(collection.source(), work, adapters, only, 1, 2, 1, patience),
        _ -> {});
  }

  private static PeerRow row(PeersBench.Result result, String system) {
    return result.rows().stream()
        .filter(row -> row.system().equals(system))
        .findFirst()
        .orElseThrow();
  }

  private static PeerRow.Figures figures(PeerRow row) {
    return Objects.requireNonNull(row.figures(), row.problem());
  }

  @Test
  void systemsInThisProcessAreMeasuredByTheSameTruth() throws IOException {
    list();
    PeersBench.Result result = run(List.of());
    assertThat(result.data()).isEqualTo("tiny");
    assertThat(result.documents()).isEqualTo(DOCUMENTS);
    assertThat(result.queries()).isEqualTo(QUERIES);
    assertThat(result.rows())
        .extracting(row -> row.system() + ": " + row.setting())
        .containsExactly(
            "pleiad: default",
            "pleiad: residual+int8",
            "lucene: BM25",
            "lucene: HNSW of means, best 100 rescored");
    for (PeerRow row : result.rows()) {
      PeerRow.Figures figures = figures(row);
      assertThat(figures.p50()).isPositive().isBetween(figures.p50Least(), figures.p50Most());
      assertThat(figures.p95()).isGreaterThanOrEqualTo(figures.p50Least());
      assertThat(figures.qps()).isPositive();
      assertThat(figures.bytesPerToken()).isPositive();
      assertThat(figures.buildTokensPerSecond()).isPositive();
      assertThat(figures.ratioToPleiad()).isPositive();
      assertThat(row.version()).isNotEmpty();
    }
    assertThat(figures(result.rows().getFirst()).ratioToPleiad()).isEqualTo(1);
    // All documents are among the best 100 by their means, and the rescorer knows all vectors.
    PeerRow.Figures rescored = figures(result.rows().getLast());
    assertThat(rescored.recall10()).isEqualTo(1);
    assertThat(rescored.ndcg10()).isCloseTo(result.exactNdcg(), within(1e-9));
  }

  @Test
  void aProgramIsMeasuredAsItSays() throws IOException {
    program("third", THIRD);
    list("third\tbits=4\tprobe=2\tthird");
    PeersBench.Result result = run(List.of("third"));
    assertThat(result.rows()).hasSize(1);
    PeerRow row = result.rows().getFirst();
    assertThat(row.version()).isEqualTo("1.5");
    assertThat(row.setting()).isEqualTo("bits=4 probe=2");
    PeerRow.Figures figures = figures(row);
    assertThat(figures.p50()).isEqualTo(7);
    assertThat(figures.qps()).isCloseTo(1000 / 7.0, within(1e-9));
    assertThat(figures.recall10()).isBetween(0.0, 0.1);
    assertThat(figures.ndcg10()).as("document 3 answers query 3").isEqualTo(1.0 / QUERIES);
    assertThat(figures.bytesPerToken()).isCloseTo(4000.0 / result.tokens(), within(1e-9));
    assertThat(figures.buildTokensPerSecond()).isEqualTo(result.tokens() / 2.0);
    assertThat(figures.peakRssBytes()).isEqualTo(12345);
    assertThat(figures.ratioToPleiad()).as("Pleiad was not measured").isNull();
  }

  @Test
  void anIndexIsBuiltOnceForItsSettingsAndAgainForAnotherVersion() throws IOException {
    program("third", THIRD);
    list(
        "third\tbits=4\tprobe=2\tthird", "third\tbits=4\tprobe=9\tthird", "third\tbits=2\t\tthird");
    run(List.of("third"));
    run(List.of("third"));
    Path indexes = indexes();
    assertThat(indexes.resolve("third-bits=4.count")).hasContent("x\n");
    assertThat(indexes.resolve("third-bits=2.count")).hasContent("x\n");
    program("third", THIRD.replace("1.5", "1.6"));
    run(List.of("third"));
    assertThat(indexes.resolve("third-bits=4.count")).hasContent("x\nx\n");
  }

  private Path indexes() {
    return EncodedCollection.folder(collection.source()).resolve("peers-" + DOCUMENTS + "/indexes");
  }

  @Test
  void whatIsNotInstalledHasARowThatSaysHow() throws IOException {
    list("gone\t\t\tgone");
    PeerRow row = row(run(List.of("gone")), "gone");
    assertThat(row.figures()).isNull();
    assertThat(row.setting()).isEqualTo("exact");
    assertThat(row.problem()).isEqualTo("not installed: run " + adapters.resolve("setup"));
  }

  @Test
  void whatFailsHasARowThatSaysWhy() throws IOException {
    program("no-version", "#!/usr/bin/env bash\necho no module of that name >&2; exit 1\n");
    program("no-build", THIRD.replace("build) ", "build) echo out of luck >&2; exit 3; "));
    program("no-ready", THIRD.replace("echo ready", "echo hello"));
    program("no-round", THIRD.replace("round) ", "round) echo tired >&2; exit 4; "));
    program("short-round", THIRD.replace("round) ", "round) echo 5; continue; "));
    program("no-answers", THIRD.replace("answers) ", "answers) echo lost >&2; exit 4; "));
    program("nonsense", THIRD.replace("printf '3\\t1.5\\n'", "echo nonsense"));
    program("beyond", THIRD.replace("'3\\t1.5\\n'", "'40\\t1.5\\n'"));
    program("third", THIRD);
    List<String> names =
        List.of(
            "no-version",
            "no-build",
            "no-ready",
            "no-round",
            "short-round",
            "no-answers",
            "nonsense",
            "beyond",
            "third");
    list(names.stream().map(name -> name + "\t\t\t" + name).toArray(String[]::new));
    PeersBench.Result result = run(names);
    assertThat(row(result, "no-version").problem()).contains("'version'", "no module of that name");
    assertThat(row(result, "no-build").problem()).contains("'build'", "out of luck");
    assertThat(row(result, "no-ready").problem()).contains("expected 'ready', found 'hello'");
    assertThat(row(result, "no-round").problem()).contains("'round'", "tired");
    assertThat(row(result, "short-round").problem()).contains("times of 1 queries, there are 6");
    assertThat(row(result, "no-answers").problem()).contains("'answers'", "lost");
    assertThat(row(result, "nonsense").problem()).contains("found 'nonsense'");
    assertThat(row(result, "beyond").problem()).contains("document 40", "there are 40");
    assertThat(figures(row(result, "third")).p50()).isEqualTo(7);
    assertThat(result.rows()).hasSize(names.size());
  }

  @Test
  void whatHangsIsEndedWithAllThatItStarted() throws Exception {
    String waits = "sleep 600 & echo $! >> \"$0.waits\"; wait; ";
    program("slow-build", THIRD.replace("build) ", "build) " + waits));
    program("slow-ready", THIRD.replace("echo ready", waits));
    program("slow-round", THIRD.replace("round) ", "round) " + waits));
    List<String> names = List.of("slow-build", "slow-ready", "slow-round");
    list(names.stream().map(name -> name + "\t\t\t" + name).toArray(String[]::new));
    PeersBench.Result result = run(names, Duration.ofSeconds(2));
    for (String name : names) {
      assertThat(row(result, name).problem())
          .isEqualTo("failed: no answer in 2 seconds, so it was ended");
      for (String pid : Files.readAllLines(adapters.resolve(name + ".waits"))) {
        Optional<ProcessHandle> started = ProcessHandle.of(Long.parseLong(pid));
        if (started.isPresent()) {
          started.get().onExit().get(10, TimeUnit.SECONDS);
        }
      }
    }
  }

  @Test
  void noPatienceIsRefused() throws IOException {
    list();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run(List.of(), Duration.ZERO))
        .withMessage("a program is given some time for an answer, got 0 seconds");
  }

  @Test
  void aSystemThatThereIsNotIsRefused() throws IOException {
    list("gone\t\t\tgone");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run(List.of("plaid")))
        .withMessage("no system 'plaid'; there are pleiad, lucene, gone");
  }

  @Test
  void aListThatIsNoneIsRefused() throws IOException {
    assertThatThrownBy(() -> run(List.of())).hasMessageContaining("the list of peers belongs here");
    list("only two\tfields");
    assertThatThrownBy(() -> run(List.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("between tabs, found 'only two");
  }

  @Test
  void aFigureIsTheMedianOverRounds() {
    PeerTimes times = new PeerTimes();
    List<double[]> rounds = new ArrayList<>();
    rounds.add(new double[] {1, 2, 3});
    rounds.add(new double[] {7, 9, 8});
    rounds.add(new double[] {5, 4, 6});
    rounds.forEach(times::add);
    assertThat(times.percentile(50)).isEqualTo(5);
    assertThat(times.least(50)).isEqualTo(2);
    assertThat(times.most(50)).isEqualTo(8);
    assertThat(times.percentile(95)).isEqualTo(6);
    assertThat(times.perSecond()).isEqualTo(1e3 / 5);
    times.add(new double[] {10, 11, 12});
    assertThat(times.percentile(50)).isEqualTo(6.5);
  }
}

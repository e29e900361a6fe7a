package pleiad.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static pleiad.cli.Ran.pleiad;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pleiad.Pleiad;
import pleiad.testkit.Seed;

/// Indexing that is told to stop keeps what was committed, says how much, and goes on from there.
@ExtendWith(Seed.class)
class InterruptionTest {
  private static final int DOCUMENTS = 300;
  private static final int WORDS = 150;
  private static final Pattern KEPT = Pattern.compile("(\\d+) documents are in the collection");

  @TempDir Path home;

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130"})
  void aSignalLosesNothingThatWasCommitted(String signal, int exit, Random random)
      throws IOException, InterruptedException {
    Path source = source(random, DOCUMENTS);
    Path folder = home.resolve("c");
    Path said = home.resolve("said.txt");
    Process child = child(folder, source, said, "--no-encode-cache");
    try {
      int seen = awaitCommit(folder, child, said);
      send(signal, child);
      assertThat(child.waitFor(60, TimeUnit.SECONDS)).as("ends within a minute").isTrue();
      String message = Files.readString(said);
      assertThat(child.exitValue()).as(message).isEqualTo(exit);
      assertThat(message).contains("Stopped", "running the same command again goes on from there");
      assertThat(home.toFile().list()).noneMatch(name -> name.startsWith("hs_err"));

      int kept = Papers.documents(folder);
      assertThat(kept).isGreaterThanOrEqualTo(seen).isLessThan(DOCUMENTS);
      Matcher told = KEPT.matcher(message);
      assertThat(told.find()).as(message).isTrue();
      assertThat(Integer.parseInt(told.group(1))).isEqualTo(kept);

      Ran again = pleiad("index", folder, source, "--json");
      assertThat(again.exit()).as(again.toString()).isZero();
      assertThat(again.json().get("unchanged").asInt()).isEqualTo(kept);
      assertThat(again.json().get("added").asInt()).isEqualTo(DOCUMENTS - kept);
      assertThat(Papers.documents(folder)).isEqualTo(DOCUMENTS);
    } finally {
      child.destroyForcibly().waitFor();
    }
  }

  @Test
  void aSignalWhileAFieldIsAddedLosesNothingThatWasEncoded(Random random)
      throws IOException, InterruptedException {
    Path source = source(random, 60);
    Path folder = home.resolve("c");
    Path said = home.resolve("said.txt");
    assertThat(pleiad("index", folder, source, "--pool", 1).exit()).isZero();
    long tokens = Pleiad.stats(folder).tokens();
    Path cache = home.resolve("cache");
    Process child =
        child(folder, source, said, "--field", "page", "--pool", "1", "--cache", cache.toString());
    try {
      awaitEncoded(cache, child, said);
      send("TERM", child);
      assertThat(child.waitFor(60, TimeUnit.SECONDS)).as("ends within a minute").isTrue();
      String message = Files.readString(said);
      assertThat(child.exitValue()).as(message).isEqualTo(143);
      assertThat(message)
          .contains("Stopped", "is as it was; running the same command again goes on from there");
      assertThat(Pleiad.stats(folder).fields()).hasSize(1);
      Ran again = pleiad("index", folder, source, "--field", "page", "--pool", 1, "--json");
      assertThat(again.exit()).as(again.toString()).isZero();
      assertThat(again.json().get("fields_added")).hasSize(1);
      assertThat(again.json().get("fields_tokens").asLong()).isPositive().isLessThan(tokens);
      assertThat(Pleiad.stats(folder).kept().getLast().tokens()).isEqualTo(tokens);
    } finally {
      child.destroyForcibly().waitFor();
    }
  }

  private Path source(Random random, int documents) throws IOException {
    List<String> vocabulary = List.of("fox moon bread violin bank memory roof dog".split(" "));
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < documents; i++) {
      StringBuilder text = new StringBuilder();
      for (int word = 0; word < WORDS; word++) {
        text.append(vocabulary.get(random.nextInt(vocabulary.size()))).append(' ');
      }
      lines.add("{\"_id\": %d, \"text\": \"%s\"}".formatted(i, text));
    }
    return Files.write(home.resolve("many.jsonl"), lines);
  }

  private Process child(Path folder, Path source, Path said, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(listeningToSignals());
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-modules",
            "jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "-XX:ErrorFile=" + home.resolve("hs_err_%p.log"),
            "-XX:-CreateCoredumpOnCrash",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "index",
            folder.toString(),
            source.toString(),
            "--commit-every",
            "1",
            // One thread, so that no machine is done before the signal comes.
            "--threads",
            "1"));
    command.addAll(List.of(options));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(said.toFile())
        .start();
  }

  /// A process begun in the background of a script inherits a deaf ear for SIGINT; where `env` can,
  /// it takes that away.
  private static List<String> listeningToSignals() throws IOException, InterruptedException {
    List<String> prefix = List.of("env", "--default-signal=INT");
    List<String> attempt = new ArrayList<>(prefix);
    attempt.add("true");
    Process process = new ProcessBuilder(attempt).redirectErrorStream(true).start();
    return process.waitFor() == 0 ? prefix : List.of();
  }

  /// Documents of the first commit that has some.
  private static int awaitCommit(Path folder, Process child, Path said)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (System.nanoTime() < deadline && child.isAlive()) {
      if (Pleiad.exists(folder)) {
        int documents = Pleiad.stats(folder).documents();
        if (documents > 0) {
          return documents;
        }
      }
      Thread.sleep(20);
    }
    throw new AssertionError(
        "no commit came; the child is alive: %s, and said: %s"
            .formatted(child.isAlive(), Files.readString(said)));
  }

  /// More documents than are encoded ahead of the one that is added.
  private static void awaitEncoded(Path cache, Process child, Path said)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (System.nanoTime() < deadline && child.isAlive()) {
      if (Files.isDirectory(cache) && bytes(cache) > 10L * WORDS * 384 * Float.BYTES) {
        return;
      }
      Thread.sleep(20);
    }
    throw new AssertionError(
        "nothing is encoded; the child is alive: %s, and said: %s"
            .formatted(child.isAlive(), Files.readString(said)));
  }

  private static long bytes(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static void send(String signal, Process child) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(child.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }
}

package pleiad.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What only the source text shows, and that the scripts can be read.
class SourcesOfTheHouseTest {
  @Test
  void commentsAreMarkdown() throws IOException {
    List<String> old = new ArrayList<>();
    List<Path> sources = Repository.files(".java");
    for (Path source : sources) {
      List<String> lines = Files.readAllLines(source);
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i).strip().startsWith("/**")) {
          old.add(Repository.ROOT.relativize(source) + ":" + (i + 1));
        }
      }
    }
    assertThat(old).as("comments that begin with two stars; write ///").isEmpty();
    assertThat(sources).hasSizeGreaterThanOrEqualTo(150);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pleiad", "verify", ".ci/run", "dev/jdk.sh", "lab/bench/peers/setup"})
  void aScriptParses(String script) throws IOException, InterruptedException {
    Path file = Repository.ROOT.resolve(script);
    assertThat(file).isNotEmptyFile();
    Process bash =
        new ProcessBuilder("bash", "-n", file.toString()).redirectErrorStream(true).start();
    String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).as(said).isZero();
  }
}

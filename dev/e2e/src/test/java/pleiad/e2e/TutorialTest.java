package pleiad.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A newcomer who types what the tutorial says, in its order and in one folder, meets no error.
///
/// The shell runs the `./pleiad` lines and the files that `cat > name <<'EOF'` writes; `pleiad` is
/// there a script that starts this build's classes.
class TutorialTest {
  /// The word that ends what a command takes as its input.
  private static final Pattern HERE = Pattern.compile("<<\\s*['\"]?(\\w+)");

  @TempDir Path home;

  @Test
  void everyCommandOfTheTutorialWorks() throws IOException, InterruptedException {
    Path tutorial = Repository.ROOT.resolve("docs/tutorial.md");
    assertThat(tutorial).as("docs/tutorial.md is missing").exists();
    writeCommand();
    int ran = 0;
    for (Markdown.Block block : Markdown.read(tutorial).blocks()) {
      if (block.language().equals("sh")) {
        for (String command : commands(block.lines())) {
          run(command);
          ran += command.contains("./pleiad") ? 1 : 0;
        }
      }
    }
    assertThat(ran).as("commands of the tutorial").isGreaterThanOrEqualTo(3);
  }

  /// The commands among the lines of a block that this test runs, each with its following lines.
  static List<String> commands(List<String> lines) {
    List<String> commands = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String first = lines.get(i);
      StringBuilder command = new StringBuilder(first);
      Matcher here = HERE.matcher(first);
      if (here.find()) {
        String end = here.group(1);
        do {
          i++;
          command.append('\n').append(lines.get(i));
        } while (!lines.get(i).equals(end));
      } else {
        while (lines.get(i).endsWith("\\")) {
          i++;
          command.append('\n').append(lines.get(i));
        }
      }
      boolean comment = first.strip().startsWith("#");
      if (!comment && (first.contains("./pleiad") || first.startsWith("cat >"))) {
        commands.add(command.toString());
      }
    }
    return commands;
  }

  @Test
  void aCommandGoesOverAllOfItsLines() {
    String block =
        """
        # ./pleiad is a script
        git clone elsewhere
        cat > a.jsonl <<'EOF'
        {"id": 1}
        EOF
        ./pleiad index a a.jsonl
        ./pleiad search a "one" \\
          -k 3
        head a.jsonl | ./pleiad index a -
        """;
    assertThat(commands(block.lines().toList()))
        .containsExactly(
            "cat > a.jsonl <<'EOF'\n{\"id\": 1}\nEOF",
            "./pleiad index a a.jsonl",
            "./pleiad search a \"one\" \\\n  -k 3",
            "head a.jsonl | ./pleiad index a -");
  }

  private void writeCommand() throws IOException {
    Path script = home.resolve("pleiad");
    Files.writeString(
        script,
        """
        #!/usr/bin/env bash
        exec '%s/bin/java' --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED \
          -cp '%s' pleiad.cli.Main "$@"
        """
            .formatted(System.getProperty("java.home"), System.getProperty("java.class.path")));
    assertThat(script.toFile().setExecutable(true)).isTrue();
    Files.createSymbolicLink(
        home.resolve("docs"), Repository.ROOT.resolve("docs").toAbsolutePath().normalize());
  }

  private void run(String command) throws IOException, InterruptedException {
    ProcessBuilder shell =
        new ProcessBuilder("bash", "-euo", "pipefail", "-c", command)
            .directory(home.toFile())
            .redirectErrorStream(true);
    shell.environment().put("XDG_CACHE_HOME", home.resolve("cache").toString());
    Process process = shell.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s%n%s", command, said).isZero();
  }
}

package pleiad.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import pleiad.cli.Main;

/// What the documents name is there: files, headings, classes, verbs and options.
class DocumentsTest {
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(<?([^)\\s>]+)[^)]*\\)");
  private static final Pattern CLASS =
      Pattern.compile("\\bpleiad(?:\\.[a-z0-9]+)*(?:\\.[A-Z]\\w*)+");
  private static final Pattern COMMAND = Pattern.compile("\\./pleiad ([a-z][a-z-]*)([^`|>]*)");
  private static final Pattern FLAG = Pattern.compile("(?<![\\w-])--[a-z][a-z-]*");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  /// Options of other programs that documents may name: `./verify`, java, git.
  private static final Set<String> FLAGS_OF_OTHERS =
      Set.of(
          "--format",
          "--add-modules",
          "--enable-native-access",
          "--recursive",
          "--locked",
          "--example");

  static List<Markdown> documents() throws IOException {
    return Markdown.all();
  }

  @Test
  void thereAreDocuments() throws IOException {
    assertThat(documents()).isNotEmpty();
    assertThat(documents()).anySatisfy(each -> assertThat(each.prose()).isNotEmpty());
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyLinkLeadsSomewhere(Markdown document) throws IOException {
    List<String> broken = new ArrayList<>();
    for (String line : document.prose()) {
      Matcher link = LINK.matcher(CODE.matcher(line).replaceAll(""));
      while (link.find()) {
        if (!leads(document, link.group(1))) {
          broken.add(link.group(1));
        }
      }
    }
    assertThat(broken).as("links of %s that lead nowhere", document).isEmpty();
  }

  private static boolean leads(Markdown document, String target) throws IOException {
    if (target.matches("[a-z]+:.*")) {
      return true;
    }
    String[] parts = target.split("#", 2);
    Path file = document.file();
    if (!parts[0].isEmpty()) {
      file = file.resolveSibling(URLDecoder.decode(parts[0], StandardCharsets.UTF_8)).normalize();
    }
    boolean anchored = parts.length == 2 && file.toString().endsWith(".md");
    return Files.exists(file) && (!anchored || Markdown.read(file).anchors().contains(parts[1]));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[a](gone.md)", "[a](#gone)", "![picture](gone.png)", "[a](gone/ \"t\")"})
  void aLinkToNothingIsFound(String line) throws IOException {
    Markdown document = new Markdown(Repository.ROOT.resolve("X.md"), List.of(), List.of(line));
    Matcher link = LINK.matcher(line);
    assertThat(link.find()).isTrue();
    if (!line.contains("#")) {
      assertThat(leads(document, link.group(1))).isFalse();
    }
    assertThat(leads(document, "LICENSE")).isTrue();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyClassThatIsNamedIsThere(Markdown document) throws IOException {
    Set<String> gone = new TreeSet<>();
    Matcher name = CLASS.matcher(Files.readString(document.file()));
    while (name.find()) {
      if (!isClass(name.group())) {
        gone.add(name.group());
      }
    }
    assertThat(gone).as("classes that %s names", document).isEmpty();
  }

  /// Whether a name is a class or a member class.
  private static boolean isClass(String name) {
    try {
      Class.forName(name, false, DocumentsTest.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      int dot = name.lastIndexOf('.');
      int before = name.lastIndexOf('.', dot - 1);
      boolean member = before > 0 && Character.isUpperCase(name.charAt(before + 1));
      return member && isClass(name.substring(0, dot) + "$" + name.substring(dot + 1));
    }
  }

  @Test
  void aClassIsToldFromANameOfNothing() {
    assertThat(isClass("pleiad.Pleiad")).isTrue();
    assertThat(isClass("pleiad.Filter.Equal")).isTrue();
    assertThat(isClass("pleiad.Plaid")).isFalse();
    assertThat(isClass("pleiad.Filter.Unequal")).isFalse();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyVerbAndOptionIsThere(Markdown document) throws IOException {
    assertThat(unknown(Files.readString(document.file())))
        .as("what %s asks of the command line", document)
        .isEmpty();
  }

  private static Set<String> unknown(String text) {
    Map<String, CommandLine> verbs = Main.commandLine().getSubcommands();
    Set<String> unknown = new TreeSet<>();
    Matcher command = COMMAND.matcher(text.replace("\\\n", " "));
    while (command.find()) {
      CommandLine verb = verbs.get(command.group(1));
      if (verb == null) {
        unknown.add(command.group(1));
      } else {
        String arguments = command.group(2).lines().findFirst().orElse("");
        flags(arguments)
            .filter(flag -> !has(verb, flag))
            .forEach(flag -> unknown.add(command.group(1) + " " + flag));
      }
    }
    Matcher code = CODE.matcher(text);
    while (code.find()) {
      flags(code.group(1))
          .filter(flag -> !FLAGS_OF_OTHERS.contains(flag))
          .filter(flag -> verbs.values().stream().noneMatch(verb -> has(verb, flag)))
          .forEach(unknown::add);
    }
    return unknown;
  }

  private static boolean has(CommandLine verb, String flag) {
    return verb.getCommandSpec().findOption(flag) != null
        || verb.getSubcommands().values().stream().anyMatch(inner -> has(inner, flag));
  }

  private static Stream<String> flags(String text) {
    return FLAG.matcher(text).results().map(match -> match.group());
  }

  @Test
  void anUnknownVerbOrOptionIsFound() {
    assertThat(unknown("`./pleiad search papers fox -k 5 --plan \"tokens(5)\"`, `--json`"))
        .isEmpty();
    assertThat(unknown("./pleiad serach papers")).containsExactly("serach");
    assertThat(unknown("./pleiad stats papers \\\n  --plan x")).containsExactly("stats --plan");
    assertThat(unknown("give `--plam`")).containsExactly("--plam");
  }
}

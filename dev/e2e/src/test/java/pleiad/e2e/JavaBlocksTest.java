package pleiad.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The Java in the documents compiles. A block that declares no class is the body of a method that
/// may throw anything.
class JavaBlocksTest {
  private static final Pattern TYPE =
      Pattern.compile(
          "^(?:public |final |sealed |abstract )*(?:class|interface|record|enum) (\\w+)",
          Pattern.MULTILINE);

  @TempDir Path classes;

  static List<Markdown> documents() throws IOException {
    return Markdown.all();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void javaInDocumentsCompiles(Markdown document) {
    for (Markdown.Block block : document.blocks()) {
      if (block.language().equals("java")) {
        assertThat(complaints(block.text())).as(document.where(block.line())).isEmpty();
      }
    }
  }

  @Test
  void aBlockThatDoesNotCompileIsFound() {
    assertThat(complaints("import pleiad.Pleiad;\nPleiad.nothing();")).contains("nothing");
    assertThat(complaints("class A { int a = \"a\"; }")).contains("incompatible types");
    assertThat(complaints("import java.nio.file.*;\nFiles.list(Path.of(\".\")).close();"))
        .isEmpty();
    assertThat(complaints("record B(int b) {}")).isEmpty();
  }

  private String complaints(String block) {
    Matcher type = TYPE.matcher(block);
    boolean declares = type.find();
    JavaFileObject source =
        declares ? source(type.group(1), block) : source("Block", asMethod(block));
    JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
    StringWriter said = new StringWriter();
    List<String> options =
        List.of(
            "-proc:none",
            "-nowarn",
            "-d",
            classes.toString(),
            "-cp",
            System.getProperty("java.class.path", ""));
    boolean compiled = compiler.getTask(said, null, null, options, null, List.of(source)).call();
    return compiled ? "" : said.toString();
  }

  private static String asMethod(String block) {
    String imports =
        block.lines().filter(JavaBlocksTest::isImport).collect(Collectors.joining("\n"));
    String body = block.lines().filter(line -> !isImport(line)).collect(Collectors.joining("\n"));
    return imports + "\nclass Block { void run() throws Exception {\n" + body + "\n} }";
  }

  private static boolean isImport(String line) {
    return line.startsWith("import ");
  }

  private static JavaFileObject source(String name, String text) {
    return new SimpleJavaFileObject(
        URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }
}

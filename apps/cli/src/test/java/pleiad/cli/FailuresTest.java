package pleiad.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class FailuresTest {
  private record Told(int exit, String message) {}

  private static Told told(Exception failure) {
    StringWriter said = new StringWriter();
    CommandLine line = Main.commandLine().setErr(new PrintWriter(said, true));
    CommandLine.ParseResult parsed = line.parseArgs("doctor");
    int exit = new Failures().handleExecutionException(failure, line, parsed);
    return new Told(exit, said.toString().strip());
  }

  @Test
  void aWrongArgumentIsWrongUsage() {
    assertThat(told(new IllegalArgumentException("k must be positive")))
        .isEqualTo(new Told(2, "pleiad: k must be positive"));
  }

  @Test
  void whatCannotBeReadIsBadData() {
    assertThat(told(new BadData("x.jsonl, line 3: no JSON")))
        .isEqualTo(new Told(3, "pleiad: x.jsonl, line 3: no JSON"));
    assertThat(told(new IOException("damaged"))).isEqualTo(new Told(3, "pleiad: damaged"));
    assertThat(told(new IllegalStateException("no runtime")))
        .isEqualTo(new Told(3, "pleiad: no runtime"));
  }

  @Test
  void aFilesTroubleNamesTheFileAndTheTrouble() {
    assertThat(told(new AccessDeniedException("a/b")).message())
        .isEqualTo("pleiad: cannot read or write 'a/b': no permission");
    assertThat(told(new NoSuchFileException("a/b")).message())
        .isEqualTo("pleiad: 'a/b': no such file or folder");
    assertThat(told(new NoSuchFileException("a/b", null, "index first")).message())
        .isEqualTo("pleiad: 'a/b': index first");
    assertThat(told(new FileSystemException("a/b", null, "Read-only file system")).message())
        .isEqualTo("pleiad: 'a/b': Read-only file system");
    assertThat(told(new NotDirectoryException("a/b is a file")).message())
        .isEqualTo("pleiad: a/b is a file");
    assertThat(told(new MalformedInputException(1)).message())
        .isEqualTo("pleiad: a file's bytes are no UTF-8 text");
  }

  @Test
  void whatOnlyCarriesAFailureIsNotToldOf() {
    IOException cause = new IOException("damaged");
    assertThat(told(new UncheckedIOException(cause)).message()).isEqualTo("pleiad: damaged");
    assertThat(told(new ExecutionException(new CompletionException(cause))).message())
        .isEqualTo("pleiad: damaged");
    assertThat(told(new IllegalArgumentException("outer", cause)).message())
        .isEqualTo("pleiad: outer");
  }

  @Test
  void aBugIsToldWithItsPlace() {
    Told told = told(new NullPointerException("nothing here"));
    assertThat(told.exit()).isEqualTo(3);
    assertThat(told.message())
        .startsWith("pleiad: this is a bug, please report it:")
        .contains("java.lang.NullPointerException: nothing here")
        .contains("at pleiad.cli.FailuresTest");
  }
}

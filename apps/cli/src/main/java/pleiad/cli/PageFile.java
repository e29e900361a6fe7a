package pleiad.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The page of pictures that a benchmark writes where somebody asks for it.
final class PageFile {
  @Option(names = "--html", paramLabel = "FILE", description = "Write a page with pictures.")
  private @Nullable Path html;

  PageFile() {}

  void write(String page, Output output) throws IOException {
    if (html != null) {
      Files.writeString(html, page);
      output.say("report written to %s", html);
    }
  }
}

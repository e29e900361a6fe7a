package pleiad.encode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Copies of checkpoints, beside whose weights the graphs that are written may lie.
final class ParityCopy {
  /// What fastembed has in its code and not in the folder.
  private static final String FASTEMBED =
      """
      {"dim": 16, "query_token_id": "[unused0]", "doc_token_id": "[unused1]", "query_maxlen": 32,
       "doc_maxlen": 60, "mask_punctuation": true, "attend_to_mask_tokens": false}
      """;

  private ParityCopy() {}

  static Path of(ParityGolden golden, Path home) {
    Path copy = home.resolve(golden.name());
    try (Stream<Path> files = Files.walk(golden.checkpoint())) {
      Files.createDirectories(home);
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(golden.checkpoint().relativize(file).toString()));
      }
      if (golden.name().equals("fastembed-bert")) {
        Files.writeString(copy.resolve("artifact.metadata"), FASTEMBED);
      }
      return copy;
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}

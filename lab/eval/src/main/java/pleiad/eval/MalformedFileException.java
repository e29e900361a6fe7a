package pleiad.eval;

import java.nio.file.Path;

/// A file that holds something else than it should, with the place where that shows.
public final class MalformedFileException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  MalformedFileException(Path file, long line, String problem) {
    super("%s, line %d: %s".formatted(file, line, problem));
  }
}

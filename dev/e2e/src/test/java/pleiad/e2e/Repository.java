package pleiad.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// The files of the repository, without what is built or belongs to git.
final class Repository {
  static final Path ROOT = Path.of(System.getProperty("pleiad.root", "../.."));

  private static final Set<String> OTHERS = Set.of("target", ".git", ".idea", "node_modules");

  private Repository() {}

  static List<Path> files(String extension) throws IOException {
    try (Stream<Path> all = Files.walk(ROOT)) {
      return all.filter(file -> file.toString().endsWith(extension) && isOurs(file))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }

  private static boolean isOurs(Path file) {
    return StreamSupport.stream(ROOT.relativize(file).spliterator(), false)
        .noneMatch(part -> OTHERS.contains(part.toString()));
  }
}

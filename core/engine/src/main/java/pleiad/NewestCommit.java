package pleiad;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.store.Directory;

/// Looks at the files of the newest commit, while a writer may make another and delete them.
final class NewestCommit {
  private NewestCommit() {}

  /// What is found out about a commit.
  interface Work<T> {
    T of(DirectoryReader commit) throws IOException;
  }

  /// Does the work on the newest commit; begins again with a newer one when a file was gone because
  /// there is a newer one.
  static <T> T read(Directory directory, Work<T> work) throws IOException {
    while (true) {
      try (DirectoryReader commit = DirectoryReader.open(directory)) {
        try {
          return work.of(commit);
        } catch (FileNotFoundException | NoSuchFileException gone) {
          if (commit.isCurrent()) {
            throw gone;
          }
        }
      }
    }
  }
}

package pleiad.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheTest {
  @TempDir Path folder;

  private Path collection(String parent, String corpus, String queries) throws IOException {
    Path collection = Files.createDirectories(folder.resolve(parent).resolve("notes"));
    Files.writeString(collection.resolve("corpus.jsonl"), corpus);
    Files.writeString(collection.resolve("queries.jsonl"), queries);
    return collection;
  }

  @Test
  void aCopyHasTheSameKeyWhereverAndWheneverItWasMade() throws IOException {
    Path one = collection("here", "a", "b");
    Path other = collection("there", "a", "b");
    Files.setLastModifiedTime(other.resolve("corpus.jsonl"), FileTime.fromMillis(0));
    assertThat(Cache.key(other, "model", "residual"))
        .isEqualTo(Cache.key(one, "model", "residual"))
        .matches("notes-[0-9a-f]{8}");
  }

  @Test
  void whateverIsAnotherChangesTheKey() throws IOException {
    Path one = collection("one", "a", "b");
    assertThat(
            new String[] {
              Cache.key(one, "model", "residual"),
              Cache.key(one, "other", "residual"),
              Cache.key(one, "model", "int8"),
              Cache.key(one, "mode", "lresidual"),
              Cache.key(collection("two", "A", "b"), "model", "residual"),
              Cache.key(collection("three", "ab", ""), "model", "residual"),
              Cache.key(collection("four", "", "ab"), "model", "residual")
            })
        .doesNotHaveDuplicates();
  }
}

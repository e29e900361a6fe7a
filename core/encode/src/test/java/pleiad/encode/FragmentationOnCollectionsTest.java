package pleiad.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Whether real collections fall on the right side, where they are beside the repository; without
/// them there is nothing to say.
final class FragmentationOnCollectionsTest {
  private static final Path COLLECTIONS =
      Path.of(System.getProperty("pleiad.root")).resolve("../shared/data").normalize();

  /// A collection and between which shares its documents lie.
  record Expected(String folder, double atLeast, double atMost) {
    Path corpus() {
      return COLLECTIONS.resolve(folder).resolve("corpus.jsonl");
    }
  }

  @TestFactory
  Stream<DynamicTest> englishIsFarFromForeignAndGermanAndChineseAreForeign() {
    return Stream.of(
            new Expected("cranfield", 0.04, 0.08),
            new Expected("xquad/en", 0.04, 0.08),
            new Expected("pubmedqa", 0.10, 0.13),
            new Expected("scifact", 0.14, 0.18),
            new Expected("techdocs-en", 0.15, 0.20),
            new Expected("xquad/de", 0.54, 0.60),
            new Expected("xquad/zh", 0.80, 0.90))
        .filter(expected -> Files.exists(expected.corpus()))
        .map(expected -> DynamicTest.dynamicTest(expected.folder(), () -> check(expected)));
  }

  private void check(Expected expected) {
    Fragmentation counted = new Fragmentation();
    for (String line : lines(expected.corpus())) {
      String text = (Golden.string(line, "title") + " " + Golden.string(line, "text")).strip();
      counted.add(text, Bundled.tokens(text));
    }
    assertThat(counted.share()).isBetween(expected.atLeast(), expected.atMost());
    assertThat(counted.foreign()).isEqualTo(expected.atLeast() > Fragmentation.FOREIGN);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}

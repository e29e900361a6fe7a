package pleiad.encode.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Real PDFs, where they are beside the repository: pages look as another renderer drew them, and
/// have text.
final class PdfCollectionTest {
  private static final Path COLLECTION =
      Path.of(System.getProperty("pleiad.root"))
          .resolve("../shared/data/pdf-pages-dev")
          .normalize();

  /// Steps of 255 that the mean of a page's values may differ: other smoothing of edges, and JPEG.
  private static final double SAME = 4;

  @TestFactory
  Stream<DynamicTest> pagesLookAsElsewhere() throws IOException {
    return files().stream()
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
  }

  private static List<Path> files() throws IOException {
    if (!Files.isDirectory(COLLECTION)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(COLLECTION.resolve("pdf"))) {
      return files.sorted().toList();
    }
  }

  private static void check(Path file) throws IOException {
    String name = file.getFileName().toString().replaceFirst("\\.pdf$", "");
    try (PdfPages pages = PdfPages.open(file)) {
      for (int page = 1; page <= Math.min(pages.count(), 2); page++) {
        Path drawn = COLLECTION.resolve("pages/%s_p%d.jpg".formatted(name, page - 1));
        Resizer small = new Resizer(Resampling.BICUBIC);
        Pixels ours = small.resize(pages.render(page, 96), 60, 80);
        Pixels theirs = small.resize(Pictures.read(drawn), 60, 80);
        assertThat(difference(ours, theirs)).as("%s page %d", name, page).isLessThan(SAME);
        assertThat(pages.text(page)).as("%s page %d", name, page).hasSizeGreaterThan(50);
      }
    }
  }

  private static double difference(Pixels a, Pixels b) {
    double sum = 0;
    for (int i = 0; i < a.bytes().length; i++) {
      sum += Math.abs((a.bytes()[i] & 0xff) - (b.bytes()[i] & 0xff));
    }
    return sum / a.bytes().length;
  }
}

package pleiad.encode.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.MemoryUsageSetting;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.rendering.ImageType;

/// A PDF file, page by page: what a page looks like, and its text. Pages are numbered from 1, as
/// people and messages do.
///
/// A file that needs no password to be opened is read even if it is encrypted. For one thread.
///
/// Fonts that a file does not bring are taken from the machine's, so pages with such fonts differ
/// between machines. To know those, PDFBox looks through the machine's fonts at the first page that
/// needs one and keeps what it found in `.pdfbox.cache` in the user's home.
public final class PdfPages implements AutoCloseable {
  private static final double POINTS_AN_INCH = 72;

  private final Path file;
  private final PDDocument document;
  private final PageLimits limits;
  private final int count;

  private PdfPages(Path file, PDDocument document, PageLimits limits, int count) {
    this.file = file;
    this.document = document;
    this.limits = limits;
    this.count = count;
  }

  /// Opens a file within [PageLimits#DEFAULT].
  ///
  /// @throws IOException as [#open(Path, PageLimits)]
  public static PdfPages open(Path file) throws IOException {
    return open(file, PageLimits.DEFAULT);
  }

  /// Opens a file.
  ///
  /// @throws IOException when it is not there, no PDF, damaged, needs a password, or has no pages
  ///   or too many; names the file
  public static PdfPages open(Path file, PageLimits limits) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException("there is no file '%s'".formatted(file));
    }
    PDDocument document = load(file, limits);
    try {
      return new PdfPages(file, document, limits, count(file, document, limits));
    } catch (IOException | RuntimeException | Error refused) {
      document.close();
      throw refused;
    }
  }

  private static PDDocument load(Path file, PageLimits limits) throws IOException {
    MemoryUsageSetting memory =
        MemoryUsageSetting.setupMixed(limits.memoryBytes(), limits.temporaryBytes());
    try {
      return Loader.loadPDF(file.toFile(), "", memory.streamCache);
    } catch (InvalidPasswordException encrypted) {
      throw new IOException(
          "'%s' is encrypted and needs a password; decrypt it first".formatted(file), encrypted);
    } catch (IOException | RuntimeException | StackOverflowError | LinkageError damaged) {
      throw new IOException(
          "'%s' cannot be read as a PDF: %s".formatted(file, damaged.getMessage()), damaged);
    }
  }

  private static int count(Path file, PDDocument document, PageLimits limits) throws IOException {
    int count;
    try {
      count = document.getNumberOfPages();
    } catch (RuntimeException | StackOverflowError damaged) {
      throw new IOException(
          "'%s' has no list of pages that can be read: %s".formatted(file, damaged.getMessage()),
          damaged);
    }
    if (count < 1) {
      throw new IOException("'%s' has no pages".formatted(file));
    }
    if (count > limits.pages()) {
      throw new IOException(
          "'%s' has %d pages; expected at most %d".formatted(file, count, limits.pages()));
    }
    return count;
  }

  /// How many pages there are.
  public int count() {
    return count;
  }

  /// The file's title as it says itself; empty where it says none. Many files have one that was
  /// left from a template.
  ///
  /// @throws IOException when it cannot be read; names the file
  public String title() throws IOException {
    try {
      String title = document.getDocumentInformation().getTitle();
      return title == null ? "" : title.strip();
    } catch (RuntimeException damaged) {
      throw new IOException(
          "the title of '%s' cannot be read: %s".formatted(file, damaged.getMessage()), damaged);
    }
  }

  /// Draws a page on white. A4 has 1240 × 1754 pixels at 150 dpi.
  ///
  /// Like people's viewers, this draws what can be drawn of a page with broken parts. Yet a picture
  /// of a kind that is not read at all, such as JPEG 2000, is an error: scanned pages would come
  /// out blank.
  ///
  /// @param page from 1 to [#count()]
  /// @param dpi pixels an inch
  /// @throws IOException when the page cannot be drawn or has more pixels than the limit; names
  ///   file and page
  public Pixels render(int page, double dpi) throws IOException {
    if (!(dpi > 0 && dpi <= 10_000)) {
      throw new IllegalArgumentException(
          "a resolution is above 0 and at most 10000 dpi, and not " + dpi);
    }
    return reading(page, "drawn", () -> Pixels.of(drawn(page, dpi)));
  }

  private BufferedImage drawn(int page, double dpi) throws IOException {
    checkSize(document.getPage(page - 1), dpi);
    return new PageRenderer(document, limits)
        .renderImageWithDPI(page - 1, (float) dpi, ImageType.RGB);
  }

  private void checkSize(PDPage page, double dpi) throws IOException {
    PDRectangle box = page.getCropBox();
    double width = box.getWidth() * dpi / POINTS_AN_INCH;
    double height = box.getHeight() * dpi / POINTS_AN_INCH;
    if (!(width > 0 && height > 0)) {
      throw new IOException(
          "it is %s x %s points large".formatted(box.getWidth(), box.getHeight()));
    }
    if (!(Math.max(width, 1) * Math.max(height, 1) <= limits.pixels())) {
      throw new IOException(
          "it has %.0f x %.0f pixels at %s dpi, and at most %d are drawn; take a lower resolution"
              .formatted(width, height, dpi, limits.pixels()));
    }
  }

  /// The text of a page, in the order in which the file has it; empty for one that is only a
  /// picture. Lines end with `\n`.
  ///
  /// @param page from 1 to [#count()]
  /// @throws IOException when it cannot be read or is longer than the limit; names file and page
  public String text(int page) throws IOException {
    return reading(page, "read", () -> PageText.of(document, page, limits.characters()));
  }

  private interface Reading<T> {
    T read() throws IOException;
  }

  private <T> T reading(int page, String what, Reading<T> reading) throws IOException {
    if (page < 1 || page > count) {
      throw new IllegalArgumentException(
          "'%s' has the pages 1 to %d, and no page %d".formatted(file, count, page));
    }
    try {
      return reading.read();
    } catch (IOException | RuntimeException | StackOverflowError damaged) {
      throw new IOException(
          "page %d of '%s' cannot be %s: %s".formatted(page, file, what, damaged.getMessage()),
          damaged);
    }
  }

  /// Closes the file and removes what was kept temporarily.
  @Override
  public void close() throws IOException {
    document.close();
  }
}

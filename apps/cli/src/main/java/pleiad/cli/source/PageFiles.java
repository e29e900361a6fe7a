package pleiad.cli.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import pleiad.Document;
import pleiad.PagePicture;
import pleiad.encode.image.PdfPages;
import pleiad.encode.image.Pictures;
import pleiad.encode.image.Pixels;

/// What pages look like: PNG and JPEG files, and pages of PDFs. Two are the same when their files
/// have the same bytes, whatever they are called.
public final class PageFiles {
  /// The field of a JSON line that names a picture of its page, beside the file.
  public static final String FIELD = "image";

  private static final Pattern WITH_PAGE = Pattern.compile("(.+)#page=(\\d{1,6})");
  private static final int BLOCK = 1 << 20;

  private PageFiles() {}

  /// A PNG or JPEG file as an entry; a bad one where it cannot be read.
  ///
  /// @param document what is known of it beside
  public static Entry entry(String where, Path file, Document document) {
    try {
      return new Entry.Page(where, document, new Picture(file, sha256(file)));
    } catch (IOException unreadable) {
      return new Entry.Bad(where, "the picture '%s' cannot be read".formatted(file));
    }
  }

  /// A PNG or JPEG file as a page of its own.
  static Entry entry(Path file, String id) {
    return entry(
        file.toString(), file, Document.of(id, "").withMetadata(Map.of(PdfFile.SOURCE, id)));
  }

  /// Draws the page that a person names: `form.pdf#page=3`, the PDF of a single page, or a picture.
  ///
  /// @throws IllegalArgumentException when it is none of these
  /// @throws IOException when it cannot be read or drawn
  public static Pixels draw(String written, double dpi) throws IOException {
    Matcher form = WITH_PAGE.matcher(written);
    boolean numbered = form.matches();
    Path file = Path.of(numbered ? form.group(1) : written);
    if (Sources.isPicture(file)) {
      return Pictures.read(file);
    }
    if (!Sources.isPdf(file)) {
      throw new IllegalArgumentException(
          "'%s' is no page; expected a PDF with a page, as in form.pdf#page=3, a PNG or a JPEG file"
              .formatted(written));
    }
    try (PdfPages pages = PdfPages.open(file)) {
      if (!numbered && pages.count() > 1) {
        throw new IllegalArgumentException(
            "'%s' has %d pages; say which, as in '%s'"
                .formatted(file, pages.count(), PdfFile.id(written, 1)));
      }
      return pages.render(numbered ? Integer.parseInt(form.group(2)) : 1, dpi);
    }
  }

  /// @param sha256 of the file
  /// @param page from 1
  static PagePicture picture(Path pdf, String sha256, int page, double dpi) {
    return new PdfPage(pdf, sha256, page, dpi);
  }

  private record Picture(Path file, String identity) implements PagePicture {
    @Override
    public Pixels draw() throws IOException {
      return Pictures.read(file);
    }
  }

  /// Opens its file for itself, since many threads draw: that takes some milliseconds, and drawing
  /// a page and encoding it takes hundreds.
  private record PdfPage(Path pdf, String sha256, int page, double dpi) implements PagePicture {
    @Override
    public String identity() {
      return "%s page %d at %s dpi".formatted(sha256, page, dpi);
    }

    @Override
    public Pixels draw() throws IOException {
      try (PdfPages pages = PdfPages.open(pdf)) {
        return pages.render(page, dpi);
      }
    }
  }

  static String sha256(Path file) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every JVM has SHA-256", impossible);
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer block = ByteBuffer.allocate(BLOCK);
      while (channel.read(block) >= 0) {
        digest.update(block.flip());
        block.clear();
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}

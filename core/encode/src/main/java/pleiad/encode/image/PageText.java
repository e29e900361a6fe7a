package pleiad.encode.image;

import java.io.IOException;
import java.io.Writer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;

/// The text of one page, up to a length.
final class PageText extends Writer {
  private final StringBuilder text = new StringBuilder();
  private final int limit;

  private PageText(int limit) {
    this.limit = limit;
  }

  static String of(PDDocument document, int page, int limit) throws IOException {
    PDFTextStripper stripper = new PDFTextStripper();
    stripper.setLineSeparator("\n");
    stripper.setPageEnd("");
    stripper.setStartPage(page);
    stripper.setEndPage(page);
    PageText writer = new PageText(limit);
    stripper.writeText(document, writer);
    return writer.text.toString().strip();
  }

  @Override
  public void write(char[] characters, int from, int length) throws IOException {
    if (length > limit - text.length()) {
      throw new IOException("its text has more than %d characters".formatted(limit));
    }
    text.append(characters, from, length);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}

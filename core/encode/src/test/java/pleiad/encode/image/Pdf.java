package pleiad.encode.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import org.apache.pdfbox.pdmodel.graphics.color.PDDeviceRGB;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;

/// Makes PDF files.
final class Pdf {
  /// What a page shows.
  interface Drawing {
    void draw(PDDocument document, PDPage page, PDPageContentStream content) throws IOException;
  }

  private final PDDocument document = new PDDocument();

  /// Adds a page of 200 × 100 points.
  Pdf page(Drawing drawing) throws IOException {
    PDPage page = new PDPage(new PDRectangle(200, 100));
    document.addPage(page);
    try (PDPageContentStream content = new PDPageContentStream(document, page)) {
      drawing.draw(document, page, content);
    }
    return this;
  }

  /// Adds a page of text, a line each.
  Pdf text(String... lines) throws IOException {
    return page(
        (_, _, content) -> {
          content.beginText();
          content.setFont(new PDType1Font(FontName.HELVETICA), 10);
          content.newLineAtOffset(10, 80);
          for (String line : lines) {
            content.showText(line);
            content.newLineAtOffset(0, -14);
          }
          content.endText();
        });
  }

  /// Adds a page whose lower left quarter is red.
  Pdf red() throws IOException {
    return page(
        (_, _, content) -> {
          content.setNonStrokingColor(1f, 0f, 0f);
          content.addRect(0, 0, 100, 50);
          content.fill();
        });
  }

  /// Adds a page with a picture, whose bytes are not looked at before it is drawn.
  Pdf picture(COSName filter, int width, int height) throws IOException {
    return page(
        (document, _, content) ->
            content.drawImage(
                new PDImageXObject(
                    document,
                    new ByteArrayInputStream(new byte[] {1, 2, 3}),
                    filter,
                    width,
                    height,
                    8,
                    PDDeviceRGB.INSTANCE),
                0,
                0,
                100,
                100));
  }

  /// Turns the last page.
  Pdf turned(int degrees) {
    document.getPage(document.getNumberOfPages() - 1).setRotation(degrees);
    return this;
  }

  /// Gives the file a title.
  Pdf titled(String title) {
    document.getDocumentInformation().setTitle(title);
    return this;
  }

  /// Encrypts the file.
  Pdf encrypted(String password) throws IOException {
    document.protect(new StandardProtectionPolicy("owner", password, new AccessPermission()));
    return this;
  }

  /// Writes the file.
  Path to(Path file) throws IOException {
    document.save(file.toFile());
    document.close();
    return file;
  }
}

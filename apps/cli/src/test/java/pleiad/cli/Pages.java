package pleiad.cli;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;

/// PDFs and pictures that tests write, and small page-image models with random weights.
public final class Pages {
  private Pages() {}

  /// A checkpoint of those that `pages.py` made: graph, tokenizer and settings.
  public static Path model(String name) {
    return Path.of(System.getProperty("pleiad.root"))
        .resolve("core/encode/src/test/resources/pleiad/encode/image")
        .resolve(name);
  }

  /// Writes a PDF, a page for each text; one without text has only a bar.
  public static Path pdf(Path file, String... texts) throws IOException {
    try (PDDocument document = document(texts)) {
      document.save(file.toFile());
    }
    return file;
  }

  /// Writes a PDF that needs a password.
  public static Path encrypted(Path file) throws IOException {
    try (PDDocument document = document("secret")) {
      document.protect(new StandardProtectionPolicy("owner", "user", new AccessPermission()));
      document.save(file.toFile());
    }
    return file;
  }

  private static PDDocument document(String... texts) throws IOException {
    PDDocument document = new PDDocument();
    document.getDocumentInformation().setTitle("A form");
    for (int i = 0; i < texts.length; i++) {
      PDPage page = new PDPage(new PDRectangle(200, 100));
      document.addPage(page);
      try (PDPageContentStream content = new PDPageContentStream(document, page)) {
        content.setNonStrokingColor(0.2f * (i % 5), 0.3f, 0.8f);
        content.addRect(10, 10, 20 + 30 * (i % 5), 20);
        content.fill();
        if (!texts[i].isEmpty()) {
          content.beginText();
          content.setFont(new PDType1Font(FontName.HELVETICA), 10);
          content.newLineAtOffset(10, 80);
          content.showText(texts[i]);
          content.endText();
        }
      }
    }
    return document;
  }

  /// Writes a picture of one colour.
  public static Path picture(Path file, int colour) throws IOException {
    BufferedImage picture = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 40 * 30; i++) {
      picture.setRGB(i % 40, i / 40, colour);
    }
    String name = file.getFileName().toString();
    Files.createDirectories(file.toAbsolutePath().getParent());
    ImageIO.write(picture, name.endsWith(".png") ? "png" : "jpg", file.toFile());
    return file;
  }
}

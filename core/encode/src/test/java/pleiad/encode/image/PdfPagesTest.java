package pleiad.encode.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.imageio.ImageIO;
import org.apache.pdfbox.cos.COSName;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pleiad.testkit.Seed;

@ExtendWith(Seed.class)
final class PdfPagesTest {
  /// PDFBox tells of every damage that it works around. Kept here, for loggers are forgotten.
  private static final List<Logger> LOGS =
      List.of(Logger.getLogger("org.apache.pdfbox"), Logger.getLogger("org.apache.fontbox"));

  @TempDir Path folder;

  @BeforeAll
  static void beQuiet() {
    LOGS.forEach(log -> log.setLevel(Level.OFF));
  }

  @AfterAll
  static void speakAgain() {
    LOGS.forEach(log -> log.setLevel(null));
  }

  private Path file() {
    return folder.resolve("form.pdf");
  }

  private static List<Integer> at(Pixels pixels, int x, int y) {
    return List.of(pixels.at(x, y, 0), pixels.at(x, y, 1), pixels.at(x, y, 2));
  }

  private static void refused(ThrowingCallable call, String... parts) {
    assertThatThrownBy(call).isInstanceOf(IOException.class).hasMessageContainingAll(parts);
  }

  @Test
  void aFileMayHaveATitle() throws IOException {
    try (PdfPages pages = PdfPages.open(new Pdf().red().titled(" A form ").to(file()))) {
      assertThat(pages.title()).isEqualTo("A form");
    }
    try (PdfPages pages = PdfPages.open(new Pdf().red().to(file()))) {
      assertThat(pages.title()).isEmpty();
    }
  }

  @Test
  void aPageIsDrawnOnWhiteInTheResolutionAskedFor() throws IOException {
    try (PdfPages pages = PdfPages.open(new Pdf().red().to(file()))) {
      Pixels page = pages.render(1, 144);
      assertThat(page).hasToString("Pixels[400 x 200]");
      assertThat(at(page, 20, 180)).containsExactly(255, 0, 0);
      assertThat(at(page, 380, 180)).containsExactly(255, 255, 255);
      assertThat(at(page, 20, 20)).containsExactly(255, 255, 255);
      assertThat(pages.render(1, 72)).hasToString("Pixels[200 x 100]");
      assertThat(pages.render(1, 0.1)).hasToString("Pixels[1 x 1]");
    }
  }

  @Test
  void aTurnedPageIsDrawnAsPeopleSeeIt() throws IOException {
    try (PdfPages pages = PdfPages.open(new Pdf().red().turned(90).to(file()))) {
      Pixels page = pages.render(1, 72);
      assertThat(page).hasToString("Pixels[100 x 200]");
      assertThat(at(page, 10, 10)).containsExactly(255, 0, 0);
    }
  }

  @Test
  void textComesPageByPage() throws IOException {
    Pdf pdf = new Pdf().text("Antrag auf Wohngeld", "Seite eins").red().text("last page");
    try (PdfPages pages = PdfPages.open(pdf.to(file()))) {
      assertThat(pages.count()).isEqualTo(3);
      assertThat(pages.text(1)).isEqualTo("Antrag auf Wohngeld\nSeite eins");
      assertThat(pages.text(2)).isEmpty();
      assertThat(pages.text(3)).isEqualTo("last page");
    }
  }

  @Test
  void aPageThatIsNotThereIsTheCallersMistake() throws IOException {
    try (PdfPages pages = PdfPages.open(new Pdf().red().to(file()))) {
      for (int page : new int[] {0, 2, -1}) {
        assertThatThrownBy(() -> pages.text(page))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("'%s' has the pages 1 to 1, and no page %d", file(), page);
      }
      for (double dpi : new double[] {0, -72, Double.NaN, 1e9}) {
        assertThatThrownBy(() -> pages.render(1, dpi))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("above 0 and at most 10000 dpi");
      }
    }
  }

  @Test
  void whatNeedsNoPasswordIsOpenedThoughEncrypted() throws IOException {
    try (PdfPages pages = PdfPages.open(new Pdf().text("open").encrypted("").to(file()))) {
      assertThat(pages.text(1)).isEqualTo("open");
    }
  }

  @Test
  void whatNeedsAPasswordIsRefused() throws IOException {
    new Pdf().text("secret").encrypted("user").to(file());
    refused(() -> PdfPages.open(file()), file().toString(), "encrypted and needs a password");
  }

  @Test
  void aFileWithoutPagesIsRefused() throws IOException {
    new Pdf().to(file());
    refused(() -> PdfPages.open(file()), "'%s' has no pages".formatted(file()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "%PDF-1.7\n", "hello", "%PDF-1.7\ntrailer<</Root 1 0 R>>\n%%EOF"})
  void whatIsNoPdfIsRefused(String content) throws IOException {
    Files.write(file(), content.getBytes(StandardCharsets.US_ASCII));
    refused(() -> PdfPages.open(file()), file().toString());
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    refused(() -> PdfPages.open(file()), "there is no file '%s'".formatted(file()));
    refused(() -> PdfPages.open(folder), "there is no file '%s'".formatted(folder));
  }

  @Test
  void damagedFilesGiveTheirPagesOrAnErrorThatNamesThem(Random random) throws IOException {
    byte[] whole = Files.readAllBytes(new Pdf().text("one", "two").red().text("3").to(file()));
    for (int round = 0; round < 150; round++) {
      byte[] damaged = whole.clone();
      for (int hit = 0; hit < 1 + random.nextInt(8); hit++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      Files.write(file(), damaged);
      try (PdfPages pages = PdfPages.open(file())) {
        for (int page = 1; page <= pages.count(); page++) {
          pages.text(page);
          pages.render(page, 36);
        }
      } catch (IOException refused) {
        assertThat(refused).hasMessageContaining(file().toString());
      }
    }
  }

  @Test
  void limitsHold() throws IOException {
    Path pdf = new Pdf().text("0123456789").red().to(file());
    refused(() -> PdfPages.open(pdf, limits(1, 1, 1)), "has 2 pages; expected at most 1");
    try (PdfPages pages = PdfPages.open(pdf, limits(2, 19_999, 9))) {
      refused(
          () -> pages.render(2, 72),
          "page 2 of '%s' cannot be drawn".formatted(pdf),
          "200 x 100 pixels at 72.0 dpi, and at most 19999");
      refused(() -> pages.text(1), "page 1 of '%s' cannot be read".formatted(pdf), "more than 9");
    }
    try (PdfPages pages = PdfPages.open(pdf, limits(2, 20_000, 11))) {
      assertThat(pages.render(2, 72).width()).isEqualTo(200);
      assertThat(pages.text(1)).isEqualTo("0123456789");
    }
  }

  private static PageLimits limits(int pages, int pixels, int characters) {
    return new PageLimits(pages, pixels, characters, 1 << 20, 1 << 20);
  }

  @Test
  void aPictureThatIsNotReadHereIsSaidAndNotLeftOut() throws IOException {
    try (PdfPages pages = PdfPages.open(new Pdf().picture(COSName.JPX_DECODE, 8, 8).to(file()))) {
      refused(() -> pages.render(1, 72), "page 1 of '%s'".formatted(file()), "JPEG2000");
    }
  }

  @Test
  void aPictureTooLargeForTheMemoryIsRefused() throws IOException {
    Path pdf = new Pdf().picture(COSName.DCT_DECODE, 60_000, 60_000).to(file());
    try (PdfPages pages = PdfPages.open(pdf)) {
      refused(() -> pages.render(1, 72), "a picture on it has 60000 x 60000 pixels");
    }
  }

  @Test
  void scansInJbig2AreRead() {
    assertThat(ImageIO.getImageReadersByFormatName("JBIG2").hasNext()).isTrue();
  }
}

package pleiad.encode.image;

import java.io.IOException;
import java.util.List;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.filter.MissingImageReaderException;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.graphics.image.PDImage;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.rendering.PageDrawer;
import org.apache.pdfbox.rendering.PageDrawerParameters;

/// PDFBox's renderer, which leaves out pictures that it cannot read and logs that; this one says
/// so. It also refuses pictures that would not fit into memory before it decodes them.
final class PageRenderer extends PDFRenderer {
  private final PageLimits limits;

  PageRenderer(PDDocument document, PageLimits limits) {
    super(document);
    this.limits = limits;
  }

  @Override
  protected PageDrawer createPageDrawer(PageDrawerParameters parameters) throws IOException {
    return new Drawer(parameters, limits);
  }

  /// A picture on the page that is larger than the limit.
  private static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1;

    TooLarge(PDImage picture, int limit) {
      super(
          "a picture on it has %d x %d pixels; expected at most %d"
              .formatted(picture.getWidth(), picture.getHeight(), limit));
    }
  }

  private static final class Drawer extends PageDrawer {
    private final PageLimits limits;

    Drawer(PageDrawerParameters parameters, PageLimits limits) throws IOException {
      super(parameters);
      this.limits = limits;
    }

    @Override
    public void drawImage(PDImage picture) throws IOException {
      if ((long) picture.getWidth() * picture.getHeight() > limits.pixels()) {
        throw new TooLarge(picture, limits.pixels());
      }
      super.drawImage(picture);
    }

    @Override
    protected void operatorException(
        Operator operator, List<COSBase> operands, IOException exception) throws IOException {
      if (exception instanceof TooLarge || exception instanceof MissingImageReaderException) {
        throw exception;
      }
      super.operatorException(operator, operands, exception);
    }
  }
}

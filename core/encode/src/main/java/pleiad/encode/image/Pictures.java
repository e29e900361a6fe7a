package pleiad.encode.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;

/// Reads PNG and JPEG files.
///
/// Colours are taken as the file has them: no colour profile is applied, transparency is dropped
/// and a camera's note on how it was held is not looked at, as Pillow does not either.
public final class Pictures {
  private static final Set<String> FORMATS = Set.of("png", "jpeg");

  private Pictures() {}

  /// Reads a picture within [PageLimits#DEFAULT].
  ///
  /// @throws IOException as [#read(Path, PageLimits)]
  public static Pixels read(Path file) throws IOException {
    return read(file, PageLimits.DEFAULT);
  }

  /// Reads a picture.
  ///
  /// @throws IOException when it is no PNG and no JPEG, damaged, too large, or in colours that are
  ///   not read here (CMYK); names the file
  public static Pixels read(Path file, PageLimits limits) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException("there is no picture '%s'".formatted(file));
    }
    try (ImageInputStream stream = new FileImageInputStream(file.toFile())) {
      return read(file, stream, limits);
    }
  }

  private static Pixels read(Path file, ImageInputStream stream, PageLimits limits)
      throws IOException {
    ImageReader reader = reader(file, stream);
    try {
      reader.setInput(stream, true, true);
      int width = reader.getWidth(0);
      int height = reader.getHeight(0);
      if ((long) width * height > limits.pixels()) {
        throw new IOException(
            "it has %d x %d pixels; expected at most %d".formatted(width, height, limits.pixels()));
      }
      return Pixels.of(reader.read(0));
    } catch (IOException | RuntimeException broken) { // the readers throw what comes along
      throw new IOException(
          "the picture '%s' cannot be read: %s".formatted(file, broken.getMessage()), broken);
    } finally {
      reader.dispose();
    }
  }

  private static ImageReader reader(Path file, ImageInputStream stream) throws IOException {
    for (Iterator<ImageReader> readers = ImageIO.getImageReaders(stream); readers.hasNext(); ) {
      ImageReader reader = readers.next();
      if (FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
        return reader;
      }
      reader.dispose();
    }
    throw new IOException("'%s' is neither a PNG nor a JPEG picture".formatted(file));
  }
}

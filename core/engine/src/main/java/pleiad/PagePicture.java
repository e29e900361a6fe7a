package pleiad;

import java.io.IOException;
import pleiad.encode.image.Pixels;

/// What a page looks like, drawn when that is needed: for a document that is new or has changed.
public interface PagePicture {
  /// What tells this picture from any other, such as the SHA-256 of its file, the page and the
  /// resolution. A document whose picture says the same as before is taken for unchanged.
  String identity();

  /// Draws it: asked when its document is encoded, once a model.
  ///
  /// @throws IOException when it cannot be drawn
  Pixels draw() throws IOException;
}

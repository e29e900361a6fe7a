package pleiad.encode;

import pleiad.encode.image.Pixels;

/// An encoder whose documents are pages, seen as pictures; texts are its queries. Asked to encode a
/// text that is a document, it refuses.
public interface PageEncoder extends Encoder {
  /// Encodes a page.
  ///
  /// @throws IllegalArgumentException when the model takes no picture of these proportions
  /// @throws IllegalStateException when the encoder is closed, fails, or the JVM is shutting down
  PageEncoding encode(Pixels page);
}

package pleiad.cli.source;

/// How pages are read.
///
/// @param pictures whether as pictures, for a page-image model, or as the text on them
/// @param dpi pixels an inch, in which pages of PDFs are drawn
public record Reading(boolean pictures, double dpi) {
  /// A4 has 1240 × 1754 pixels then, more than most models look at.
  public static final double DEFAULT_DPI = 150;

  /// The text on pages.
  public static final Reading TEXTS = new Reading(false, DEFAULT_DPI);

  /// Checks the resolution.
  public Reading {
    if (!(dpi >= 1 && dpi <= 1_200)) {
      throw new IllegalArgumentException("a resolution is from 1 to 1200 dpi, got " + dpi);
    }
  }
}

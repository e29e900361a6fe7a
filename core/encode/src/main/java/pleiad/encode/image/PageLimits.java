package pleiad.encode.image;

/// What a file of pages may cost at most.
///
/// @param pages pages of a PDF
/// @param pixels of a page once it is drawn, and of a picture, also of one that lies on a page
/// @param characters of a page's text
/// @param memoryBytes what decrypted parts of a PDF may take in memory; what is more goes to a
///   temporary file
/// @param temporaryBytes what they may take in memory and in that file together
public record PageLimits(
    int pages, int pixels, int characters, long memoryBytes, long temporaryBytes) {
  /// 10 000 pages, 80 million pixels, a million characters, 64 MiB and 1 GiB: room for an A3 sheet
  /// scanned at 600 dpi.
  public static final PageLimits DEFAULT =
      new PageLimits(10_000, 80_000_000, 1_000_000, 64L << 20, 1L << 30);

  /// Checks that each is a size.
  public PageLimits {
    if (pages < 1
        || pixels < 1
        || characters < 1
        || memoryBytes < 1
        || temporaryBytes < memoryBytes) {
      throw new IllegalArgumentException(
          "limits are at least 1, and the file's not below the memory's; found %d pages, %d pixels,"
                  .formatted(pages, pixels)
              + " %d characters, %d bytes in memory, %d bytes in all"
                  .formatted(characters, memoryBytes, temporaryBytes));
    }
  }
}

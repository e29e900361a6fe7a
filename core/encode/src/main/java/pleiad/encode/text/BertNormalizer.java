package pleiad.encode.text;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pleiad.encode.weights.Config;

/// What BERT does to a text before it is cut into words.
///
/// @param cleanText drops control characters and makes all white space blanks
/// @param handleChineseChars makes each Chinese character a word
/// @param stripAccents drops accents; `null` as [#lowercase]
/// @param lowercase drops capitals
record BertNormalizer(
    boolean cleanText,
    boolean handleChineseChars,
    @Nullable Boolean stripAccents,
    boolean lowercase) {
  /// The uncased models' own.
  static final BertNormalizer UNCASED = new BertNormalizer(true, true, null, true);

  /// Reads a `normalizer`; empty when it is of another kind.
  static Optional<BertNormalizer> of(@Nullable Config normalizer) throws IOException {
    if (normalizer == null || !normalizer.text("type", "").equals("BertNormalizer")) {
      return Optional.empty();
    }
    Boolean accents =
        normalizer.has("strip_accents") ? normalizer.flag("strip_accents", false) : null;
    return Optional.of(
        new BertNormalizer(
            normalizer.flag("clean_text", true),
            normalizer.flag("handle_chinese_chars", true),
            accents,
            normalizer.flag("lowercase", true)));
  }

  /// Whether it does what [Letters] does.
  boolean isUncased() {
    return cleanText && handleChineseChars && lowercase && !Boolean.FALSE.equals(stripAccents);
  }
}

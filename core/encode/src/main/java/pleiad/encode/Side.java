package pleiad.encode;

import java.util.BitSet;

/// How texts of one role become passes of a model: all in numbers, nothing left to look up.
///
/// ```
/// [CLS] marker prefix text [SEP] expansion expansion …
/// ```
///
/// @param stripped whether white space around a text is dropped first
/// @param lowered whether a text is put into lower case first
/// @param prefix text that is put before the text and tokenised with it; empty for none
/// @param prefixKept whether the prefix's tokens have vectors
/// @param marker the id that is put in behind the first; [#NONE] for none
/// @param length ids of one pass at most, special ones and the marker included
/// @param windows whether a longer text takes several passes; otherwise its end is not seen
/// @param expandTo ids that a pass has at least, filled with `expansion`; 0 for no expansion
/// @param expansion the id that fills a pass
/// @param expansionAttended whether tokens look at those that fill
/// @param specialsKept whether special tokens, the marker and the filling ones have vectors
/// @param skipped ids of tokens that have no vector
record Side(
    boolean stripped,
    boolean lowered,
    String prefix,
    boolean prefixKept,
    int marker,
    int length,
    boolean windows,
    int expandTo,
    int expansion,
    boolean expansionAttended,
    boolean specialsKept,
    BitSet skipped) {
  /// No marker.
  static final int NONE = -1;

  /// A text between the model's special tokens, and nothing else.
  ///
  /// @param length ids of one pass at most
  /// @param specialsKept whether special tokens have vectors
  static Side plain(int length, boolean specialsKept) {
    return new Side(
        false, false, "", false, NONE, length, true, 0, NONE, false, specialsKept, new BitSet());
  }

  /// All of it, for a fingerprint.
  String text() {
    return "strip %b, lower %b, prefix '%s' kept %b, marker %d, length %d, %s, to %d by %d seen %b, specials %b, without %s"
        .formatted(
            stripped,
            lowered,
            prefix,
            prefixKept,
            marker,
            length,
            windows ? "even windows" : "cut",
            expandTo,
            expansion,
            expansionAttended,
            specialsKept,
            skipped);
  }

  Prepared prepare(String text) {
    return Prepared.of(text, stripped, lowered);
  }
}

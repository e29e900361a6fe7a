package pleiad.passage;

import java.util.Locale;

/// How a long text becomes passages.
///
/// @param by what a passage is made of
/// @param tokens the most tokens of the model that a passage has; a text with no more stays whole
/// @param overlap the most tokens that a passage repeats of the one before it
/// @param late whether the model sees the whole text and its token vectors are cut afterwards, so
///   that every passage's vectors know what stood around it (late chunking, Günther et al., 2024);
///   else each passage is encoded by itself
public record Chunking(By by, int tokens, int overlap, boolean late) {
  /// What a passage is made of.
  public enum By {
    /// As many words as fit; it ends behind a sentence where one ends in its last third.
    TOKENS,
    /// As many whole sentences as fit; only one that is longer than a passage is cut, between
    /// words.
    SENTENCES,
    /// What stands under one Markdown heading (`# …` to `###### …`), by sentences where that is
    /// longer; nothing overlaps across headings.
    HEADINGS
  }

  /// @throws IllegalArgumentException when a passage could not get on
  public Chunking {
    if (tokens < 1) {
      throw new IllegalArgumentException("a passage has at least 1 token, got " + tokens);
    }
    if (overlap < 0 || overlap >= tokens) {
      throw new IllegalArgumentException(
          "passages of %d tokens overlap by 0 to %d, got %d"
              .formatted(tokens, tokens - 1, overlap));
    }
  }

  /// Passages of so many tokens that do not overlap.
  public static Chunking of(By by, int tokens) {
    return new Chunking(by, tokens, 0, false);
  }

  public Chunking overlap(int overlap) {
    return new Chunking(by, tokens, overlap, late);
  }

  public Chunking late(boolean late) {
    return new Chunking(by, tokens, overlap, late);
  }

  /// All of it in one line, as in `sentences 256 32 late`; [#parse(String)] reads it.
  public String inWords() {
    return "%s %d %d%s"
        .formatted(by.name().toLowerCase(Locale.ROOT), tokens, overlap, late ? " late" : "");
  }

  /// Reads what [#inWords()] wrote.
  ///
  /// @throws IllegalArgumentException when it is nothing of the kind
  public static Chunking parse(String words) {
    String[] parts = words.split(" ", -1);
    boolean late = parts.length == 4 && parts[3].equals("late");
    if (parts.length != 3 && !late) {
      throw new IllegalArgumentException(
          "'%s' is no way to cut a text; expected is one like 'sentences 256 32 late'"
              .formatted(words));
    }
    return new Chunking(
        By.valueOf(parts[0].toUpperCase(Locale.ROOT)),
        Integer.parseInt(parts[1]),
        Integer.parseInt(parts[2]),
        late);
  }
}

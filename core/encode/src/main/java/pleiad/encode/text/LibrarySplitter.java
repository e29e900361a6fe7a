package pleiad.encode.text;

import ai.djl.huggingface.tokenizers.jni.CharSpan;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/// Splits with the Hugging Face library. Any number of threads split at once; closing waits for
/// them.
final class LibrarySplitter implements Splitter {
  private static final char REPLACEMENT = '\ufffd';
  private static final long FREED = 0;

  private final TokenizersLibrary library;
  private final Path file;
  private final Guard guard;
  private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();
  private long handle;

  private LibrarySplitter(TokenizersLibrary library, long handle, Path file, Guard guard) {
    this.library = library;
    this.handle = handle;
    this.file = file;
    this.guard = guard;
  }

  /// Opens a tokenizer.
  ///
  /// @param json the `tokenizer.json` as [LibraryFile] writes it
  /// @param file what messages name
  /// @throws IOException when the library refuses it
  static LibrarySplitter open(String json, Path file, Guard guard) throws IOException {
    TokenizersLibrary library = NativeLibrary.functions();
    try {
      return new LibrarySplitter(library, library.createTokenizerFromString(json), file, guard);
    } catch (RuntimeException refused) {
      throw new IOException(
          "the tokenizer in '%s' is none that the Hugging Face library can run: %s"
              .formatted(file, refused.getMessage()),
          refused);
    }
  }

  @Override
  public Pieces split(String prefix, String text) {
    String before = guard.named(prefix);
    String whole = wellFormed(before + text);
    long[] ids;
    @Nullable CharSpan[] spans;
    gate.readLock().lock();
    try {
      if (handle == FREED) {
        throw new IllegalStateException(
            "the tokenizer of '%s' is closed; open it again to split texts".formatted(file));
      }
      long encoding = encode(whole);
      try {
        ids = library.getTokenIds(encoding);
        spans = library.getTokenCharSpans(encoding);
      } finally {
        library.deleteEncoding(encoding);
      }
    } finally {
      gate.readLock().unlock();
    }
    return placed(ids, spans, whole, before.length());
  }

  private long encode(String whole) {
    try {
      return library.encode(handle, whole, false);
    } catch (RuntimeException failed) {
      throw new IllegalStateException(
          "the tokenizer of '%s' failed on a text of %d characters: %s"
              .formatted(file, whole.length(), failed.getMessage()),
          failed);
    }
  }

  /// The library counts in code points of the whole string; half a surrogate pair is none, and
  /// would spoil all characters beyond U+FFFF.
  private static String wellFormed(String text) {
    StringBuilder repaired = null;
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (!Character.isSurrogate(unit)) {
        continue;
      }
      if (Character.isHighSurrogate(unit)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else {
        repaired = repaired == null ? new StringBuilder(text) : repaired;
        repaired.setCharAt(i, REPLACEMENT);
      }
    }
    return repaired == null ? text : repaired.toString();
  }

  /// The pieces with their places in the text behind the first `skipped` characters.
  private static Pieces placed(long[] ids, @Nullable CharSpan[] spans, String whole, int skipped) {
    Pieces pieces = new Pieces(ids.length);
    CodePoints places = new CodePoints(whole);
    for (int i = 0; i < ids.length; i++) {
      CharSpan span = Objects.requireNonNull(spans[i], "a piece without a place");
      int start = places.index(span.getStart());
      int end = places.index(span.getEnd());
      int first = behindBlanks(whole, start, end);
      int last = beforeBlanks(whole, first, end);
      boolean blank = first == end;
      boolean before = end <= skipped || (!blank && last <= skipped);
      if (skipped > 0 && before && pieces.prefixed() == i) {
        pieces.addPrefixed((int) ids[i]);
      } else {
        int from = Math.max(skipped, blank ? start : first);
        pieces.add((int) ids[i], from - skipped, Math.max(from, last) - skipped);
      }
    }
    return pieces;
  }

  private static int behindBlanks(String text, int start, int end) {
    int at = start;
    while (at < end && isBlank(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static int beforeBlanks(String text, int start, int end) {
    int at = end;
    while (at > start && isBlank(text.charAt(at - 1))) {
      at--;
    }
    return at;
  }

  private static boolean isBlank(char character) {
    return Character.isWhitespace(character) || Character.isSpaceChar(character);
  }

  @Override
  public void close() {
    gate.writeLock().lock();
    try {
      if (handle != FREED) {
        library.deleteTokenizer(handle);
        handle = FREED;
      }
    } finally {
      gate.writeLock().unlock();
    }
  }
}

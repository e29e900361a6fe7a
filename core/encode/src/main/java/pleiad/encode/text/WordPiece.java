package pleiad.encode.text;

/// Uncased WordPiece as BERT has it: words end at white space, punctuation and Chinese characters,
/// and each word is spelt with the longest pieces of the vocabulary from left to right. A word that
/// cannot be spelt, or has more than 100 characters, is one `[UNK]`.
///
/// Keeps for each piece where it stood in the text given, through lower-casing and decomposition.
/// What looks like a special token in a text (`[SEP]`) is punctuation and a word.
///
/// Immutable and safe to share.
final class WordPiece {
  /// Characters of the longest word that is spelt.
  static final int LONGEST_WORD = 100;

  private final Vocabulary vocabulary;
  private final Letters letters = new Letters();

  WordPiece(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  /// The pieces of a text, without `[CLS]` and `[SEP]`.
  Pieces split(String text) {
    return new Scan(text).run();
  }

  /// One walk over a text, with the word that is being read.
  private final class Scan {
    private final String text;
    private final Pieces pieces;

    /// The word, normalised, and for each of its characters where that came from.
    private final char[] word = new char[2 * LONGEST_WORD];

    private final int[] starts = new int[2 * LONGEST_WORD];
    private final int[] ends = new int[2 * LONGEST_WORD];

    /// Characters read into [#word], and code points of the word, which may be more than fit.
    private int length;

    private int codePoints;

    /// Where the word began and where it has come to in the text.
    private int wordStart;

    private int wordEnd;

    Scan(String text) {
      this.text = text;
      this.pieces = new Pieces(text.length() / 4 + 8);
    }

    Pieces run() {
      int end;
      for (int start = 0; start < text.length(); start = end) {
        char character = text.charAt(start);
        end = start + 1;
        if (character < 128) {
          readAscii(character, start);
        } else {
          int codePoint = text.codePointAt(start);
          end = start + Character.charCount(codePoint);
          readOther(codePoint, start, end);
        }
      }
      endWord();
      return pieces;
    }

    private void readAscii(char character, int at) {
      if ((character >= 'a' && character <= 'z') || (character >= '0' && character <= '9')) {
        append(character, at, at + 1);
      } else if (character >= 'A' && character <= 'Z') {
        append(character + ('a' - 'A'), at, at + 1);
      } else if (character > ' ' && character < 127) {
        addAlone(character, at, at + 1);
      } else if (character == ' ' || character == '\n' || character == '\t' || character == '\r') {
        endWord();
      }
    }

    private void readOther(int codePoint, int start, int end) {
      String plain = letters.plain(codePoint);
      if (plain.equals(Letters.BLANK)) {
        endWord();
      } else if (plain.isEmpty()) {
        extend(codePoint, start, end);
      } else if (Letters.isIdeograph(codePoint)) {
        addAlone(plain.codePointAt(0), start, end);
      } else {
        plain.codePoints().forEach(part -> readPlain(part, start, end));
      }
    }

    private void readPlain(int codePoint, int start, int end) {
      if (Letters.isPunctuation(codePoint)) {
        addAlone(codePoint, start, end);
      } else {
        append(codePoint, start, end);
      }
    }

    /// An accent belongs to the letter before it; anything else that vanishes belongs to nothing.
    private void extend(int codePoint, int start, int end) {
      if (codePoints > 0 && wordEnd == start && Letters.isAccent(codePoint)) {
        wordEnd = end;
        if (length > 0) {
          ends[length - 1] = end;
        }
      }
    }

    private void append(int codePoint, int start, int end) {
      if (codePoints == 0) {
        wordStart = start;
      }
      wordEnd = end;
      codePoints++;
      if (codePoints > LONGEST_WORD) {
        return;
      }
      int units = Character.toChars(codePoint, word, length);
      for (int i = 0; i < units; i++) {
        starts[length] = start;
        ends[length] = end;
        length++;
      }
    }

    private void addAlone(int codePoint, int start, int end) {
      endWord();
      append(codePoint, start, end);
      endWord();
    }

    private void endWord() {
      if (codePoints > LONGEST_WORD) {
        pieces.add(vocabulary.unknown(), wordStart, wordEnd);
      } else if (codePoints > 0) {
        spell();
      }
      codePoints = 0;
      length = 0;
    }

    private void spell() {
      int before = pieces.count();
      int from = 0;
      while (from < length) {
        long piece = vocabulary.longest(word, from, length);
        if (piece < 0) {
          pieces.truncate(before);
          pieces.add(vocabulary.unknown(), wordStart, wordEnd);
          return;
        }
        int to = (int) piece;
        pieces.add((int) (piece >> Integer.SIZE), starts[from], ends[to - 1]);
        from = to;
      }
    }
  }
}

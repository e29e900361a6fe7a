package pleiad.passage;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import pleiad.encode.Token;

/// Tokens as a model's vocabulary makes them: words in pieces of at most four letters, Chinese
/// characters and punctuation each alone; a mark of no text in front and one behind.
final class Pieces {
  private static final Pattern PIECE =
      Pattern.compile("\\p{IsHan}|[\\p{L}\\p{N}&&[^\\p{IsHan}]]{1,4}|[^\\s\\p{L}\\p{N}]");

  private Pieces() {}

  static List<Token> of(String text) {
    List<Token> tokens = new ArrayList<>();
    tokens.add(new Token("[CLS]", 1, 0, 0));
    Matcher piece = PIECE.matcher(text);
    while (piece.find()) {
      tokens.add(new Token(piece.group(), 7, piece.start(), piece.end()));
    }
    tokens.add(new Token("[SEP]", 2, 0, 0));
    return tokens;
  }

  /// Those that stand for text.
  static List<Token> real(String text) {
    return of(text).stream().filter(token -> token.end() > token.start()).toList();
  }
}

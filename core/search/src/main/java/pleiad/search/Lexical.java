package pleiad.search;

import java.util.List;
import java.util.Locale;

/// How a query's words are looked for.
///
/// @param field the text field
/// @param match what of the words a document must have
/// @param fuzzy characters in which a word may differ, 0 to 2; its first one may not
/// @param titles how much a word counts for more when the title has it; 0: titles count like text
public record Lexical(String field, Match match, int fuzzy, double titles) {
  /// What of the words a document must have.
  public enum Match {
    /// One of them.
    ANY,
    /// Every one.
    ALL,
    /// Every one, one behind the other.
    PHRASE,
    /// What the text says in Lucene's query syntax.
    SYNTAX;

    static final List<String> NAMES = List.of("any", "all", "phrase", "syntax");

    static Match named(String name) {
      return valueOf(name.toUpperCase(Locale.ROOT));
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Any of the words.
  public Lexical(String field) {
    this(field, Match.ANY, 0, 0);
  }
}

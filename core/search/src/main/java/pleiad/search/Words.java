package pleiad.search;

import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.search.Query;

/// A query's words.
@FunctionalInterface
public interface Words {
  /// The Lucene query that finds them; it finds nothing where there are none to look for.
  ///
  /// @throws IllegalArgumentException when the text is not in the syntax that is asked for
  Query query(Lexical how);

  /// The words of a text, as the fields' texts were taken apart; fields are Lucene's.
  static Words of(String text, Analyzer analyzer) {
    return new AnalyzedWords(text, analyzer, UnaryOperator.identity());
  }

  /// The words of a text, as the fields' texts were taken apart.
  ///
  /// @param fields Lucene's name of each text field that a plan may name; others are refused
  static Words of(String text, Analyzer analyzer, Map<String, String> fields) {
    return new AnalyzedWords(
        text,
        analyzer,
        field -> {
          String name = fields.get(field);
          if (name == null) {
            throw new IllegalArgumentException(
                "there is no text field '%s'; bm25 looks at %s"
                    .formatted(field, String.join(" or ", new TreeSet<>(fields.keySet()))));
          }
          return name;
        });
  }
}

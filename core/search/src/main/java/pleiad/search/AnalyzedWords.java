package pleiad.search;

import java.util.function.UnaryOperator;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.queryparser.classic.ParseException;
import org.apache.lucene.queryparser.classic.QueryParser;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.QueryBuilder;
import org.jspecify.annotations.Nullable;

/// The words of a text, taken apart by an analyzer.
final class AnalyzedWords implements Words {
  /// Characters at a word's beginning in which it may not differ.
  private static final int FUZZY_PREFIX = 1;

  private final String text;
  private final Analyzer analyzer;

  /// Lucene's name of a field.
  private final UnaryOperator<String> names;

  AnalyzedWords(String text, Analyzer analyzer, UnaryOperator<String> names) {
    this.text = text;
    this.analyzer = analyzer;
    this.names = names;
  }

  @Override
  public Query query(Lexical how) {
    Query query = inField(how, names.apply(how.field()));
    Query titles = how.titles() > 0 ? inField(how, names.apply(Plan.TITLE_FIELD)) : null;
    if (query == null) {
      return new MatchNoDocsQuery("only stop words");
    }
    if (titles == null) {
      return query;
    }
    return new BooleanQuery.Builder()
        .add(query, BooleanClause.Occur.MUST)
        .add(new BoostQuery(titles, (float) how.titles()), BooleanClause.Occur.SHOULD)
        .build();
  }

  /// Null when the text has no word that counts.
  private @Nullable Query inField(Lexical how, String field) {
    QueryBuilder words = new QueryBuilder(analyzer);
    Query found =
        switch (how.match()) {
          case ANY -> words.createBooleanQuery(field, text);
          case ALL -> words.createBooleanQuery(field, text, BooleanClause.Occur.MUST);
          case PHRASE -> words.createPhraseQuery(field, text);
          case SYNTAX -> parsed(field);
        };
    return found == null || how.fuzzy() == 0 ? found : fuzzy(found, how.fuzzy());
  }

  private Query parsed(String field) {
    try {
      return new QueryParser(field, analyzer).parse(text);
    } catch (ParseException unreadable) {
      throw new IllegalArgumentException(
          "the query is not in Lucene's query syntax, which match=syntax asks for; quote it or put \\ before its signs: %s"
              .formatted(unreadable.getMessage()),
          unreadable);
    }
  }

  private static Query fuzzy(Query query, int edits) {
    return switch (query) {
      case TermQuery term -> new FuzzyQuery(term.getTerm(), edits, FUZZY_PREFIX);
      case BooleanQuery words -> {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        for (BooleanClause clause : words) {
          all.add(fuzzy(clause.query(), edits), clause.occur());
        }
        yield all.build();
      }
      default -> query;
    };
  }
}

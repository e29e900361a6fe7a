package pleiad.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.Explanation;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;

/// What one of a query's words adds to a document's score.
///
/// @param field Lucene's name of the field that has it; empty where it is no word of any
/// @param term as the index has it, a stem perhaps; of what is more than a word, as a phrase, what
///   Lucene calls it
/// @param score its part: parts of all words add up to the score
public record TermPart(String field, String term, float score) {
  /// The parts that a document's score is the sum of, in the order of the query's words; what the
  /// document does not have is left out. Costs as much as looking the document up once a word.
  static List<TermPart> of(IndexSearcher searcher, Query query, int document) throws IOException {
    Map<Query, Float> words = new LinkedHashMap<>();
    collect(searcher, searcher.rewrite(query), document, 1, words);
    List<TermPart> parts = new ArrayList<>();
    words.forEach((word, score) -> parts.add(part(word, score)));
    return parts;
  }

  /// Takes apart what adds up, as far as the document has it: several words of which it lacks one
  /// that must be there add nothing.
  private static void collect(
      IndexSearcher searcher, Query query, int document, float boost, Map<Query, Float> words)
      throws IOException {
    Explanation found = searcher.explain(new BoostQuery(query, boost), document);
    if (!found.isMatch()) {
      return;
    }
    switch (query) {
      case BoostQuery boosted ->
          collect(searcher, boosted.getQuery(), document, boost * boosted.getBoost(), words);
      case BooleanQuery several -> {
        for (BooleanClause clause : several) {
          if (clause.isScoring()) {
            collect(searcher, clause.query(), document, boost, words);
          }
        }
      }
      default -> words.merge(query, found.getValue().floatValue(), Float::sum);
    }
  }

  private static TermPart part(Query word, float score) {
    Set<Term> terms = new LinkedHashSet<>();
    word.visit(QueryVisitor.termCollector(terms));
    String field = terms.isEmpty() ? "" : terms.iterator().next().field();
    return new TermPart(field, word.toString(field), score);
  }
}

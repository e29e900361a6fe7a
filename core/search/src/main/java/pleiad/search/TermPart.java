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
    collect(searcher.rewrite(query), 1, words);
    List<TermPart> parts = new ArrayList<>();
    for (Map.Entry<Query, Float> each : words.entrySet()) {
      Query word = each.getKey();
      Explanation found = searcher.explain(new BoostQuery(word, each.getValue()), document);
      if (found.isMatch()) {
        parts.add(part(word, found.getValue().floatValue()));
      }
    }
    return parts;
  }

  /// Takes apart what adds up.
  private static void collect(Query query, float boost, Map<Query, Float> words) {
    switch (query) {
      case BoostQuery boosted -> collect(boosted.getQuery(), boost * boosted.getBoost(), words);
      case BooleanQuery several -> {
        for (BooleanClause clause : several) {
          if (clause.isScoring()) {
            collect(clause.query(), boost, words);
          }
        }
      }
      default -> words.merge(query, boost, Float::sum);
    }
  }

  private static TermPart part(Query word, float score) {
    Set<Term> terms = new LinkedHashSet<>();
    word.visit(QueryVisitor.termCollector(terms));
    String field = terms.isEmpty() ? "" : terms.iterator().next().field();
    return new TermPart(field, word.toString(field), score);
  }
}

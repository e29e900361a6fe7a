package pleiad.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;

/// Finds or orders documents by the query's words, with Lucene's BM25. As ranker it puts those
/// without any of the words last, with a score of 0.
record Bm25(Lexical how, Depth depth) implements Stage.Source, Stage.Ranker {
  static final String NAME = "bm25";

  static Bm25 of(Call call) {
    return new Bm25(lexical(call), call.depth());
  }

  /// The field of a call and those of its arguments that say how words are looked for.
  static Lexical lexical(Call call) {
    return new Lexical(
        call.field(Plan.TEXT_FIELD),
        Lexical.Match.named(call.word("match", "any", Lexical.Match.NAMES)),
        (int) call.number("fuzzy", 0, 0, 2),
        call.number("titles", 0, 0, 1000));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Need> needs() {
    return List.of(new Need.Words());
  }

  @Override
  public Set<Stored> reads() {
    return Set.of(Stored.WORDS);
  }

  @Override
  public String text() {
    List<String> arguments = new ArrayList<>(List.of(depth.toString()));
    arguments.addAll(arguments(how));
    return PlanText.of(NAME, how.field(), Plan.TEXT_FIELD, arguments);
  }

  @Override
  public Bm25 asked(int hits) {
    return new Bm25(how, depth.asked(hits));
  }

  static List<String> arguments(Lexical how) {
    List<String> arguments = new ArrayList<>();
    if (how.match() != Lexical.Match.ANY) {
      arguments.add("match=" + how.match().word());
    }
    if (how.fuzzy() > 0) {
      arguments.add("fuzzy=" + how.fuzzy());
    }
    if (how.titles() > 0) {
      arguments.add("titles=" + PlanText.number(how.titles()));
    }
    return arguments;
  }

  @Override
  public List<TermPart> termParts(IndexSearcher searcher, Request request, int document)
      throws IOException {
    return TermPart.of(searcher, request.wordsOrRefuse(name()).query(how), document);
  }

  @Override
  public Candidates find(IndexSearcher searcher, Request request) throws IOException {
    return LuceneSearch.best(
        searcher,
        LuceneSearch.filtered(request.wordsOrRefuse(name()).query(how), request.filter()),
        depth.count());
  }

  @Override
  public Candidates narrow(IndexSearcher searcher, Request request, Candidates before)
      throws IOException {
    Query query = request.wordsOrRefuse(name()).query(how);
    return GivenDocuments.of(before).by(searcher, query, 0f).best(depth.count(), before.complete());
  }
}

package pleiad.search;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.IndexSearcher;

/// Finds or orders documents by one product a document. Drops those without tokens.
record BySummary(Summary summary, String field, Depth depth) implements Stage.Source, Stage.Ranker {
  static BySummary of(Summary summary, Call call) {
    return new BySummary(summary, call.field(Plan.TOKENS_FIELD), call.depth());
  }

  @Override
  public String name() {
    return summary.word();
  }

  @Override
  public List<Need> needs() {
    return List.of(new Need.Tokens(field));
  }

  @Override
  public Set<Stored> reads() {
    return Set.of(summary.stored());
  }

  @Override
  public String text() {
    return PlanText.of(name(), field, Plan.TOKENS_FIELD, List.of(depth.toString()));
  }

  @Override
  public BySummary asked(int hits) {
    return new BySummary(summary, field, depth.asked(hits));
  }

  @Override
  public Candidates find(IndexSearcher searcher, Request request) throws IOException {
    Summary.Asked asked = summary.ask(field, request.multiVector(field));
    Best best = new Best(Math.min(depth.count(), Math.max(1, searcher.getIndexReader().maxDoc())));
    Accepted accepted = Accepted.of(searcher, request.filter());
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      if (!request.deadline().shouldExit()) {
        asked.find(leaf, depth.count(), accepted.in(leaf), best);
      }
    }
    return best.drain(!request.deadline().shouldExit());
  }

  @Override
  public Candidates narrow(IndexSearcher searcher, Request request, Candidates before)
      throws IOException {
    return GivenDocuments.of(before)
        .by(searcher, summary.ask(field, request.multiVector(field))::score)
        .best(depth.count(), before.complete());
  }
}

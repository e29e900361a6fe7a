package pleiad.search;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.IndexSearcher;
import org.jspecify.annotations.Nullable;
import pleiad.index.MultiVectorValues;

/// Orders candidates by exact MaxSim over what is stored. Candidates without tokens drop out.
record MaxSimRanker(String field, int wanted) implements Stage.Ranker {
  @Override
  public String name() {
    return "maxsim";
  }

  @Override
  public Candidates narrow(IndexSearcher searcher, Request request, Candidates before)
      throws IOException {
    DocumentScorer scorer = new DocumentScorer(field, request.multiVector(field));
    Best best = new Best(Math.min(wanted, before.count()));
    List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
    int current = -1;
    @Nullable MultiVectorValues values = null;
    for (int document : before.ascending()) {
      if (request.deadline().shouldExit()) {
        return best.drain(false);
      }
      int segment = ReaderUtil.subIndex(document, leaves);
      if (segment != current) {
        values = MultiVectorValues.of(leaves.get(segment).reader(), field);
        current = segment;
      }
      if (values != null && values.advanceExact(document - leaves.get(segment).docBase)) {
        float score = scorer.score(values);
        if (score != Float.NEGATIVE_INFINITY) {
          best.offer(document, score);
        }
      }
    }
    return best.drain(before.complete());
  }
}

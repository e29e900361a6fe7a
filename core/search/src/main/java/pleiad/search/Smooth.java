package pleiad.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.lucene.search.IndexSearcher;

/// Gives each candidate a share of what its nearest neighbours among the candidates have: documents
/// that say the same answer the same queries, and what the stages before missed in one of them they
/// may have found in the others (one step of what Diaz does until nothing changes, "Regularizing Ad
/// Hoc Retrieval Scores", CIKM 2005).
///
/// [Likeness] says how near two documents are. A document without tokens, or far from all others,
/// keeps its score, and so do candidates behind the first `among`.
///
/// Takes as many products of mean vectors as there are pairs among those.
///
/// @param share of the neighbours in a score, from 0 to 1
/// @param neighbours so many at most, each counting as much as it is near
/// @param among how many candidates are neighbours of each other, the best ones
record Smooth(String field, Depth depth, double share, int neighbours, int among)
    implements Stage.Ranker {
  static final String NAME = "smooth";
  private static final double USUAL_SHARE = 0.2;
  private static final int USUAL_NEIGHBOURS = 6;
  private static final int USUAL_AMONG = 200;
  private static final int MOST = 10_000;

  static Smooth of(Call call) {
    return new Smooth(
        call.field(Plan.TOKENS_FIELD),
        call.depth(),
        call.number("share", USUAL_SHARE, 0, 1),
        (int) call.number("neighbours", USUAL_NEIGHBOURS, 1, MOST),
        (int) call.number("among", USUAL_AMONG, 1, MOST));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Need> needs() {
    return List.of();
  }

  @Override
  public Set<Stored> reads() {
    return Set.of(Stored.MEAN_VECTORS);
  }

  @Override
  public String text() {
    List<String> arguments = new ArrayList<>(List.of(depth.toString()));
    if (share != USUAL_SHARE) {
      arguments.add("share=" + PlanText.number(share));
    }
    if (neighbours != USUAL_NEIGHBOURS) {
      arguments.add("neighbours=" + neighbours);
    }
    if (among != USUAL_AMONG) {
      arguments.add("among=" + among);
    }
    return PlanText.of(NAME, field, Plan.TOKENS_FIELD, arguments);
  }

  @Override
  public Smooth asked(int hits) {
    return new Smooth(field, depth.asked(hits), share, neighbours, among);
  }

  @Override
  public Candidates narrow(IndexSearcher searcher, Request request, Candidates before)
      throws IOException {
    if (before.count() == 0) {
      return before;
    }
    Likeness likeness = Likeness.of(searcher, field, before, among);
    Best best = new Best(Math.min(depth.count(), before.count()));
    boolean inTime = true;
    for (int place = 0; place < before.count(); place++) {
      double own = before.score(place);
      inTime &= !request.deadline().shouldExit();
      double theirs =
          inTime && place < likeness.count() ? likeness.ofNeighbours(place, neighbours) : own;
      best.offer(before.document(place), (float) (own + share * (theirs - own)));
    }
    return best.drain(before.complete() && inTime);
  }
}

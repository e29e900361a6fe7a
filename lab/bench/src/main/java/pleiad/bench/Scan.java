package pleiad.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import pleiad.vector.MaxSim;
import pleiad.vector.TokenVectors;

/// Exact MaxSim of one or many queries with all documents: what every approximation is compared
/// with.
final class Scan {
  private final List<MaxSim> queries;
  private final List<float[]> maxima;
  private final List<Ranking.Best> best;

  private Scan(List<TokenVectors> queries, int wanted) {
    this.queries = queries.stream().map(MaxSim::of).toList();
    this.maxima = this.queries.stream().map(MaxSim::newMaxima).toList();
    this.best = queries.stream().map(_ -> new Ranking.Best(wanted)).toList();
  }

  /// The best documents for one query, on the caller's thread: the scan that is timed.
  static Ranking best(Rows documents, TokenVectors query, int wanted) throws IOException {
    Scan scan = new Scan(List.of(query), wanted);
    for (int piece = 0; piece < documents.pieces(); piece++) {
      documents.read(piece, scan::offer);
    }
    return scan.best.getFirst().ranking();
  }

  /// The best documents for each query; every document is read once for all of them.
  static List<Ranking> best(Rows documents, List<TokenVectors> queries, int wanted, int threads)
      throws IOException {
    AtomicInteger next = new AtomicInteger();
    List<Scan> parts =
        Crew.of(threads)
            .each(
                () -> {
                  Scan scan = new Scan(queries, wanted);
                  for (int piece = next.getAndIncrement();
                      piece < documents.pieces();
                      piece = next.getAndIncrement()) {
                    documents.read(piece, scan::offer);
                  }
                  return scan;
                });
    List<Ranking> rankings = new ArrayList<>();
    for (int query = 0; query < queries.size(); query++) {
      Ranking.Best all = new Ranking.Best(wanted);
      for (Scan part : parts) {
        all.offerAll(part.best.get(query));
      }
      rankings.add(all.ranking());
    }
    return rankings;
  }

  private void offer(int document, float[] rows, int at, int tokens) {
    for (int i = 0; i < queries.size(); i++) {
      MaxSim query = queries.get(i);
      float[] each = maxima.get(i);
      query.reset(each);
      query.accumulate(rows, at, tokens, each);
      if (tokens > 0) {
        best.get(i).offer(document, query.score(each));
      }
    }
  }
}

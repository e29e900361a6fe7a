package pleiad.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import pleiad.vector.TokenVectors;

/// What a ranker by MaxSim leaves out to take less time, or weighs to find better.
///
/// A query token that counts `w` times is a vector `w` times as long, as a maximum of products
/// grows with it. So a query with fewer or weighted tokens is scored as any other.
///
/// @param merge query tokens whose cosine with the first of a group is at least so much stand
///   together, as their sum; 0: each for itself
/// @param keep the share of query tokens that are kept, those that count most; 1: all
/// @param idf whether query tokens are weighted by how rare their words are
/// @param early candidates one after the other that bring nothing new before the rest are left
///   alone; 0: all are scored
/// @param prune how far below the last wanted candidate's score, as a share of it, another's may
///   lie to be scored at all; negative: all are
record Savings(double merge, double keep, boolean idf, int early, double prune) {
  static final Savings NONE = new Savings(0, 1, false, 0, -1);
  private static final int MOST_CANDIDATES = 1_000_000;

  static Savings of(Call call) {
    return new Savings(
        call.number("merge", 0, 0, 1),
        call.share("keep", 1),
        !call.word("weights", "", List.of("idf")).isEmpty(),
        (int) call.number("early", 0, 1, MOST_CANDIDATES),
        call.number("prune", -1, 0, 1));
  }

  /// In the plan language.
  List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    if (merge > 0) {
      arguments.add("merge=" + PlanText.number(merge));
    }
    if (keep < 1) {
      arguments.add("keep=" + PlanText.number(keep));
    }
    if (idf) {
      arguments.add("weights=idf");
    }
    if (early > 0) {
      arguments.add("early=" + early);
    }
    if (prune >= 0) {
      arguments.add("prune=" + PlanText.number(prune));
    }
    return arguments;
  }

  /// Whether a score is MaxSim of the query as it was given.
  boolean scoresAsGiven() {
    return merge == 0 && keep == 1 && !idf;
  }

  /// The query that is scored instead: weighted, then fewer, then merged. One with nothing left
  /// that counts is scored as it was.
  TokenVectors query(Request request, String field) {
    TokenVectors given = request.multiVector(field);
    TokenVectors query = idf ? weighted(given, request.tokenWeights(field)) : given;
    query = keep < 1 ? longest(query, keep) : query;
    query = merge > 0 ? merged(query, merge) : query;
    return query.count() == 0 ? given : query;
  }

  /// Without those that do not count at all.
  static TokenVectors weighted(TokenVectors query, float[] weights) {
    if (weights.length != query.count()) {
      throw new IllegalArgumentException(
          "%d weights for %d query tokens".formatted(weights.length, query.count()));
    }
    float[][] rows = query.toRows();
    List<float[]> kept = new ArrayList<>();
    for (int token = 0; token < rows.length; token++) {
      if (weights[token] > 0) {
        for (int k = 0; k < rows[token].length; k++) {
          rows[token][k] *= weights[token];
        }
        kept.add(rows[token]);
      }
    }
    return vectors(kept, query.dimension());
  }

  /// A share of the tokens, at least one: those of largest length, the first of equals; in the
  /// order they had.
  static TokenVectors longest(TokenVectors query, double share) {
    float[][] rows = query.toRows();
    int wanted = Math.max(1, (int) Math.round(share * rows.length));
    List<float[]> kept = new ArrayList<>();
    IntStream.range(0, rows.length)
        .boxed()
        .sorted(Comparator.comparingDouble(token -> -dot(rows[token], rows[token])))
        .limit(wanted)
        .sorted()
        .forEach(token -> kept.add(rows[token]));
    return vectors(kept, query.dimension());
  }

  /// One token after the other joins the first group whose first token is near enough, or begins
  /// another.
  static TokenVectors merged(TokenVectors query, double cosine) {
    float[][] rows = query.toRows();
    List<float[]> firsts = new ArrayList<>();
    List<float[]> sums = new ArrayList<>();
    for (float[] row : rows) {
      int group = 0;
      while (group < firsts.size() && !near(firsts.get(group), row, cosine)) {
        group++;
      }
      if (group == firsts.size()) {
        firsts.add(row);
        sums.add(row.clone());
      } else {
        float[] sum = sums.get(group);
        for (int k = 0; k < sum.length; k++) {
          sum[k] += row[k];
        }
      }
    }
    return vectors(sums, query.dimension());
  }

  private static boolean near(float[] a, float[] b, double cosine) {
    return dot(a, b) >= cosine * Math.sqrt(dot(a, a) * dot(b, b));
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += (double) a[k] * b[k];
    }
    return sum;
  }

  private static TokenVectors vectors(List<float[]> rows, int dimension) {
    return rows.isEmpty()
        ? TokenVectors.empty(dimension)
        : TokenVectors.copyOf(rows.toArray(new float[0][]));
  }

  /// The candidates that are scored: those not too far below the one that is wanted last.
  Candidates pruned(Candidates before, int wanted) {
    if (prune < 0 || before.count() <= wanted) {
      return before;
    }
    float last = before.score(wanted - 1);
    double least = last - prune * Math.abs(last);
    int count = wanted;
    while (count < before.count() && before.score(count) >= least) {
      count++;
    }
    return before.first(count);
  }
}

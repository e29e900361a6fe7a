package pleiad.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import pleiad.vector.TokenVectors;

/// Which tokens of a query are scored, and how much each counts.
///
/// A query token that counts `w` times is a vector `w` times as long, as a maximum of products
/// grows with it. So a query with fewer or weighted tokens is scored as any other.
///
/// @param merge query tokens whose cosine with the first of a group is at least so much stand
///   together, as their sum; 0: each for itself
/// @param keep the share of query tokens that are kept, those that count most; 1: all
/// @param weights how much each counts, as [TokenWeights] has it; empty: all the same
record QueryTokens(double merge, double keep, String weights) {
  static final QueryTokens ALL = new QueryTokens(0, 1, "");

  static QueryTokens of(Call call) {
    return new QueryTokens(
        call.number("merge", 0, 0, 1),
        call.share("keep", 1),
        call.text(
            "weights",
            "",
            TokenWeights::isWay,
            "one of idf, auto, given, or the name of a file as in weights=FILE.safetensors"));
  }

  /// What a stage needs that scores by them.
  List<Need> needs(String field) {
    Need tokens = new Need.Tokens(field);
    return weights.isEmpty() ? List.of(tokens) : List.of(tokens, new Need.Weights(field, weights));
  }

  /// What their score is; null where it is not the sum of what each of the query's tokens finds.
  @Nullable MaxSimScore maxSim(String field) {
    return merge == 0 && keep == 1 ? new MaxSimScore(field, weights) : null;
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
    if (!weights.isEmpty()) {
      arguments.add("weights=" + PlanText.quoted(weights));
    }
    return arguments;
  }

  /// The query that is scored instead: weighted, then fewer, then merged. One with nothing left
  /// that counts is scored as it was.
  TokenVectors query(Request request, String field) {
    TokenVectors given = request.multiVector(field);
    TokenVectors query =
        hasWeights(request) ? weighted(given, request.tokenWeights(weights, field)) : given;
    query = keep < 1 ? longest(query, keep) : query;
    query = merge > 0 ? merged(query, merge) : query;
    return query.count() == 0 ? given : query;
  }

  private boolean hasWeights(Request request) {
    return !weights.isEmpty() && !(weights.equals(TokenWeights.AUTO) && request.weights() == null);
  }

  /// Each as many times as long as it counts, without those that do not count at all.
  ///
  /// @throws IllegalArgumentException when there is not one weight a token, or one is below zero or
  ///   not finite
  static TokenVectors weighted(TokenVectors query, float[] weights) {
    if (weights.length != query.count()) {
      throw new IllegalArgumentException(
          "%d weights for %d query tokens".formatted(weights.length, query.count()));
    }
    float[][] rows = query.toRows();
    List<float[]> kept = new ArrayList<>();
    for (int token = 0; token < rows.length; token++) {
      if (!Float.isFinite(weights[token]) || weights[token] < 0) {
        throw new IllegalArgumentException(
            "query token %d has the weight %s; weights are finite numbers of 0 or more"
                .formatted(token, weights[token]));
      }
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

  /// The groups' sums.
  static TokenVectors merged(TokenVectors query, double cosine) {
    List<float[]> sums = new ArrayList<>();
    for (List<Integer> group : groups(query, cosine)) {
      float[] sum = new float[query.dimension()];
      for (int token : group) {
        for (int k = 0; k < sum.length; k++) {
          sum[k] += query.at(token, k);
        }
      }
      sums.add(sum);
    }
    return vectors(sums, query.dimension());
  }

  /// One token after the other joins the first group whose first token is near enough, or begins
  /// another.
  static List<List<Integer>> groups(TokenVectors query, double cosine) {
    float[][] rows = query.toRows();
    List<List<Integer>> groups = new ArrayList<>();
    for (int token = 0; token < rows.length; token++) {
      int group = 0;
      while (group < groups.size()
          && !near(rows[groups.get(group).getFirst()], rows[token], cosine)) {
        group++;
      }
      if (group == groups.size()) {
        groups.add(new ArrayList<>());
      }
      groups.get(group).add(token);
    }
    return groups;
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
}

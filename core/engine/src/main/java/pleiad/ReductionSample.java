package pleiad;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import pleiad.vector.MaxSim;
import pleiad.vector.TokenVectors;

/// Some documents of a field with all of their tokens and with those that are kept, each document
/// with the same chance. Safe for any number of threads.
final class ReductionSample {
  private static final int DOCUMENTS = 200;
  private static final int QUERIES = 50;
  private static final int QUERY_TOKENS = 16;
  private static final int TOP = 10;

  /// The sample is smaller where documents are long: these are 40 MB.
  private static final long MOST_NUMBERS = 10_000_000;

  /// A document as it came, and what is kept of it.
  private record Pair(TokenVectors whole, TokenVectors kept) {
    long numbers() {
      return (long) whole.dimension() * (whole.count() + kept.count());
    }
  }

  private final List<Pair> sample = new ArrayList<>();
  private final SplittableRandom random = new SplittableRandom(1);
  private int most = DOCUMENTS;
  private long numbers;
  private long seen;
  private long tokens;
  private long keptTokens;

  void add(TokenVectors whole, TokenVectors kept) {
    if (whole.count() == 0) {
      return;
    }
    // Copies: what the caller brought may be in memory that is given back.
    Pair pair =
        new Pair(
            TokenVectors.of(whole.toArray(), whole.dimension()),
            TokenVectors.of(kept.toArray(), kept.dimension()));
    synchronized (this) {
      seen++;
      tokens += whole.count();
      keptTokens += kept.count();
      offer(pair);
    }
  }

  /// Reservoir sampling, of a reservoir that shrinks by chance when it holds too much.
  private void offer(Pair pair) {
    if (sample.size() < most) {
      sample.add(pair);
      numbers += pair.numbers();
    } else {
      long place = random.nextLong(seen);
      if (place < most) {
        numbers += pair.numbers() - sample.set((int) place, pair).numbers();
      }
    }
    while (numbers > MOST_NUMBERS && sample.size() > 1) {
      numbers -= sample.remove(random.nextInt(sample.size())).numbers();
      most = sample.size();
    }
  }

  /// What the reduction saved and cost.
  synchronized ReductionCost cost(String field) {
    int queries = Math.min(QUERIES, sample.size());
    Sums sums = new Sums();
    for (int query = 0; query < queries; query++) {
      compare((int) ((long) query * sample.size() / queries), sums);
    }
    return new ReductionCost(
        field,
        tokens,
        keptTokens,
        sample.size(),
        queries,
        sums.scores == 0 ? 0 : sums.differences / sums.scores,
        queries == 0 ? 1 : sums.recalls / queries);
  }

  private static final class Sums {
    double differences;
    double scores;
    double recalls;
  }

  /// Looks for a span of one document among all others.
  private void compare(int asking, Sums sums) {
    MaxSim query = MaxSim.of(span(sample.get(asking).whole()));
    float[] whole = new float[sample.size()];
    float[] kept = new float[sample.size()];
    List<Integer> others =
        new ArrayList<>(
            IntStream.range(0, sample.size()).filter(i -> i != asking).boxed().toList());
    for (int other : others) {
      whole[other] = query.score(sample.get(other).whole());
      kept[other] = query.score(sample.get(other).kept());
      sums.differences += Math.abs(whole[other] - kept[other]);
      sums.scores += Math.abs(whole[other]);
    }
    Set<Integer> best = new HashSet<>(first(others, whole));
    long right = first(others, kept).stream().filter(best::contains).count();
    sums.recalls += best.isEmpty() ? 1 : (double) right / best.size();
  }

  private TokenVectors span(TokenVectors document) {
    int length = Math.min(QUERY_TOKENS, document.count());
    int from = random.nextInt(document.count() - length + 1);
    return document.slice(from, from + length);
  }

  private static List<Integer> first(List<Integer> documents, float[] scores) {
    return documents.stream()
        .sorted(Comparator.comparingDouble((Integer document) -> -scores[document]))
        .limit(TOP)
        .toList();
  }
}

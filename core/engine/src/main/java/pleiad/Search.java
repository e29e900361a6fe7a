package pleiad;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import pleiad.search.MaxSimOptions;
import pleiad.search.Plan;
import pleiad.vector.TokenVectors;

/// What to look for and how, with a default for everything but the question itself.
///
/// @param text the question; null when only vectors are given
/// @param vectors the question's token vectors by field, for fields without a model; given vectors
///   win over encoding the text
/// @param weights how much each of the question's tokens counts, by field, for plans that ask for
///   `weights=given`: one number a token, 0 or more
/// @param k how many hits are wanted, at least 1
/// @param plan how to search; null: `tokens(k)`, late interaction
/// @param recall the share of the best documents by late interaction that a plan's source shall
///   find on average, where it does not say so itself; 1: every document is scored. See
///   [MaxSimOptions]
/// @param filter what a hit's metadata must be; null: anything
/// @param timeLimit when to give what was found so far; null: never
/// @param matches whether each hit says which document token each query token found
/// @param calibrated whether each hit says its percentile among random pairs of the collection, see
///   [Calibration]; what that takes is not part of the time limit
/// @param atLeast what a hit must have; fewer than `k`, or none, are found where fewer have it.
///   Null: nothing
/// @param grouped whether of a document in passages only the best one is a hit; `k` documents are
///   looked for, among as many passages as the plan gives where one is given
/// @param facets metadata keys whose values are counted over what the plan's sources found: see
///   [Hits#facets()]
public record Search(
    @Nullable String text,
    Map<String, TokenVectors> vectors,
    Map<String, List<Float>> weights,
    int k,
    @Nullable Plan plan,
    double recall,
    @Nullable Filter filter,
    @Nullable Duration timeLimit,
    boolean matches,
    boolean calibrated,
    @Nullable Threshold atLeast,
    boolean grouped,
    List<String> facets) {
  /// How many hits are asked for by a search that says nothing else.
  static final int DEFAULT_K = 10;

  private static final Plan DEFAULT = Plan.parse("tokens(k)");

  public Search {
    vectors = Map.copyOf(vectors);
    facets = List.copyOf(facets);
    weights =
        weights.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey, entry -> List.copyOf(entry.getValue())));
    if (k < 1) {
      throw new IllegalArgumentException("k must be at least 1, got " + k);
    }
    if (!(recall > 0 && recall <= 1)) {
      throw new IllegalArgumentException(
          "recall must be above 0, and 1 at most for every document; got " + recall);
    }
    if (text == null && vectors.isEmpty()) {
      throw new IllegalArgumentException("a search needs a text or vectors");
    }
    if (text != null && text.isBlank() && vectors.isEmpty()) {
      throw new IllegalArgumentException("the query is empty; give at least one word");
    }
  }

  /// Looks for a text.
  public static Search of(String text) {
    return new Changing(text, Map.of()).search();
  }

  /// Looks for vectors in the field `tokens`.
  public static Search of(TokenVectors vectors) {
    return of(Plan.TOKENS_FIELD, vectors);
  }

  /// Looks for vectors in a field.
  public static Search of(String field, TokenVectors vectors) {
    return new Changing(null, Map.of(field, vectors)).search();
  }

  public Search k(int k) {
    return with(changing -> changing.k = k);
  }

  public Search plan(Plan plan) {
    return with(changing -> changing.plan = plan);
  }

  /// The plan in its own language, as in `bm25(1000) | maxsim(100)`.
  public Search plan(String plan) {
    return plan(Plan.parse(plan));
  }

  /// The share of the best documents that shall be found on average.
  public Search recall(double recall) {
    return with(changing -> changing.recall = recall);
  }

  public Search filter(@Nullable Filter filter) {
    return with(changing -> changing.filter = filter);
  }

  public Search timeLimit(@Nullable Duration timeLimit) {
    return with(changing -> changing.timeLimit = timeLimit);
  }

  public Search matches(boolean matches) {
    return with(changing -> changing.matches = matches);
  }

  /// Whether hits say their percentile among random pairs of the collection. None where the plan's
  /// last score is not MaxSim of the whole query.
  public Search calibrated(boolean calibrated) {
    return with(changing -> changing.calibrated = calibrated);
  }

  /// Leaves out hits that have less than that; the others are ranked as before. A threshold on the
  /// percentile calibrates by itself. On anything but the score it needs a plan that ends with
  /// `tokens` or `maxsim`.
  ///
  /// @throws IllegalArgumentException when the value is not finite, or a percentile not from 0 to 1
  public Search atLeast(Score kind, double value) {
    return with(changing -> changing.atLeast = new Threshold(kind, value));
  }

  /// Whether a document in passages is found once, by its best passage.
  public Search grouped(boolean grouped) {
    return with(changing -> changing.grouped = grouped);
  }

  /// Metadata keys whose values are counted over what the plan's sources found.
  public Search facets(List<String> facets) {
    return with(changing -> changing.facets = facets);
  }

  /// Token vectors of the question for another field.
  public Search vectors(String field, TokenVectors fieldVectors) {
    return with(changing -> changing.vectors.put(field, fieldVectors));
  }

  /// How much each token of the question counts in the field `tokens`, where the plan asks for
  /// `weights=given`.
  public Search weights(List<Float> tokenWeights) {
    return weights(Plan.TOKENS_FIELD, tokenWeights);
  }

  /// How much each token of the question counts in a field, where the plan asks for
  /// `weights=given`.
  public Search weights(String field, List<Float> tokenWeights) {
    return with(changing -> changing.weights.put(field, tokenWeights));
  }

  private Search with(Consumer<Changing> change) {
    Changing changing = new Changing(this);
    change.accept(changing);
    return changing.search();
  }

  /// A search of which something is about to change.
  private static final class Changing {
    private final @Nullable String text;
    private final Map<String, TokenVectors> vectors;
    private final Map<String, List<Float>> weights;
    private int k = DEFAULT_K;
    private @Nullable Plan plan;
    private double recall = MaxSimOptions.DEFAULT_RECALL;
    private @Nullable Filter filter;
    private @Nullable Duration timeLimit;
    private boolean matches = true;
    private boolean calibrated;
    private @Nullable Threshold atLeast;
    private boolean grouped;
    private List<String> facets = List.of();

    /// With the default for everything but the question.
    Changing(@Nullable String text, Map<String, TokenVectors> vectors) {
      this.text = text;
      this.vectors = new LinkedHashMap<>(vectors);
      this.weights = new LinkedHashMap<>();
    }

    Changing(Search search) {
      this(search.text, search.vectors);
      weights.putAll(search.weights);
      k = search.k;
      plan = search.plan;
      recall = search.recall;
      filter = search.filter;
      timeLimit = search.timeLimit;
      matches = search.matches;
      calibrated = search.calibrated;
      atLeast = search.atLeast;
      grouped = search.grouped;
      facets = search.facets;
    }

    Search search() {
      return new Search(
          text,
          vectors,
          weights,
          k,
          plan,
          recall,
          filter,
          timeLimit,
          matches,
          calibrated,
          atLeast,
          grouped,
          facets);
    }
  }

  /// Whether hits need their percentile.
  boolean needsPercentiles() {
    return calibrated || (atLeast != null && atLeast.kind() == Score.PERCENTILE);
  }

  Plan planOrDefault() {
    return planOrDefault(grouped ? Grouping.deeper(k) : k);
  }

  /// Whether more candidates come of asking for more.
  boolean findsAsManyAsAsked() {
    return plan == null || plan.givesAsAsked();
  }

  /// The plan, giving so many candidates where that is left to the search.
  Plan planOrDefault(int candidates) {
    return (plan == null ? DEFAULT : plan).asked(candidates);
  }
}

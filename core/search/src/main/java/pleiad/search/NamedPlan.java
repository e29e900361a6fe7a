package pleiad.search;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Plans under a name, chosen by what they found on test collections: see `docs/reference/plans.md`
/// for the measurements.
///
/// The weights were chosen on train splits. Equal ones lower late interaction on many collections,
/// where BM25 alone is so much worse. How much neighbours count was chosen on both splits of
/// scifact and on cranfield, cisi and xquad, which have no other than their test split.
enum NamedPlan {
  /// Late interaction alone: without a ranker behind it, what it finds first is what it gives.
  FAST(0, 100, "tokens@%1$s(%2$s)"),
  /// With words beside it, for what a model does not know: names, numbers, rare terms. Tokens of
  /// rare words count more, where that is not the model's affair.
  BALANCED(
      100,
      100,
      "bm25(%2$s) + tokens@%1$s(%2$s, weights=auto) | zscore(0.2, 0.8) | smooth@%1$s(%2$s)"),
  /// The same from further down each list, which also makes means and deviations of scores
  /// steadier.
  BEST(
      1000,
      1000,
      "bm25(%2$s) + tokens@%1$s(%2$s, weights=auto) | zscore(0.2, 0.8) | smooth@%1$s(%2$s)");

  static final List<String> NAMES = Stream.of(values()).map(NamedPlan::written).toList();

  private final int alone;
  private final int ranked;
  private final String expansion;

  /// @param alone how many candidates each source gives, unless more are asked for; as
  ///   [Depth#fixed]
  /// @param ranked the same where rankers are to choose from them
  NamedPlan(int alone, int ranked, String expansion) {
    this.alone = alone;
    this.ranked = ranked;
    this.expansion = expansion;
  }

  private String written() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The one of that name; null: none.
  static @Nullable NamedPlan of(String name) {
    int index = NAMES.indexOf(name);
    return index < 0 ? null : values()[index];
  }

  /// The plan that a call of the name means.
  ///
  /// @param rankers whether there are some behind it
  Plan expanded(Call call, boolean rankers) {
    Depth depth = new Depth(rankers ? ranked : alone);
    Depth wanted = call.depthOr(depth);
    call.end();
    Depth deeper = wanted.fixed() > depth.fixed() ? wanted : depth;
    return Plan.parse(expansion.formatted(call.field(Plan.TOKENS_FIELD), deeper));
  }
}

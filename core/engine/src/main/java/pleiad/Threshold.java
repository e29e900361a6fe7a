package pleiad;

import org.jspecify.annotations.Nullable;
import pleiad.search.Plan;

/// What a hit must have at least.
///
/// @param kind what is compared
/// @param value a finite number; of a percentile from 0 to 1
public record Threshold(Score kind, double value) {
  public Threshold {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "a threshold on %s is a finite number, got %s".formatted(kind.word(), value));
    }
    if (kind == Score.PERCENTILE && (value < 0 || value > 1)) {
      throw new IllegalArgumentException(
          "a threshold on percentile is a share from 0 to 1, as 0.999; got " + value);
    }
  }

  /// @throws IllegalArgumentException when the plan's hits have no such score
  void check(Plan plan) {
    if (kind != Score.SCORE && !plan.givesMaxSim()) {
      throw new IllegalArgumentException(
          """
          a threshold on %s needs MaxSim of the whole query as the last score, and the plan ends \
          with '%s'; end it with tokens or maxsim, as "bm25(1000) | maxsim(100)", or give the \
          threshold on score, which every plan has\
          """
              .formatted(kind.word(), plan.stages().getLast().text()));
    }
  }

  /// Whether a hit has as much. Floats are compared as floats: what a hit shows reaches itself.
  boolean isReachedBy(Hit hit) {
    return switch (kind) {
      case SCORE -> hit.score() >= (float) value;
      case NORMALIZED -> hit.normalized() >= (float) value;
      case UNIT -> Score.unit(hit.normalized()) >= (float) value;
      case PERCENTILE -> hasPercentile(hit.percentile());
    };
  }

  private boolean hasPercentile(@Nullable Double percentile) {
    return percentile != null && percentile >= value;
  }
}

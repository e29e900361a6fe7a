package pleiad.eval;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A measure as it is written: `family(rel=N)@k`.
///
/// @param rel the least grade that is relevant; 1 is not written
/// @param cutoff the `k`; [Measure#WHOLE] is not written
record MeasureName(Family family, int rel, int cutoff) {
  private static final Pattern GRAMMAR =
      Pattern.compile("(?<family>\\w+)(?:\\(rel=(?<rel>\\d{1,9})\\))?(?:@(?<cutoff>\\d{1,9}))?");

  private static final String THERE_ARE =
      "; there are nDCG, nDCG@k, AP, AP@k, RR, RR@k, P@k, R@k and Success@k with k from 1, and all"
          + " but nDCG with a least relevant grade from 1, as in P(rel=2)@k";

  enum Family {
    NDCG("nDCG"),
    AP("AP"),
    RR("RR"),
    P("P"),
    R("R"),
    SUCCESS("Success");

    private final String written;

    Family(String written) {
      this.written = written;
    }

    private static @Nullable Family of(String written) {
      for (Family family : values()) {
        if (family.written.equals(written)) {
          return family;
        }
      }
      return null;
    }

    private boolean hasRel() {
      return this != NDCG;
    }

    private boolean canBeWhole() {
      return this == NDCG || this == AP || this == RR;
    }
  }

  static MeasureName of(String text) {
    Matcher name = GRAMMAR.matcher(text);
    if (!name.matches()) {
      throw new IllegalArgumentException("cannot read measure '" + text + "'" + THERE_ARE);
    }
    Family family = Family.of(name.group("family"));
    int rel = number(name.group("rel"), 1);
    int cutoff = number(name.group("cutoff"), Measure.WHOLE);
    if (family == null
        || rel < 1
        || cutoff < 1
        || (!family.hasRel() && name.group("rel") != null)
        || (!family.canBeWhole() && cutoff == Measure.WHOLE)) {
      throw new IllegalArgumentException("no measure '" + text + "'" + THERE_ARE);
    }
    return new MeasureName(family, rel, cutoff);
  }

  private static int number(@Nullable String digits, int otherwise) {
    return digits == null ? otherwise : Integer.parseInt(digits);
  }

  Measure measure() {
    return switch (family) {
      case NDCG -> new Measure.Ndcg(cutoff);
      case AP -> new Measure.AveragePrecision(rel, cutoff);
      case RR -> new Measure.ReciprocalRank(rel, cutoff);
      case P -> new Measure.Precision(rel, cutoff);
      case R -> new Measure.Recall(rel, cutoff);
      case SUCCESS -> new Measure.Success(rel, cutoff);
    };
  }

  @Override
  public String toString() {
    return family.written
        + (rel == 1 ? "" : "(rel=" + rel + ")")
        + (cutoff == Measure.WHOLE ? "" : "@" + cutoff);
  }
}

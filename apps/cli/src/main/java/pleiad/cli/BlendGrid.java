package pleiad.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import pleiad.search.Fusion;

/// The blends that are tried: every source alone, all of them counting the same, and weights in
/// even steps that add up to 1. Where a source's weight is 0 it is left out, so that the plan does
/// not ask it.
///
/// The simplest come first: of equally good ones the first is taken.
///
/// @param sources how many there are
/// @param parts steps from 0 to 1
record BlendGrid(int sources, int parts) {
  /// What ranks may be softened by in reciprocal rank fusion: the usual 60, and less and more.
  private static final List<Integer> RRF_K = List.of(Fusion.RRF_K, 5, 20, 200);

  BlendGrid {
    if (sources < 2) {
      throw new IllegalArgumentException("a blend is of two sources or more, got " + sources);
    }
    if (parts < 1) {
      throw new IllegalArgumentException(
          "weights go from 0 to 1 in one step or more, got " + parts);
    }
  }

  /// All blends by one method, and every source alone.
  SequencedSet<Blend> of(Fusion.Method method) {
    SequencedSet<Blend> all = new LinkedHashSet<>();
    for (int source = 0; source < sources; source++) {
      all.add(Blend.of(source));
    }
    all.add(Blend.equal(method, sources));
    for (int asked = 2; asked <= sources; asked++) {
      for (int k : method == Fusion.Method.RRF ? RRF_K : List.of(Fusion.RRF_K)) {
        add(new int[sources], 0, parts, asked, new Kind(method, k), all);
      }
    }
    return all;
  }

  private record Kind(Fusion.Method method, int k) {}

  /// Adds what has these parts of the sources before `source`, with any of the next ones.
  ///
  /// @param left parts to deal out
  /// @param asked how many sources are to have any
  private void add(
      int[] dealt, int source, int left, int asked, Kind kind, SequencedSet<Blend> into) {
    if (source == sources) {
      if (left == 0 && asked == 0) {
        into.add(blend(dealt, kind));
      }
      return;
    }
    for (int part = 0; part <= left; part++) {
      dealt[source] = part;
      add(dealt, source + 1, left - part, asked - (part > 0 ? 1 : 0), kind, into);
    }
    dealt[source] = 0;
  }

  private Blend blend(int[] dealt, Kind kind) {
    List<Integer> asked = new ArrayList<>();
    List<Double> weights = new ArrayList<>();
    for (int source = 0; source < sources; source++) {
      if (dealt[source] > 0) {
        asked.add(source);
        weights.add((double) dealt[source] / parts);
      }
    }
    return new Blend(asked, new Fusion(kind.method(), weights, kind.k()));
  }
}

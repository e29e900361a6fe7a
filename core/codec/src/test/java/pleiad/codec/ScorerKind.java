package pleiad.codec;

import java.util.List;
import pleiad.vector.Kernels;
import pleiad.vector.TokenVectors;

/// The ways to score codes that there are.
enum ScorerKind {
  LANES,
  PERMUTES;

  /// Those that this machine can run.
  static List<ScorerKind> here() {
    return Kernels.bytePermutes() ? List.of(LANES, PERMUTES) : List.of(LANES);
  }

  /// Those of them that must give the bits of the definition, [#LANES].
  static List<ScorerKind> others() {
    return here().stream().filter(kind -> kind != LANES).toList();
  }

  CodeScorer scorer(Codebook codebook, TokenVectors query) {
    return CodeTables.of(codebook, query, this == PERMUTES).scorer();
  }
}

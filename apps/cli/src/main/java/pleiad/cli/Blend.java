package pleiad.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import pleiad.search.Candidates;
import pleiad.search.Fusion;

/// Some of several sources, and how what they found becomes one list.
///
/// @param sources by their numbers, in order
/// @param fusion of just these; null with one source
record Blend(List<Integer> sources, @Nullable Fusion fusion) {
  Blend {
    sources = List.copyOf(sources);
  }

  /// One source as it is.
  static Blend of(int source) {
    return new Blend(List.of(source), null);
  }

  /// All sources, counting the same.
  static Blend equal(Fusion.Method method, int sources) {
    List<Integer> all = new ArrayList<>();
    for (int source = 0; source < sources; source++) {
      all.add(source);
    }
    return new Blend(all, Fusion.equal(method, sources));
  }

  /// One list of what all sources found, as a search by [#plan] makes it.
  Candidates of(List<Candidates> found) {
    List<Candidates> ours = sources.stream().map(found::get).toList();
    return fusion == null ? ours.getFirst() : fusion.fuse(ours);
  }

  /// The plan of it.
  ///
  /// @param names of all sources, in the plan language
  String plan(List<String> names) {
    String found = sources.stream().map(names::get).collect(Collectors.joining(" + "));
    return fusion == null ? found : found + " | " + fusion.text();
  }

  /// Whether another one differs by weights alone; a source alone differs so from all.
  boolean isLike(Blend other) {
    return fusion == null
        || other.fusion == null
        || (fusion.method() == other.fusion.method() && fusion.k() == other.fusion.k());
  }

  /// How much of a document's points a source gives, all together 1; 0 for one that is not asked.
  double share(int source) {
    int place = sources.indexOf(source);
    if (place < 0) {
      return 0;
    }
    if (fusion == null) {
      return 1;
    }
    double all = fusion.weights().stream().mapToDouble(Double::doubleValue).sum();
    return fusion.weights().get(place) / all;
  }
}

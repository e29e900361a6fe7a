package pleiad.encode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Which texts go through a model together: those of like length, so that little is padded, and no
/// more than a budget of tokens, so that what a layer makes of them stays in a core's cache.
final class Batches {
  private Batches() {}

  /// Groups, each a list of indices, longest texts first. A text longer than half the budget is
  /// alone.
  ///
  /// @param lengths tokens of each text
  /// @param budget tokens of a group, padding included
  static List<List<Integer>> of(List<Integer> lengths, int budget) {
    List<Integer> longestFirst =
        IntStream.range(0, lengths.size())
            .boxed()
            .sorted(Comparator.comparing(lengths::get, Comparator.reverseOrder()))
            .toList();
    List<List<Integer>> groups = new ArrayList<>();
    List<Integer> group = List.of();
    for (int each : longestFirst) {
      if (group.isEmpty() || (group.size() + 1L) * lengths.get(group.getFirst()) > budget) {
        group = new ArrayList<>();
        groups.add(group);
      }
      group.add(each);
    }
    return groups;
  }
}

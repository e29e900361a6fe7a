package pleiad;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a search found.
///
/// @param hits best first
/// @param firstBelow the best that was left out because it has less than the search asks for; null
///   where none was, or more than enough had as much
/// @param plan what was run, in the plan language
/// @param stages what each stage did
/// @param encodeMillis time to turn the text into vectors
/// @param totalMillis time for everything
/// @param complete false when the time limit came before the end
/// @param facets of the keys that the search names, with all values, over the documents that the
///   plan's sources found: after their fusion, before any ranker keeps fewer of them. A plan
///   `tokens(10)` finds 10; more are counted where the sources are to find more
public record Hits(
    List<Hit> hits,
    @Nullable Hit firstBelow,
    String plan,
    List<Stage> stages,
    double encodeMillis,
    double totalMillis,
    boolean complete,
    List<Facet> facets) {
  /// What one stage did: candidates that went in (documents of the collection for a source) and
  /// came out.
  public record Stage(String name, double millis, int in, int out) {}

  public Hits {
    hits = List.copyOf(hits);
    stages = List.copyOf(stages);
    facets = List.copyOf(facets);
  }
}

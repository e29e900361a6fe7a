package pleiad.bench;

import org.jspecify.annotations.Nullable;

/// How one setting searched.
///
/// @param setting `default`, or the token code's name
/// @param codec the token code's name
/// @param threads how many searched at a time
/// @param p50 median milliseconds of a search
/// @param p95 the time that 95 of 100 searches do not exceed
/// @param qps searches a second, on all threads together
/// @param quality how good the answers are
/// @param bytesPerToken all files of the multi-vector field and nothing else
/// @param segments of the index
/// @param heapMegabytes what the opened and warm index holds on the heap, in 10⁶ bytes
/// @param build what building took
/// @param filtered how it searched with a filter; null where that was not asked for
/// @param liveAdd one more document in the index; null where that was not asked for
/// @param ranked how long it took to score all that it was given; null where that was not asked for
public record SearchRow(
    String setting,
    String codec,
    int threads,
    double p50,
    double p95,
    double qps,
    SearchQuality.Figures quality,
    double bytesPerToken,
    int segments,
    double heapMegabytes,
    BuildTimes build,
    @Nullable FilteredRow filtered,
    @Nullable LiveAdd liveAdd,
    @Nullable RankedRow ranked) {
  SearchRow with(
      @Nullable FilteredRow searched, @Nullable LiveAdd added, @Nullable RankedRow scored) {
    return new SearchRow(
        setting,
        codec,
        threads,
        p50,
        p95,
        qps,
        quality,
        bytesPerToken,
        segments,
        heapMegabytes,
        build,
        searched,
        added,
        scored);
  }
}

package pleiad.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.FilterMergePolicy;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.MergeTrigger;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfo;
import org.apache.lucene.index.SegmentInfos;
import org.jspecify.annotations.Nullable;

/// Beside what another policy merges: when an index writer is asked to commit or to show what it
/// has, the segments that still wait for a codebook are merged into one that has it, as soon as
/// they hold [Codebooks#LEAST_TOKENS] together. Segments with codes are left alone.
public final class CodingMergePolicy extends FilterMergePolicy {
  /// On a segment, before the name of a `residual` field: its tokens that wait for a codebook.
  private static final String WAITING_ATTRIBUTE = "pleiad.waiting.";

  private final long leastTokens;

  /// Leaves everything else to that policy.
  public CodingMergePolicy(MergePolicy others) {
    this(others, Codebooks.LEAST_TOKENS);
  }

  CodingMergePolicy(MergePolicy others, long leastTokens) {
    super(others);
    this.leastTokens = leastTokens;
  }

  /// Notes on a segment how many tokens of a field wait.
  static void note(SegmentInfo segment, String field, long tokens) {
    segment.putAttribute(WAITING_ATTRIBUTE + field, Long.toString(tokens));
  }

  @Override
  public @Nullable MergeSpecification findMerges(
      MergeTrigger trigger, SegmentInfos segments, MergeContext context) throws IOException {
    MergeSpecification found = super.findMerges(trigger, segments, context);
    return trigger == MergeTrigger.FULL_FLUSH
            || trigger == MergeTrigger.COMMIT
            || trigger == MergeTrigger.CLOSING
        ? withCoding(found, segments, context)
        : found;
  }

  @Override
  public @Nullable MergeSpecification findFullFlushMerges(
      MergeTrigger trigger, SegmentInfos segments, MergeContext context) throws IOException {
    return withCoding(super.findFullFlushMerges(trigger, segments, context), segments, context);
  }

  private @Nullable MergeSpecification withCoding(
      @Nullable MergeSpecification found, SegmentInfos segments, MergeContext context) {
    List<SegmentCommitInfo> waiting = new ArrayList<>();
    long tokens = 0;
    for (SegmentCommitInfo segment : segments) {
      long theirs = waiting(segment);
      if (theirs > 0 && !context.getMergingSegments().contains(segment) && !in(found, segment)) {
        waiting.add(segment);
        tokens += theirs;
      }
    }
    if (tokens < leastTokens) {
      return found;
    }
    MergeSpecification all = found == null ? new MergeSpecification() : found;
    all.add(new OneMerge(waiting));
    return all;
  }

  private static boolean in(@Nullable MergeSpecification found, SegmentCommitInfo segment) {
    return found != null && found.merges.stream().anyMatch(each -> each.segments.contains(segment));
  }

  private static long waiting(SegmentCommitInfo segment) {
    return segment.info.getAttributes().entrySet().stream()
        .filter(attribute -> attribute.getKey().startsWith(WAITING_ATTRIBUTE))
        .mapToLong(attribute -> Long.parseLong(attribute.getValue()))
        .sum();
  }
}

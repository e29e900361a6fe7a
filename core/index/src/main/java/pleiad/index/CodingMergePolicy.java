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
import pleiad.index.Codebooks.Thresholds;

/// Beside what another policy merges: when an index writer is asked to commit or to show what it
/// has, the segments that still wait for a codebook are merged into one that has it, as soon as
/// they hold [Codebooks#LEAST_TOKENS] together; and all whose codebook is not mature, with the
/// waiting ones, as soon as they make a mature one. The latter is looked at again after every
/// merge, because what is being merged cannot be taken. Segments with codes of a mature codebook
/// are left alone.
public final class CodingMergePolicy extends FilterMergePolicy {
  /// On a segment, before the name of a `residual` field: its tokens that wait for a codebook.
  private static final String WAITING_ATTRIBUTE = "pleiad.waiting.";

  /// The same, of its tokens whose codebook is not mature.
  private static final String LEARNING_ATTRIBUTE = "pleiad.learning.";

  private final Thresholds thresholds;

  /// Leaves everything else to that policy.
  public CodingMergePolicy(MergePolicy others) {
    this(others, Thresholds.STANDARD);
  }

  CodingMergePolicy(MergePolicy others, Thresholds thresholds) {
    super(others);
    this.thresholds = thresholds;
  }

  /// Notes on a segment how many tokens of a field wait for a codebook, and of how many it is not
  /// mature.
  static void note(SegmentInfo segment, String field, long waiting, long learning) {
    segment.putAttribute(WAITING_ATTRIBUTE + field, Long.toString(waiting));
    segment.putAttribute(LEARNING_ATTRIBUTE + field, Long.toString(learning));
  }

  @Override
  public @Nullable MergeSpecification findMerges(
      MergeTrigger trigger, SegmentInfos segments, MergeContext context) throws IOException {
    MergeSpecification found = super.findMerges(trigger, segments, context);
    return switch (trigger) {
      case FULL_FLUSH, COMMIT, CLOSING -> withCoding(found, segments, context, thresholds.least());
      case MERGE_FINISHED -> withCoding(found, segments, context, Long.MAX_VALUE);
      default -> found;
    };
  }

  @Override
  public @Nullable MergeSpecification findFullFlushMerges(
      MergeTrigger trigger, SegmentInfos segments, MergeContext context) throws IOException {
    return withCoding(
        super.findFullFlushMerges(trigger, segments, context),
        segments,
        context,
        thresholds.least());
  }

  /// @param least waiting tokens that are merged though they make no mature codebook
  private @Nullable MergeSpecification withCoding(
      @Nullable MergeSpecification found, SegmentInfos segments, MergeContext context, long least) {
    List<SegmentCommitInfo> waiting = new ArrayList<>();
    List<SegmentCommitInfo> unsettled = new ArrayList<>();
    long waitingTokens = 0;
    long unsettledTokens = 0;
    for (SegmentCommitInfo segment : segments) {
      if (context.getMergingSegments().contains(segment) || in(found, segment)) {
        continue;
      }
      long waits = tokens(segment, WAITING_ATTRIBUTE);
      long learns = tokens(segment, LEARNING_ATTRIBUTE);
      if (waits > 0) {
        waiting.add(segment);
        waitingTokens += waits;
      }
      if (waits + learns > 0) {
        unsettled.add(segment);
        unsettledTokens += waits + learns;
      }
    }
    boolean settle = unsettledTokens >= thresholds.mature();
    if (!settle && waitingTokens < least) {
      return found;
    }
    MergeSpecification all = found == null ? new MergeSpecification() : found;
    all.add(new OneMerge(settle ? unsettled : waiting));
    return all;
  }

  private static boolean in(@Nullable MergeSpecification found, SegmentCommitInfo segment) {
    return found != null && found.merges.stream().anyMatch(each -> each.segments.contains(segment));
  }

  private static long tokens(SegmentCommitInfo segment, String attribute) {
    return segment.info.getAttributes().entrySet().stream()
        .filter(each -> each.getKey().startsWith(attribute))
        .mapToLong(each -> Long.parseLong(each.getValue()))
        .sum();
  }
}

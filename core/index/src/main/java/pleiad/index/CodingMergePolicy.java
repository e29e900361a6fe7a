package pleiad.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.apache.lucene.index.FilterMergePolicy;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.MergeTrigger;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfo;
import org.apache.lucene.index.SegmentInfos;
import org.jspecify.annotations.Nullable;
import pleiad.codec.Codebook;

/// Beside what another policy merges: when an index writer is asked to commit or to show what it
/// has, the segments that still wait for a codebook are merged into one that has it, as soon as
/// they hold [Codebooks#LEAST_TOKENS] of a field together; and all whose codebook is not mature,
/// with the waiting ones, as soon as they make a mature one or, where the field has one, as soon as
/// they hold [Codebooks#LEAST_TOKENS]. The latter is looked at again after every merge, because
/// what is being merged cannot be taken. Segments with codes of a mature codebook are left alone.
public final class CodingMergePolicy extends FilterMergePolicy {
  /// On a segment, before the name of a `residual` field: its tokens that wait for a codebook.
  private static final String WAITING_ATTRIBUTE = "pleiad.waiting.";

  /// The same, of its tokens whose codebook is not mature.
  private static final String LEARNING_ATTRIBUTE = "pleiad.learning.";

  private final Codebooks codebooks;

  /// Leaves everything else to that policy.
  ///
  /// @param codebooks those of the index writer's codec
  public CodingMergePolicy(MergePolicy others, Codebooks codebooks) {
    super(others);
    this.codebooks = codebooks;
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
      case FULL_FLUSH, COMMIT, CLOSING -> withCoding(found, segments, context, false);
      case MERGE_FINISHED -> withCoding(found, segments, context, true);
      default -> found;
    };
  }

  @Override
  public @Nullable MergeSpecification findFullFlushMerges(
      MergeTrigger trigger, SegmentInfos segments, MergeContext context) throws IOException {
    return withCoding(
        super.findFullFlushMerges(trigger, segments, context), segments, context, false);
  }

  /// @param again whether a merge has just ended. Only several segments are merged then, so that
  ///   there are fewer each time and it comes to an end
  private @Nullable MergeSpecification withCoding(
      @Nullable MergeSpecification found,
      SegmentInfos segments,
      MergeContext context,
      boolean again) {
    List<SegmentCommitInfo> free = new ArrayList<>();
    for (SegmentCommitInfo segment : segments) {
      if (!context.getMergingSegments().contains(segment) && !in(found, segment)) {
        free.add(segment);
      }
    }
    List<SegmentCommitInfo> due =
        due(free, this::enoughToSettle, List.of(WAITING_ATTRIBUTE, LEARNING_ATTRIBUTE));
    if (due.isEmpty() && !again) {
      long least = codebooks.thresholds().least();
      due = due(free, _ -> least, List.of(WAITING_ATTRIBUTE));
    }
    if (due.isEmpty() || (again && due.size() == 1)) {
      return found;
    }
    MergeSpecification all = found == null ? new MergeSpecification() : found;
    all.add(new OneMerge(due));
    return all;
  }

  /// Tokens of a field that are worth a merge after which nothing learns any more.
  private long enoughToSettle(String field) {
    Codebook current = codebooks.current(field);
    return current != null && codebooks.mature(current)
        ? codebooks.thresholds().least()
        : codebooks.thresholds().mature();
  }

  /// The segments with a field that has enough tokens to be merged for, in all of them together.
  private static List<SegmentCommitInfo> due(
      List<SegmentCommitInfo> segments, ToLongFunction<String> enough, List<String> attributes) {
    Map<String, Long> byField = new HashMap<>();
    segments.forEach(
        segment ->
            tokens(segment, attributes)
                .forEach((field, tokens) -> byField.merge(field, tokens, Long::sum)));
    byField.entrySet().removeIf(each -> each.getValue() < enough.applyAsLong(each.getKey()));
    return segments.stream()
        .filter(
            segment ->
                tokens(segment, attributes).entrySet().stream()
                    .anyMatch(each -> each.getValue() > 0 && byField.containsKey(each.getKey())))
        .toList();
  }

  private static boolean in(@Nullable MergeSpecification found, SegmentCommitInfo segment) {
    return found != null && found.merges.stream().anyMatch(each -> each.segments.contains(segment));
  }

  /// The tokens that these attributes note on a segment, by field.
  private static Map<String, Long> tokens(SegmentCommitInfo segment, List<String> attributes) {
    Map<String, Long> byField = new HashMap<>();
    segment
        .info
        .getAttributes()
        .forEach(
            (name, value) -> {
              for (String attribute : attributes) {
                if (name.startsWith(attribute)) {
                  String field = name.substring(attribute.length());
                  byField.merge(field, Long.parseLong(value), Math::max);
                }
              }
            });
    return byField;
  }
}

package pleiad.index;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.search.DocIdSetIterator;
import org.jspecify.annotations.Nullable;
import pleiad.codec.Codebook;
import pleiad.codec.CodebookTraining;
import pleiad.codec.ResidualCode;
import pleiad.codec.TokenCode;

/// Decides how a merged segment keeps a field of residual codes, by the rules of [Codebooks], and
/// trains its codebook where it needs a new one.
final class MergeLayout {
  /// More than 1,024 dimensions make a sample of fewer tokens.
  private static final int MOST_SAMPLE_NUMBERS = 1 << 26;

  private final String field;
  private final int codes;
  private final boolean keepPrecise;
  private final Codebooks codebooks;
  private final MergedValues.Opener source;

  /// @param codes per token of a new codebook
  /// @param keepPrecise whether `int8` stays beside codes of a mature codebook too
  MergeLayout(
      String field,
      int codes,
      boolean keepPrecise,
      Codebooks codebooks,
      MergedValues.Opener source) {
    this.field = field;
    this.codes = codes;
    this.keepPrecise = keepPrecise;
    this.codebooks = codebooks;
    this.source = source;
  }

  FieldWriter.Layout layout(MergedValues merged) throws IOException {
    List<FieldEntry> entries = merged.entries();
    boolean allPrecise = entries.stream().allMatch(FieldEntry::hasPrecise);
    Codebook best = codebooks.decide(field, () -> codebook(merged, allPrecise));
    TokenCode int8 = TokenCode.named(FieldEntry.PRECISE_CODE, merged.dimension());
    if (best == null) {
      return new FieldWriter.Layout(int8, null, reencoded(entries, int8));
    }
    TokenCode code = new ResidualCode(best);
    boolean precise = allPrecise && (keepPrecise || !codebooks.mature(best));
    return new FieldWriter.Layout(code, precise ? int8 : null, reencoded(entries, code));
  }

  /// The codebook to use, a new one where it is time for that; null: none.
  private @Nullable Codebook codebook(MergedValues merged, boolean allPrecise) throws IOException {
    long tokens = tokens();
    Codebook best = best(merged);
    if (merged.entries().stream().noneMatch(FieldEntry::residual) && tokens < least(best)) {
      return null;
    }
    if (best == null || (allPrecise && outgrown(best, tokens))) {
      Codebook trained = train(merged.dimension(), tokens);
      return trained == null ? best : trained;
    }
    return best;
  }

  /// How often tokens will have been encoded from residual codes, when these segments are merged
  /// into that code.
  static int reencoded(List<FieldEntry> entries, TokenCode code) {
    return entries.stream().mapToInt(entry -> entry.reencodedAs(code)).max().orElse(0);
  }

  /// Tokens of the documents that are not deleted.
  private long tokens() throws IOException {
    MergedValues values = source.open();
    long tokens = 0;
    while (values.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
      tokens += values.tokenCount();
    }
    return tokens;
  }

  /// Tokens that segments without codes need to get some.
  private long least(@Nullable Codebook best) {
    return best != null && codebooks.mature(best)
        ? codebooks.thresholds().leastFlush()
        : codebooks.thresholds().least();
  }

  private boolean outgrown(Codebook codebook, long tokens) {
    return !codebooks.mature(codebook)
        && tokens
            >= Math.min(codebooks.thresholds().mature(), Codebooks.OUTGROWN * codebook.trainedOn());
  }

  /// The codebook that saw most, of those the segments carry and the one in use.
  private @Nullable Codebook best(MergedValues merged) {
    Codebook best = codebooks.current(field);
    if (best != null && best.dimension() != merged.dimension()) {
      best = null;
    }
    for (Codebook each : merged.codebooks()) {
      if (best == null || each.trainedOn() > best.trainedOn()) {
        best = each;
      }
    }
    return best;
  }

  /// A codebook for the merged tokens, or null when nothing can be learnt from them.
  private @Nullable Codebook train(int dimension, long tokens) throws IOException {
    if (dimension > CodebookTraining.MOST_DIMENSIONS) {
      return null;
    }
    long begin = System.nanoTime();
    float[] sample = sample(dimension, tokens);
    if (!CodebookTraining.canLearn(sample, dimension)) {
      return null;
    }
    Codebook trained =
        CodebookTraining.train(
            sample, dimension, codes, tokens, codebooks.seed(), codebooks.workers());
    codebooks.trained(System.nanoTime() - begin);
    codebooks.offer(field, trained);
    return trained;
  }

  /// Tokens at even distances over all documents.
  private float[] sample(int dimension, long tokens) throws IOException {
    int most = Math.min(CodebookTraining.SAMPLE, MOST_SAMPLE_NUMBERS / dimension);
    int wanted = (int) Math.min(tokens, most);
    float[] sample = new float[wanted * dimension];
    MergedValues values = source.open();
    long seen = 0;
    int taken = 0;
    while (taken < wanted && values.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
      int count = values.tokenCount();
      for (long next = place(taken, tokens, wanted);
          taken < wanted && next < seen + count;
          next = place(taken, tokens, wanted)) {
        int token = (int) (next - seen);
        values.read(token, token + 1, sample, taken * dimension);
        taken++;
      }
      seen += count;
    }
    return sample;
  }

  private static long place(int number, long tokens, int wanted) {
    return number * tokens / wanted;
  }
}

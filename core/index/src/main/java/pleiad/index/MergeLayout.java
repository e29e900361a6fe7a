package pleiad.index;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.search.DocIdSetIterator;
import org.jspecify.annotations.Nullable;
import pleiad.codec.CentredSample;
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
  private final CodeName code;
  private final Codebooks codebooks;
  private final MergedValues.Opener source;

  /// @param code of residual codes
  MergeLayout(String field, CodeName code, Codebooks codebooks, MergedValues.Opener source) {
    this.field = field;
    this.code = code;
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
    TokenCode residual = new ResidualCode(best);
    boolean precise = allPrecise && (code.keepsPrecise() || !codebooks.mature(best));
    return new FieldWriter.Layout(residual, precise ? int8 : null, reencoded(entries, residual));
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
    Codebook trained = code.centred() ? centred(dimension, tokens) : whole(dimension, tokens);
    if (trained != null) {
      codebooks.trained(System.nanoTime() - begin);
      codebooks.offer(field, trained);
    }
    return trained;
  }

  private @Nullable Codebook whole(int dimension, long tokens) throws IOException {
    float[] sample = new float[sampleSize(dimension, tokens) * dimension];
    sample(
        dimension,
        tokens,
        (values, places, first) -> {
          for (int i = 0; i < places.length; i++) {
            values.read(places[i], places[i] + 1, sample, (first + i) * dimension);
          }
        });
    return CodebookTraining.canLearn(sample, dimension)
        ? CodebookTraining.train(
            sample, dimension, code.codes(), tokens, codebooks.seed(), codebooks.workers())
        : null;
  }

  private @Nullable Codebook centred(int dimension, long tokens) throws IOException {
    CentredSample sample = new CentredSample(dimension, sampleSize(dimension, tokens));
    sample(
        dimension, tokens, (values, places, _) -> sample.add(values.vectors().toArray(), places));
    return CodebookTraining.canLearn(sample)
        ? CodebookTraining.train(
            sample, code.codes(), tokens, codebooks.seed(), codebooks.workers())
        : null;
  }

  private static int sampleSize(int dimension, long tokens) {
    return (int)
        Math.min(tokens, Math.min(CodebookTraining.SAMPLE, MOST_SAMPLE_NUMBERS / dimension));
  }

  /// Takes tokens of the current document.
  @FunctionalInterface
  private interface Taker {
    /// @param first how many were taken before
    void take(MultiVectorValues values, int[] places, int first) throws IOException;
  }

  /// Gives tokens at even distances over all documents.
  private void sample(int dimension, long tokens, Taker taker) throws IOException {
    int wanted = sampleSize(dimension, tokens);
    MergedValues values = source.open();
    long seen = 0;
    int taken = 0;
    while (taken < wanted && values.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
      long before = seen;
      seen += values.tokenCount();
      int first = taken;
      while (taken < wanted && place(taken, tokens, wanted) < seen) {
        taken++;
      }
      int[] places = new int[taken - first];
      Arrays.setAll(places, i -> (int) (place(first + i, tokens, wanted) - before));
      if (places.length > 0) {
        taker.take(values, places, first);
      }
    }
  }

  private static long place(int number, long tokens, int wanted) {
    return number * tokens / wanted;
  }
}

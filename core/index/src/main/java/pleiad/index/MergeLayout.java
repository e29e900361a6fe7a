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
    Codebook best = best(merged);
    if (best == null || !Codebooks.mature(best)) {
      long tokens = liveTokens();
      long enough = best == null ? Codebooks.LEAST_TOKENS : Codebooks.OUTGROWN * best.trainedOn();
      Codebook trained = tokens < enough ? null : train(merged.dimension(), tokens);
      best = trained == null ? best : trained;
    }
    if (best == null) {
      return FieldWriter.Layout.plain(FieldEntry.PRECISE_CODE, merged.dimension());
    }
    boolean precise =
        (keepPrecise || !Codebooks.mature(best))
            && merged.entries().stream().allMatch(MergeLayout::hasPrecise);
    return new FieldWriter.Layout(
        new ResidualCode(best),
        precise ? TokenCode.named(FieldEntry.PRECISE_CODE, merged.dimension()) : null,
        reencoded(merged.entries(), best));
  }

  private static boolean hasPrecise(FieldEntry entry) {
    return !entry.residual() || entry.precise().exists();
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

  private static int reencoded(List<FieldEntry> entries, Codebook codebook) {
    int most = 0;
    for (FieldEntry entry : entries) {
      if (entry.residual() && entry.fingerprint().equals(codebook.fingerprint())) {
        most = Math.max(most, entry.reencoded());
      } else if (!hasPrecise(entry)) {
        most = Math.max(most, entry.reencoded() + 1);
      }
    }
    return most;
  }

  /// Tokens of the documents that are not deleted: what a codebook can learn from.
  private long liveTokens() throws IOException {
    MergedValues values = source.open();
    long tokens = 0;
    while (values.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
      tokens += values.tokenCount();
    }
    return tokens;
  }

  /// A new codebook, or null when all tokens are zero and teach nothing.
  private @Nullable Codebook train(int dimension, long tokens) throws IOException {
    long begin = System.nanoTime();
    float[] sample = sample(dimension, tokens);
    if (zero(sample)) {
      return null;
    }
    Codebook trained =
        CodebookTraining.train(
            sample, dimension, codes, tokens, codebooks.seed(), codebooks.workers());
    codebooks.trained(System.nanoTime() - begin);
    codebooks.offer(field, trained);
    return trained;
  }

  private static boolean zero(float[] sample) {
    for (float value : sample) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }

  /// Tokens at even distances over all documents.
  private float[] sample(int dimension, long tokens) throws IOException {
    int wanted = (int) Math.min(tokens, CodebookTraining.SAMPLE);
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
    return java.util.Arrays.copyOf(sample, taken * dimension);
  }

  private static long place(int number, long tokens, int wanted) {
    return number * tokens / wanted;
  }
}

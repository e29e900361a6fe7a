package pleiad;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.jspecify.annotations.Nullable;
import pleiad.FieldStats.CodebookStats;
import pleiad.codec.Codebook;
import pleiad.index.MultiVectorValues;

/// Counts the tokens of one multi-vector field, segment by segment and form by form.
final class FieldCount {
  private final String field;
  private final Map<String, InCodebook> codebooks = new HashMap<>();
  private long plain;
  private long coded;
  private long both;
  private int reencoded;

  /// What is kept with one codebook.
  private static final class InCodebook {
    private final Codebook codebook;
    private final CodeError error = new CodeError();
    private long tokens;
    private int segments;

    InCodebook(Codebook codebook) {
      this.codebook = codebook;
    }

    CodebookStats stats() {
      return new CodebookStats(
          codebook.fingerprint(),
          tokens,
          segments,
          codebook.trainedOn(),
          codebook.error(),
          error.mean());
    }
  }

  private FieldCount(String field) {
    this.field = field;
  }

  /// @param bytes of the field's files
  static FieldStats of(DirectoryReader commit, String field, long bytes) throws IOException {
    FieldCount count = new FieldCount(field);
    for (LeafReaderContext leaf : commit.leaves()) {
      count.add(leaf.reader());
    }
    return count.stats(bytes);
  }

  private void add(LeafReader segment) throws IOException {
    long tokens = tokens(segment);
    MultiVectorValues values = MultiVectorValues.of(segment, field);
    if (values == null) {
      return;
    }
    reencoded = Math.max(reencoded, values.reencoded());
    Codebook codebook = values.codebook();
    if (codebook == null) {
      plain += tokens;
      return;
    }
    InCodebook with =
        codebooks.computeIfAbsent(codebook.fingerprint(), _ -> new InCodebook(codebook));
    with.tokens += tokens;
    with.segments++;
    if (values.precise()) {
      both += tokens;
      with.error.sample(values, segment.maxDoc());
    } else {
      coded += tokens;
    }
  }

  private long tokens(LeafReader segment) throws IOException {
    @Nullable MultiVectorValues values = MultiVectorValues.of(segment, field);
    long tokens = 0;
    while (values != null && values.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
      tokens += values.tokenCount();
    }
    return tokens;
  }

  private FieldStats stats(long bytes) {
    return new FieldStats(
        field,
        plain + coded + both,
        bytes,
        plain,
        coded,
        both,
        reencoded,
        codebooks.values().stream()
            .map(InCodebook::stats)
            .sorted(Comparator.comparingLong(CodebookStats::tokens).reversed())
            .toList());
  }
}

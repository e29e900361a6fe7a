package pleiad;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MultiBits;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;
import pleiad.index.MultiVectorValues;
import pleiad.vector.TokenVectors;

/// Spans of a collection's documents, drawn by chance: words where the documents have a text, token
/// vectors where the caller brings those.
final class SampledQueries {
  private static final int LONGEST = 12;
  private static final int SHORTEST = 3;

  /// Documents that are drawn for each one wanted, as some are deleted or empty.
  private static final int TRIES = 20;

  private final IndexReader reader;
  private final VectorField field;
  private final SplittableRandom random;

  /// @param field that the queries are for: words where it has a model, its vectors where not
  SampledQueries(IndexReader reader, VectorField field, long seed) {
    this.reader = reader;
    this.field = field;
    this.random = new SplittableRandom(seed);
  }

  /// So many of them, each from another document; fewer where there are not so many.
  List<SampledQuery> draw(int count) throws IOException {
    List<SampledQuery> drawn = new ArrayList<>();
    Bits live = MultiBits.getLiveDocs(reader);
    Set<Integer> seen = new HashSet<>();
    for (long tries = (long) TRIES * count; tries > 0 && drawn.size() < count; tries--) {
      if (reader.maxDoc() == 0) {
        return drawn;
      }
      int document = random.nextInt(reader.maxDoc());
      if (seen.add(document) && (live == null || live.get(document))) {
        SampledQuery query = of(document);
        if (query != null) {
          drawn.add(query);
        }
      }
    }
    return drawn;
  }

  private @Nullable SampledQuery of(int number) throws IOException {
    Document document = DocumentFields.read(reader, number);
    if (field.model() != null) {
      String span = span(document.text().isBlank() ? document.title() : document.text());
      return span.isEmpty() ? null : new SampledQuery(document.id(), Search.of(span));
    }
    TokenVectors vectors = vectors(number);
    if (vectors == null || vectors.count() == 0) {
      return null;
    }
    int length = Math.min(length(), vectors.count());
    int from = random.nextInt(vectors.count() - length + 1);
    return new SampledQuery(
        document.id(), Search.of(field.name(), vectors.slice(from, from + length)));
  }

  private int length() {
    return random.nextInt(SHORTEST, LONGEST + 1);
  }

  private String span(String text) {
    List<String> words = Arrays.stream(text.strip().split("\\s+", -1)).toList();
    int length = Math.min(length(), words.size());
    int from = random.nextInt(words.size() - length + 1);
    return String.join(" ", words.subList(from, from + length));
  }

  private @Nullable TokenVectors vectors(int document) throws IOException {
    List<LeafReaderContext> leaves = reader.leaves();
    LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(document, leaves));
    MultiVectorValues values = MultiVectorValues.of(leaf.reader(), field.name());
    return values == null || !values.advanceExact(document - leaf.docBase)
        ? null
        : values.vectors();
  }
}

package pleiad;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MultiBits;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;
import pleiad.encode.Role;
import pleiad.search.Candidates;
import pleiad.search.Deadline;
import pleiad.search.MaxSimOptions;
import pleiad.search.Plan;
import pleiad.search.Request;
import pleiad.search.Stage;
import pleiad.vector.TokenVectors;

/// Draws queries and documents of a collection by chance, the same ones every time, and scores each
/// query with its documents by what is stored, as `maxsim` does.
///
/// Costs one encoding a query and MaxSim of `QUERIES · DOCUMENTS` pairs.
final class RandomPairs {
  static final int QUERIES = 100;
  static final int DOCUMENTS = 1_000;
  static final long SEED = 1;

  /// As many pairs as three documents give.
  private static final int FEWEST = 6;

  /// Numbers that are drawn for each document wanted, as some are deleted.
  private static final int TRIES = 4;

  private final IndexReader reader;
  private final VectorField field;
  private final Models models;
  private final Stage.Ranker maxSim;
  private final SplittableRandom random = new SplittableRandom(SEED);

  RandomPairs(IndexReader reader, VectorField field, Models models) {
    this.reader = reader;
    this.field = field;
    this.models = models;
    this.maxSim =
        Plan.parse("tokens@%1$s(1) | maxsim@%1$s(%2$d)".formatted(field.name(), DOCUMENTS))
            .rankers()
            .getFirst();
  }

  /// @throws IllegalArgumentException when there are too few documents
  Calibration calibration() throws IOException {
    IndexSearcher searcher = new IndexSearcher(reader);
    float[] scores = new float[QUERIES * DOCUMENTS];
    int pairs = 0;
    for (SampledQuery query : new SampledQueries(reader, field, SEED).draw(QUERIES)) {
      TokenVectors vectors = vectors(query);
      int[] documents = documents(View.number(searcher, query.id()));
      if (vectors.count() > 0 && documents.length > 0) {
        Candidates scored = scored(searcher, vectors, documents);
        for (int place = 0; place < scored.count(); place++) {
          scores[pairs++] = scored.score(place) / vectors.count();
        }
      }
    }
    if (pairs < FEWEST) {
      throw new IllegalArgumentException(
          """
          percentiles compare with random pairs of a query and a document, of which field '%s' \
          gives %d and needs %d: add documents with tokens and a text until there are at least \
          three, not all of them passages of one, or do without percentiles\
          """
              .formatted(field.name(), pairs, FEWEST));
    }
    return Calibration.of(Arrays.copyOf(scores, pairs));
  }

  private TokenVectors vectors(SampledQuery query) {
    String text = query.search().text();
    return text == null
        ? Objects.requireNonNull(query.search().vectors().get(field.name()))
        : models.of(field).encode(text, Role.QUERY).vectors();
  }

  private Candidates scored(IndexSearcher searcher, TokenVectors query, int[] documents)
      throws IOException {
    return maxSim.narrow(
        searcher,
        new Request(Map.of(field.name(), query), null, MaxSimOptions.AUTOMATIC, Deadline.NONE),
        Candidates.of(documents, new float[documents.length]));
  }

  /// Live documents that have nothing to do with one of them: all of a small collection, some of a
  /// large one.
  private int[] documents(int own) throws IOException {
    List<LeafReaderContext> leaves = reader.leaves();
    Bits live = MultiBits.getLiveDocs(reader);
    BytesRef whole = Grouping.whole(leaves, own);
    int[] chosen = new int[DOCUMENTS];
    int count = 0;
    for (int document : drawn()) {
      if (count < DOCUMENTS
          && document != own
          && (live == null || live.get(document))
          && !isPassage(leaves, document, whole)) {
        chosen[count++] = document;
      }
    }
    return Arrays.copyOf(chosen, count);
  }

  private int[] drawn() {
    int all = reader.maxDoc();
    return all <= DOCUMENTS
        ? IntStream.range(0, all).toArray()
        : random.ints((long) TRIES * DOCUMENTS, 0, all).distinct().toArray();
  }

  private static boolean isPassage(
      List<LeafReaderContext> leaves, int document, @Nullable BytesRef whole) throws IOException {
    return whole != null && whole.equals(Grouping.whole(leaves, document));
  }
}

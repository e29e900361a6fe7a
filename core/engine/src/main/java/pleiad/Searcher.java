package pleiad;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pleiad.encode.Encoding;
import pleiad.encode.Role;
import pleiad.vector.TokenVectors;

/// A collection to search: every method may be called from any number of threads at a time.
///
/// It shows the collection as it was at the last [#refresh()] (or at opening); a search that runs
/// while another thread refreshes keeps what it began with.
public interface Searcher extends Closeable {
  /// Runs a search.
  ///
  /// @throws IllegalArgumentException when the plan asks for something that the collection or the
  ///   query does not have
  Hits search(Search search) throws IOException;

  /// The `k` best documents for a text.
  default Hits search(String text, int k) throws IOException {
    return search(Search.of(text).k(k));
  }

  /// The `k` best documents for token vectors, in the field `tokens`.
  default Hits search(TokenVectors vectors, int k) throws IOException {
    return search(Search.of(vectors).k(k));
  }

  /// Counts the values of metadata keys over the documents that a filter leaves, each key's most
  /// frequent ones first. Reads the keys' columns of all these documents.
  ///
  /// @param filter null: all documents
  /// @param keys a facet each, in their order; a key that no document has is without values
  /// @param most how many values of a key are given, at least 1
  List<Facet> facets(@Nullable Filter filter, List<String> keys, int most) throws IOException;

  /// Takes one document's score apart, and says where each stage of the plan put it.
  ///
  /// @throws IllegalArgumentException when no document has the id
  Explanation explain(Search search, String id) throws IOException;

  /// How similar every token of the query is to every token of one document, by the vectors that
  /// are kept of it, in the field whose late interaction the plan's result is of. Empty when the
  /// plan looks at no tokens, or the document has none there.
  ///
  /// @throws IllegalArgumentException when no document has the id
  Optional<SimilarityGrid> similarities(Search search, String id) throws IOException;

  /// Spans of the collection's own documents, to try plans with: see [Probe].
  ///
  /// @param count how many are wanted, each from another document; fewer where there are not so
  ///   many
  /// @param seed the same one draws the same spans
  List<SampledQuery> sample(int count, long seed) throws IOException;

  /// What MaxSim per query token comes to by chance in a field: what [Hit#percentile()] tells. Made
  /// when it is first asked for, at the cost of encoding a hundred spans of documents and scoring
  /// each with a thousand documents, and kept until [#refresh()] shows another state.
  ///
  /// @throws IllegalArgumentException when the collection has fewer than three documents to compare
  Calibration calibration(String field) throws IOException;

  /// The document with that id, as it was added; without vectors.
  Optional<Document> get(String id) throws IOException;

  /// What the collection's model makes of a text.
  ///
  /// @throws IllegalArgumentException when the field `tokens` has no model
  Encoding encode(String text, Role role);

  /// Number of live documents.
  int documents() throws IOException;

  /// What is in the collection.
  Stats stats() throws IOException;

  /// Shows what was added and deleted since: the newest commit to a read-only searcher, everything
  /// to the writer's own. Without it nothing changes for those who search.
  void refresh() throws IOException;

  @Override
  void close() throws IOException;
}

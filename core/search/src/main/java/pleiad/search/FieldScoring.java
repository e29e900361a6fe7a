package pleiad.search;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import pleiad.codec.CodeTables;
import pleiad.codec.Codebook;
import pleiad.index.MultiVectorValues;
import pleiad.vector.TokenVectors;

/// MaxSim of a query with the documents of one field, and the query's tables for the codebooks of
/// that field: each is made once for all segments that have it, by the first of them. Safe to share
/// between threads, until it is closed.
final class FieldScoring implements AutoCloseable {
  private final String field;
  private final TokenVectors query;
  private final Function<Codebook, CodeTables> maker;
  private final Map<String, CodeTables> tables = new ConcurrentHashMap<>();

  private FieldScoring(String field, TokenVectors query, Function<Codebook, CodeTables> maker) {
    this.field = field;
    this.query = query;
    this.maker = maker;
  }

  /// For a search that closes it, so that the next one uses the memory of its tables.
  FieldScoring(String field, TokenVectors query) {
    this(field, query, codebook -> CodeTables.of(codebook, query));
  }

  /// For whoever is not told when a search is over, as a query of Lucene's is not.
  static FieldScoring lasting(String field, TokenVectors query) {
    return new FieldScoring(field, query, codebook -> CodeTables.lasting(codebook, query));
  }

  String field() {
    return field;
  }

  TokenVectors query() {
    return query;
  }

  /// The query's tables for a codebook.
  CodeTables tables(Codebook codebook) {
    return tables.computeIfAbsent(codebook.fingerprint(), _ -> maker.apply(codebook));
  }

  /// What scores documents of a segment one by one: by their codes where it keeps nothing better.
  ///
  /// @throws IllegalArgumentException when the field's dimension is not the query's
  DocumentScorer scorer(MultiVectorValues values) throws IOException {
    Codebook codebook = values.codebook();
    if (codebook == null || values.precise()) {
      return new DecodedScorer(this);
    }
    check(values);
    return new CodedScorer(tables(codebook).scorer());
  }

  /// @throws IllegalArgumentException when the field's dimension is not the query's
  void check(MultiVectorValues values) throws IOException {
    check(values.dimension());
  }

  /// @throws IllegalArgumentException when the field's dimension is not the query's
  void check(int dimension) {
    if (dimension != query.dimension()) {
      throw new IllegalArgumentException(
          "query has %d dimensions, field '%s' has %d; was it encoded by another model?"
              .formatted(query.dimension(), field, dimension));
    }
  }

  @Override
  public void close() {
    tables.values().forEach(CodeTables::close);
  }
}

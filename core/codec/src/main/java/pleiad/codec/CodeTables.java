package pleiad.codec;

import org.jspecify.annotations.Nullable;
import pleiad.codec.Codebook.Shape;
import pleiad.vector.DotProducts;
import pleiad.vector.Kernels;
import pleiad.vector.TokenVectors;

/// A query made ready to score tokens that are [ResidualCode]s of one codebook, without decoding
/// them: the dot product of every query token with every vector of the codebook. What a document
/// token is similar to is then a sum of as many numbers as it has codes, times its factor.
///
/// Never changes and is safe to share between threads, until it is closed: what it lies in is then
/// used by another query. Made once for all segments with the codebook. Costs `query tokens ·
/// dimension · (dimension + 64 · (levels + 1))` multiply-adds.
public final class CodeTables implements AutoCloseable {
  private final Codebook codebook;
  private final int queryTokens;
  private final ScoringRooms rooms;
  private final TableRoom room;

  /// `[query token][code][64]`: what one query token needs lies together.
  private final float[] dots;

  private final Kind kind;

  /// The query's tokens, where documents have a centre to be multiplied with them.
  private final @Nullable DotProducts centring;

  private final float[] lengths;
  private boolean closed;

  /// The same tables as a kernel wants them.
  sealed interface Kind permits LaneTables, ByteTables {}

  private CodeTables(Codebook codebook, TokenVectors query, boolean permutes, ScoringRooms rooms) {
    this.codebook = codebook;
    this.queryTokens = query.count();
    this.rooms = rooms;
    this.room = rooms.tables().take();
    this.dots = dots(codebook, query, room);
    this.lengths = lengths(query);
    this.centring =
        codebook.centred() ? DotProducts.with(query.toArray(), query.dimension()) : null;
    this.kind = permutes ? ByteTables.of(this, room) : LaneTables.of(this);
  }

  /// The tables of a query for one codebook, to be closed when the search is over.
  ///
  /// @throws IllegalArgumentException when the query has other dimensions than the codebook
  public static CodeTables of(Codebook codebook, TokenVectors query) {
    return of(codebook, query, Kernels.bytePermutes());
  }

  /// The same in memory that no other query uses, for searches whose end nobody is told: neither
  /// these tables nor their scorers need to be closed, a collector takes them.
  ///
  /// @throws IllegalArgumentException when the query has other dimensions than the codebook
  public static CodeTables lasting(Codebook codebook, TokenVectors query) {
    return of(codebook, query, Kernels.bytePermutes(), new ScoringRooms());
  }

  static CodeTables of(Codebook codebook, TokenVectors query, boolean permutes) {
    return of(codebook, query, permutes, codebook.rooms());
  }

  private static CodeTables of(
      Codebook codebook, TokenVectors query, boolean permutes, ScoringRooms rooms) {
    if (query.dimension() != codebook.dimension()) {
      throw new IllegalArgumentException(
          "the query has %d dimensions, the codebook has %d; was one encoded by another model?"
              .formatted(query.dimension(), codebook.dimension()));
    }
    return new CodeTables(codebook, query, permutes, rooms);
  }

  private static float[] dots(Codebook codebook, TokenVectors query, TableRoom room) {
    Shape shape = codebook.shape();
    int count = query.count();
    float[] rows = new float[count * shape.dimension()];
    codebook.turn(query.toArray(), 0, count, rows, 0);
    int tokenStride = shape.codes() * SixBits.VALUES;
    float[] dots = room.dots(count * tokenStride);
    for (int code = 0; code < shape.codes(); code++) {
      int start = code < shape.levels() ? 0 : shape.start(code - shape.levels());
      codebook
          .products(code)
          .multiply(
              rows, start, shape.dimension(), count, dots, code * SixBits.VALUES, tokenStride);
    }
    return dots;
  }

  private static float[] lengths(TokenVectors query) {
    float[] rows = query.toArray();
    float[] lengths = new float[query.count()];
    for (int token = 0; token < lengths.length; token++) {
      lengths[token] = ResidualCode.length(rows, token * query.dimension(), query.dimension());
    }
    return lengths;
  }

  /// What the centres of documents add to their scores, for one thread.
  CentreProducts centres() {
    return new CentreProducts(codebook, centring, queryTokens);
  }

  /// A scorer of documents, for one thread.
  public CodeScorer scorer() {
    return switch (kind) {
      case LaneTables lanes -> new LaneScorer(this, lanes);
      case ByteTables bytes -> new PermuteScorer(this, bytes);
    };
  }

  /// Gives back what the tables lie in. Neither they nor their scorers may be used any more.
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      rooms.tables().give(room);
    }
  }

  /// What scorers borrow from.
  ScoringRooms rooms() {
    return rooms;
  }

  /// The tables as this machine's kernel wants them.
  Kind kind() {
    return kind;
  }

  /// What the tables are for.
  public Codebook codebook() {
    return codebook;
  }

  /// Number of query tokens.
  public int queryTokens() {
    return queryTokens;
  }

  /// The length of a query token.
  float length(int queryToken) {
    return lengths[queryToken];
  }

  float[] dots() {
    return dots;
  }

  /// Where the 64 numbers of a code and a query token begin in [#dots()].
  int at(int code, int queryToken) {
    return (queryToken * codebook.shape().codes() + code) * SixBits.VALUES;
  }
}

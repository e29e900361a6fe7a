package pleiad;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.jspecify.annotations.Nullable;
import pleiad.encode.Encoder;
import pleiad.encode.PageEncoder;
import pleiad.encode.Role;
import pleiad.encode.Token;
import pleiad.encode.image.PageArea;
import pleiad.encode.image.PatchGrid;
import pleiad.index.MultiVectorValues;
import pleiad.search.TokenMatch;
import pleiad.vector.TokenVectors;

/// Tells what each token of one query found in documents, by the vectors that are kept of these: a
/// piece of a text, or a part of a page.
///
/// @param field whose vectors
/// @param query the query's vectors for it
/// @param weights how much each of these counts; null: all the same
/// @param queryPieces the query tokens' pieces of text; none where the query is vectors
record Matching(
    IndexReader reader,
    VectorField field,
    Models models,
    TokenVectors query,
    @SuppressWarnings("ArrayRecordComponent") float @Nullable [] weights,
    List<Token> queryPieces) {

  /// What a document's tokens are, as far as that is known.
  ///
  /// @param pieces of the text, one a token; none where it is unknown
  /// @param part of the document that they are of
  /// @param patches of the page, one a token; null where there are none
  /// @param row for each token the vector it is in; null where each has its own
  private record Tokens(
      List<Token> pieces,
      Part part,
      @Nullable PatchGrid patches,
      @SuppressWarnings("ArrayRecordComponent") int @Nullable [] row) {

    /// The numbers of the tokens that a vector stands for.
    List<Integer> in(int vector) {
      if (row == null) {
        return List.of(vector);
      }
      List<Integer> tokens = new ArrayList<>();
      for (int token = 0; token < row.length; token++) {
        if (row[token] == vector) {
          tokens.add(token);
        }
      }
      return tokens;
    }

    /// What a vector is of.
    SimilarityGrid.Label label(int vector) {
      if (pieces.isEmpty()) {
        return new SimilarityGrid.Label(Integer.toString(vector), false);
      }
      List<Token> members = in(vector).stream().map(pieces::get).toList();
      return new SimilarityGrid.Label(
          String.join(" + ", members.stream().map(Token::piece).toList()),
          members.stream().allMatch(each -> each.start() == each.end()));
    }
  }

  /// One match for each query token; none where the document has no tokens.
  List<Match> of(Document document, int number) throws IOException {
    TokenVectors stored = vectors(number);
    if (stored == null || stored.count() == 0) {
      return List.of();
    }
    Tokens tokens = tokens(document, number, stored.count());
    List<TokenMatch> found = TokenMatch.all(query, stored);
    float sum =
        (float)
            found.stream()
                .mapToDouble(match -> weight(match.queryToken()) * (double) match.similarity())
                .sum();
    List<Match> matches = new ArrayList<>();
    for (TokenMatch match : found) {
      matches.add(match(document, tokens, match, sum));
    }
    return matches;
  }

  private float weight(int queryToken) {
    return weights == null ? 1 : weights[queryToken];
  }

  /// Every query token beside every token; null where the document has none.
  @Nullable SimilarityGrid grid(Document document, int number) throws IOException {
    TokenVectors stored = vectors(number);
    if (stored == null || stored.count() == 0) {
      return null;
    }
    Tokens tokens = tokens(document, number, stored.count());
    List<SimilarityGrid.Label> columns = new ArrayList<>();
    for (int vector = 0; vector < stored.count(); vector++) {
      columns.add(tokens.label(vector));
    }
    List<SimilarityGrid.Label> rows = new ArrayList<>();
    for (int token = 0; token < query.count(); token++) {
      rows.add(
          queryPieces.isEmpty()
              ? new SimilarityGrid.Label(Integer.toString(token), false)
              : SimilarityGrid.Label.of(queryPieces.get(token)));
    }
    return new SimilarityGrid(
        rows,
        columns,
        TokenMatch.similarities(query, stored),
        IntStream.range(0, query.count()).mapToObj(this::weight).toList());
  }

  private Match match(Document document, Tokens tokens, TokenMatch match, float sum) {
    float weight = weight(match.queryToken());
    String queryPiece =
        queryPieces.isEmpty()
            ? Integer.toString(match.queryToken())
            : queryPieces.get(match.queryToken()).piece();
    List<Integer> members = tokens.in(match.documentToken());
    String documentPiece = Integer.toString(match.documentToken());
    Match.Place place = null;
    PageArea area = null;
    if (!tokens.pieces().isEmpty()) {
      List<Token> pieces = members.stream().map(tokens.pieces()::get).toList();
      documentPiece = tokens.label(match.documentToken()).text();
      place = place(document, tokens.part(), nearest(pieces, queryPiece));
    } else if (tokens.patches() != null) {
      area = tokens.patches().area(members.getFirst()).orElse(null);
    }
    return new Match(
        queryPiece,
        documentPiece,
        match.similarity(),
        weight,
        sum == 0 ? 0 : weight * match.similarity() / sum,
        place,
        area);
  }

  /// Of the tokens that share a vector the one that is the query's own word, or the first.
  private static Token nearest(List<Token> members, String queryPiece) {
    return members.stream()
        .filter(each -> each.piece().equals(queryPiece))
        .findFirst()
        .orElse(members.getFirst());
  }

  private @Nullable TokenVectors vectors(int document) throws IOException {
    List<LeafReaderContext> leaves = reader.leaves();
    LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(document, leaves));
    MultiVectorValues values = MultiVectorValues.of(leaf.reader(), field.name());
    return values == null || !values.advanceExact(document - leaf.docBase)
        ? null
        : values.vectors();
  }

  private Tokens tokens(Document document, int number, int stored) throws IOException {
    Part part = field.part();
    if (field.model() == null) {
      return new Tokens(List.of(), part, null, null);
    }
    int[] row = field.reduction().any() ? DocumentFields.rows(reader, number, field.name()) : null;
    int count = row == null ? stored : row.length;
    Encoder encoder = models.of(field);
    if (encoder instanceof PageEncoder) {
      PatchGrid patches = DocumentFields.readPatches(reader, number, field.name());
      boolean whole = patches != null && patches.rows() == count;
      return new Tokens(List.of(), part, whole ? patches : null, whole ? row : null);
    }
    List<Token> pieces = encoder.tokenize(part.of(document), Role.DOCUMENT);
    if (pieces.size() != count && part == Part.ALL && Passage.of(document.metadata()) != null) {
      // Of the whole's encoding a passage has its text's tokens, and neither titles nor marks.
      part = Part.TEXT;
      pieces =
          encoder.tokenize(part.of(document), Role.DOCUMENT).stream()
              .filter(each -> each.start() < each.end())
              .toList();
    }
    // Vectors that the caller brought for a model's field need not be the text's own tokens.
    return pieces.size() == count
        ? new Tokens(pieces, part, null, row)
        : new Tokens(List.of(), part, null, null);
  }

  /// Where a piece of the encoded text stands in the document.
  private static Match.Place place(Document document, Part part, Token piece) {
    if (part != Part.ALL || document.title().isEmpty()) {
      return new Match.Place(
          part == Part.TITLE ? Part.TITLE : Part.TEXT, piece.start(), piece.end());
    }
    int textStart = document.title().length() + 1;
    return piece.start() < textStart
        ? new Match.Place(Part.TITLE, piece.start(), piece.end())
        : new Match.Place(Part.TEXT, piece.start() - textStart, piece.end() - textStart);
  }
}

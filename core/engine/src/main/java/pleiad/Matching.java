package pleiad;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.jspecify.annotations.Nullable;
import pleiad.encode.Role;
import pleiad.encode.Token;
import pleiad.index.MultiVectorValues;
import pleiad.search.TokenMatch;
import pleiad.vector.TokenVectors;

/// Tells what each token of one query found in documents, by the vectors that are kept of these and
/// the pieces of their texts.
///
/// @param field whose vectors
/// @param query the query's vectors for it
/// @param queryPieces the query tokens' pieces of text; none where the query is vectors
record Matching(
    IndexReader reader,
    VectorField field,
    Models models,
    TokenVectors query,
    List<Token> queryPieces) {

  /// The pieces of a document's text, by the vectors they are in.
  ///
  /// @param part of the document that they are of
  /// @param row for each piece the vector it is in; null where each has its own
  private record Pieces(
      List<Token> all, Part part, @SuppressWarnings("ArrayRecordComponent") int @Nullable [] row) {
    List<Token> of(int vector) {
      if (row == null) {
        return List.of(all.get(vector));
      }
      List<Token> members = new ArrayList<>();
      for (int token = 0; token < row.length; token++) {
        if (row[token] == vector) {
          members.add(all.get(token));
        }
      }
      return members;
    }
  }

  /// One match for each query token; none where the document has no tokens.
  List<Match> of(Document document, int number) throws IOException {
    TokenVectors stored = vectors(number);
    if (stored == null || stored.count() == 0) {
      return List.of();
    }
    Pieces pieces = pieces(document, number, stored.count());
    List<TokenMatch> found = TokenMatch.all(query, stored);
    float sum = (float) found.stream().mapToDouble(TokenMatch::similarity).sum();
    List<Match> matches = new ArrayList<>();
    for (TokenMatch match : found) {
      String queryPiece =
          queryPieces.isEmpty()
              ? Integer.toString(match.queryToken())
              : queryPieces.get(match.queryToken()).piece();
      List<Token> members = pieces == null ? List.of() : pieces.of(match.documentToken());
      matches.add(
          new Match(
              queryPiece,
              members.isEmpty()
                  ? Integer.toString(match.documentToken())
                  : String.join(" + ", members.stream().map(Token::piece).toList()),
              match.similarity(),
              sum == 0 ? 0 : match.similarity() / sum,
              pieces == null || members.isEmpty()
                  ? null
                  : place(document, pieces.part(), nearest(members, queryPiece))));
    }
    return matches;
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

  /// Null where the vectors are not those of the text's own tokens, as the caller may have brought
  /// others.
  private @Nullable Pieces pieces(Document document, int number, int stored) throws IOException {
    if (field.model() == null) {
      return null;
    }
    int[] row = field.reduction().any() ? DocumentFields.rows(reader, number, field.name()) : null;
    int tokens = row == null ? stored : row.length;
    Part part = field.part();
    List<Token> pieces = models.of(field).tokenize(part.of(document), Role.DOCUMENT);
    if (pieces.size() != tokens && part == Part.ALL && Passage.of(document.metadata()) != null) {
      // Of the whole's encoding a passage has its text's tokens, and neither titles nor marks.
      part = Part.TEXT;
      pieces =
          models.of(field).tokenize(part.of(document), Role.DOCUMENT).stream()
              .filter(each -> each.start() < each.end())
              .toList();
    }
    return pieces.size() == tokens ? new Pieces(pieces, part, row) : null;
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

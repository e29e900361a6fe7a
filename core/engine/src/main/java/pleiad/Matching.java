package pleiad;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.jspecify.annotations.Nullable;
import pleiad.encode.Encoder;
import pleiad.encode.PageEncoder;
import pleiad.encode.Role;
import pleiad.encode.Token;
import pleiad.encode.image.PatchGrid;
import pleiad.index.MultiVectorValues;
import pleiad.search.TokenMatch;
import pleiad.vector.TokenVectors;

/// Says what each query token found in a document: a piece of its text, or a part of its page.
///
/// @param field where it is looked at
/// @param query the query's vectors in that field
/// @param queryPieces the query tokens' pieces of text; none where the query is vectors
record Matching(
    Models models, VectorField field, TokenVectors query, Map<String, List<Token>> queryPieces) {
  /// The document's kept vectors; null when it has none.
  static @Nullable TokenVectors vectors(IndexReader reader, String field, int document)
      throws IOException {
    List<LeafReaderContext> leaves = reader.leaves();
    LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(document, leaves));
    MultiVectorValues values = MultiVectorValues.of(leaf.reader(), field);
    return values == null || !values.advanceExact(document - leaf.docBase)
        ? null
        : values.vectors();
  }

  /// @param number the document's in the reader
  /// @param stored its vectors
  /// @param score its MaxSim
  List<Match> matches(
      IndexReader reader, int number, Document document, TokenVectors stored, float score)
      throws IOException {
    Finding found = finding(reader, number, document, stored.count());
    List<Token> pieces = queryPieces.getOrDefault(field.name(), List.of());
    List<Match> matches = new ArrayList<>();
    for (TokenMatch match : TokenMatch.all(query, stored)) {
      Token piece = found.piece(match.documentToken());
      matches.add(
          new Match(
              pieces.isEmpty()
                  ? Integer.toString(match.queryToken())
                  : pieces.get(match.queryToken()).piece(),
              piece == null ? Integer.toString(match.documentToken()) : piece.piece(),
              match.similarity(),
              score == 0 ? 0 : match.similarity() / score,
              piece == null ? null : place(document, found.part(), piece),
              found.patches() == null
                  ? null
                  : found.patches().area(match.documentToken()).orElse(null)));
    }
    return matches;
  }

  /// What a document's vectors stand for, as far as that is known.
  ///
  /// @param pieces of the text, one for each vector, or none
  /// @param part of which these are
  private record Finding(List<Token> pieces, Part part, @Nullable PatchGrid patches) {
    @Nullable Token piece(int vector) {
      return pieces.isEmpty() ? null : pieces.get(vector);
    }
  }

  private Finding finding(IndexReader reader, int number, Document document, int count)
      throws IOException {
    Part part = field.part();
    // A pooled vector stands for several tokens or patches.
    if (field.model() == null || field.reduction().mayBePooled(count)) {
      return new Finding(List.of(), part, null);
    }
    Encoder encoder = models.of(field);
    if (encoder instanceof PageEncoder) {
      PatchGrid patches = DocumentFields.readPatches(reader, number, field.name());
      boolean whole = patches != null && patches.rows() == count;
      return new Finding(List.of(), part, whole ? patches : null);
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
    return new Finding(pieces.size() == count ? pieces : List.of(), part, null);
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

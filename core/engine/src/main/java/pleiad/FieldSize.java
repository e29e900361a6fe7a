package pleiad;

import pleiad.codec.TokenPooling;
import pleiad.index.CodeName;
import pleiad.index.MeanVectorsFormat;

/// What a multi-vector field's files will take, before there are any: what [FieldStats#bytes]
/// counts later, of one segment with everything in it. By the formats' own numbers; not counted are
/// postings of cells, and some two bytes a document that say where its tokens begin.
///
/// @param documents with tokens
/// @param keptTokens after pooling
/// @param tokenBytes of all tokens, the codebook, and fixed-dimensional encodings
/// @param meanBytes of the mean vectors that candidates are found by
public record FieldSize(long documents, long keptTokens, long tokenBytes, long meanBytes) {
  /// All files.
  public long bytes() {
    return tokenBytes + meanBytes;
  }

  /// The size of a field with so many documents of so many tokens each, as the model made them.
  static FieldSize of(VectorField field, long documents, int tokens) {
    if (documents < 1 || tokens < 1) {
      throw new IllegalArgumentException(
          "the size of a field is that of one document or more with one token or more, got %d with %d"
              .formatted(documents, tokens));
    }
    TokenReduction reduction = field.reduction();
    long kept =
        Math.multiplyExact(
            documents,
            (long)
                TokenPooling.count(
                    tokens, reduction.pooling(), reduction.protectedTokens(), reduction.least()));
    return new FieldSize(
        documents,
        kept,
        CodeName.parse(field.code()).bytes(field.dimension(), documents, kept),
        MeanVectorsFormat.bytes(field.dimension(), documents));
  }
}

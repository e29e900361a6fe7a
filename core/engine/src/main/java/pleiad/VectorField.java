package pleiad;

import org.jspecify.annotations.Nullable;
import pleiad.encode.Model;
import pleiad.index.CodeName;

/// A named multi-vector field of a collection: what fills it and how it is kept. A model's pass
/// that fills it gives the field's single vector too, which `dense` searches.
///
/// @param name `tokens` in nearly every collection
/// @param model the encoder's name, or null when the caller brings the vectors
/// @param fingerprint the model's, recorded at creation and compared at every open; null without
///   one
/// @param dimension numbers per token
/// @param code how a token is kept, see [pleiad.index.CodeName]
/// @param part what of a document is encoded
/// @param reduction which of a document's tokens are kept
public record VectorField(
    String name,
    @Nullable String model,
    @Nullable String fingerprint,
    int dimension,
    String code,
    Part part,
    TokenReduction reduction) {

  /// A field that keeps every token.
  public VectorField(
      String name,
      @Nullable String model,
      @Nullable String fingerprint,
      int dimension,
      String code,
      Part part) {
    this(name, model, fingerprint, dimension, code, part, TokenReduction.NONE);
  }

  /// A field whose vectors the caller brings.
  public static VectorField ofVectors(String name, int dimension) {
    return new VectorField(name, null, null, dimension, Settings.Brought.DEFAULT_CODE, Part.ALL);
  }

  static VectorField ofModel(String name, Model model, Part part) {
    return new VectorField(
        name,
        model.name(),
        model.fingerprint(),
        model.dimension(),
        Settings.Encoded.DEFAULT_CODE,
        part,
        TokenReduction.PAIRS);
  }

  Settings.Field settings() {
    return model == null
        ? new Settings.Brought(name, dimension, code, reduction)
        : new Settings.Encoded(name, model, part, code, reduction);
  }

  /// All of it but the fingerprint, for a message.
  String inWords() {
    return "%s (%s, %d dimensions of %s, %s%s)"
        .formatted(
            name,
            model == null ? "vectors brought" : model,
            dimension,
            part.word(),
            code,
            reduction.any() ? ", " + reduction.inWords() : "");
  }

  /// Bytes that a token takes in the field's own files; as `residual` codes once there is a
  /// codebook that stands for the collection.
  public int tokenBytes() {
    return CodeName.parse(code).tokenBytes(dimension);
  }

  /// What its files will take with so many documents of so many tokens each.
  ///
  /// @throws IllegalArgumentException when there would be no document or no token
  public FieldSize size(long documents, int tokens) {
    return FieldSize.of(this, documents, tokens);
  }

  /// The same field, kept by another code.
  public VectorField withCode(String code) {
    return new VectorField(name, model, fingerprint, dimension, code, part, reduction);
  }

  /// The same field with fewer tokens.
  public VectorField withReduction(TokenReduction reduction) {
    return new VectorField(name, model, fingerprint, dimension, code, part, reduction);
  }
}

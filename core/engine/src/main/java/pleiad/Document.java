package pleiad;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import pleiad.vector.TokenVectors;

/// What is kept and found: an id, a text, perhaps a title, metadata, and vectors that were made
/// elsewhere.
///
/// @param id unique in a collection; adding the same id again replaces the document
/// @param title stands before the text where both are encoded; empty: none
/// @param text what is searched
/// @param metadata strings, numbers, booleans and lists of them, kept, given back and filtered by
/// @param vectors by field name, for fields whose vectors the caller brings
public record Document(
    String id,
    String title,
    String text,
    Map<String, Object> metadata,
    Map<String, TokenVectors> vectors) {

  public Document {
    metadata = Map.copyOf(metadata);
    vectors = Map.copyOf(vectors);
  }

  /// A text under an id of the caller's.
  public static Document of(String id, String text) {
    return new Document(id, "", text, Map.of(), Map.of());
  }

  /// A text under a new random id.
  public static Document of(String text) {
    return of(UUID.randomUUID().toString(), text);
  }

  public Document withTitle(String title) {
    return new Document(id, title, text, metadata, vectors);
  }

  /// One more piece of metadata.
  public Document with(String key, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(metadata);
    more.put(key, value);
    return withMetadata(more);
  }

  public Document withMetadata(Map<String, Object> metadata) {
    return new Document(id, title, text, metadata, vectors);
  }

  /// Vectors for a field, made by the caller.
  public Document withVectors(String field, TokenVectors fieldVectors) {
    Map<String, TokenVectors> more = new LinkedHashMap<>(vectors);
    more.put(field, fieldVectors);
    return new Document(id, title, text, metadata, more);
  }
}

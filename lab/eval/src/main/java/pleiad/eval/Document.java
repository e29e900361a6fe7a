package pleiad.eval;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// A text of a collection, as it was found.
///
/// @param id names the document in judgements and runs
/// @param title empty where the collection has none
/// @param text may be empty
/// @param metadata the record's other fields in their order: `String`, `Long`, `Double`, `Boolean`,
///   `List` or `Map` of these, never null
public record Document(String id, String title, String text, Map<String, Object> metadata) {
  /// Copies the metadata.
  public Document {
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }
}

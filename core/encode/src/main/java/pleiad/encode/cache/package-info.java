/// Keeps encodings on disk, so that the same text is not encoded twice by the same model.
///
/// ```
/// text → EncodingKey → Place → Encoding
/// ```
@NullMarked
package pleiad.encode.cache;

import org.jspecify.annotations.NullMarked;

/// Runs a model: text in, token vectors out.
///
/// [Encoders#open] gives an [Encoder]; its [Encoding] of a text holds the vectors, the pieces of
/// text they stand for, and one vector of the whole. [Fragmentation] tells whether texts are in a
/// language the model was made for.
///
/// ```
/// text → WordPiece → Windows → BertGraph → Encoding
/// ```
@NullMarked
package pleiad.encode;

import org.jspecify.annotations.NullMarked;

/// Runs a model: text in, token vectors out.
///
/// [Encoders#open] gives an [Encoder]; its [Encoding] of a text holds the vectors, the pieces of
/// text they stand for, and one vector of the whole. [Encoders#openReranker] gives a [Reranker],
/// which orders texts without an index. [Fragmentation] tells whether texts are in a language the
/// model was made for.
///
/// ```
/// checkpoint, profile, tokenizer → Recipe
/// text → Layout, by the recipe → Session, pass by pass → Encoding, by the recipe
/// ```
@NullMarked
package pleiad.encode;

import org.jspecify.annotations.NullMarked;

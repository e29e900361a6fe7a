/// Codes: how a token vector is kept in few bytes, and how it comes back; and how a document is
/// kept in fewer token vectors.
@NullMarked
package pleiad.codec;

import org.jspecify.annotations.NullMarked;

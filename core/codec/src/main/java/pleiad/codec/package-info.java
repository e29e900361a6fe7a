/// Codes: how a token vector is kept in few bytes, and how it comes back.
@NullMarked
package pleiad.codec;

import org.jspecify.annotations.NullMarked;

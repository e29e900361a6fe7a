/// The rules of the house, and what its documents promise.
@NullMarked
package pleiad.e2e;

import org.jspecify.annotations.NullMarked;

@NullMarked
package pleiad.eval;

import org.jspecify.annotations.NullMarked;

/// What tests share: seeds that a failing test prints.
@NullMarked
package pleiad.testkit;

import org.jspecify.annotations.NullMarked;

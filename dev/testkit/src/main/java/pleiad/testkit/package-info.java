/// What tests share: seeds that are printed, folders that misbehave, tiny collections.
@NullMarked
package pleiad.testkit;

import org.jspecify.annotations.NullMarked;

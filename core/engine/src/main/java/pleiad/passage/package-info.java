/// Cuts long texts into passages: where a passage begins and ends, and under which headings.
///
/// ```
/// text, tokens → atoms that stay whole → Chunk
/// ```
@NullMarked
package pleiad.passage;

import org.jspecify.annotations.NullMarked;

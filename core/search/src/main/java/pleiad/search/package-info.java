/// From segments to candidates to scores: what finds documents, and what orders them better.
///
/// A [Plan] is a list of [Stage]s, a [Request] is what is looked for, [Candidates] go from stage to
/// stage. A query comes here as vectors and as a Lucene query, never as text.
@NullMarked
package pleiad.search;

import org.jspecify.annotations.NullMarked;

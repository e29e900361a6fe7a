/// Token vectors and the arithmetic on them: numbers in, numbers out.
///
/// [TokenVectors] holds the vectors of one text, [MaxSim] scores a document for a query, and
/// [Kernels] says which arithmetic this machine got.
@NullMarked
package pleiad.vector;

import org.jspecify.annotations.NullMarked;

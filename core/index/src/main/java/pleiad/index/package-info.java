/// Lucene formats and fields for multi-vectors: codes to segments and back.
///
/// [MultiVectorField] makes the field, [PleiadDocValuesFormat] stores it, [MultiVectorValues] reads
/// it, [PleiadCodec] puts the format under the fields that want it.
@NullMarked
package pleiad.index;

import org.jspecify.annotations.NullMarked;

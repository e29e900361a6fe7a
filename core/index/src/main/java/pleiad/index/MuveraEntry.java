package pleiad.index;

import java.io.IOException;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import pleiad.codec.MuveraParameters;

/// The fixed-dimensional encodings of one field in one segment, as `.plm` describes them; the table
/// is in [PleiadDocValuesFormat].
///
/// @param fittedOn documents whose mean token the centre is
record MuveraEntry(
    MuveraParameters parameters,
    int fittedOn,
    int documents,
    FieldEntry.Range centre,
    FieldEntry.Range vectors,
    FieldEntry.Range scales) {

  void write(int fieldNumber, IndexOutput meta) throws IOException {
    meta.writeInt(fieldNumber);
    meta.writeInt(parameters.repetitions());
    meta.writeInt(parameters.bits());
    meta.writeInt(parameters.inner());
    meta.writeInt(parameters.outer());
    meta.writeLong(parameters.seed());
    meta.writeInt(fittedOn);
    meta.writeInt(documents);
    centre.write(meta);
    vectors.write(meta);
    scales.write(meta);
  }

  /// Reads an entry behind its field number and holds it against the field's own.
  static MuveraEntry read(IndexInput meta, FieldEntry field) throws IOException {
    MuveraEntry entry =
        new MuveraEntry(
            parameters(meta),
            meta.readInt(),
            meta.readInt(),
            FieldEntry.Range.read(meta),
            FieldEntry.Range.read(meta),
            FieldEntry.Range.read(meta));
    long width = entry.width(field.dimension(), meta);
    if (entry.documents != field.documents()
        || entry.fittedOn < 0
        || entry.centre.length() != (long) field.dimension() * Float.BYTES
        || entry.vectors.length() != entry.documents * width
        || entry.scales.length() != (long) entry.documents * Float.BYTES) {
      throw new CorruptIndexException(
          "a field's encodings do not add up: %d of %d documents, %d numbers each; centre %s, vectors %s, scales %s"
              .formatted(
                  entry.documents,
                  field.documents(),
                  width,
                  entry.centre,
                  entry.vectors,
                  entry.scales),
          meta);
    }
    return entry;
  }

  private static MuveraParameters parameters(IndexInput meta) throws IOException {
    int repetitions = meta.readInt();
    int bits = meta.readInt();
    int inner = meta.readInt();
    int outer = meta.readInt();
    long seed = meta.readLong();
    try {
      return new MuveraParameters(repetitions, bits, inner, outer, seed);
    } catch (IllegalArgumentException damaged) {
      throw new CorruptIndexException(damaged.getMessage(), meta, damaged);
    }
  }

  private int width(int dimension, IndexInput meta) throws CorruptIndexException {
    try {
      return parameters.width(dimension);
    } catch (IllegalArgumentException damaged) {
      throw new CorruptIndexException(damaged.getMessage(), meta, damaged);
    }
  }
}

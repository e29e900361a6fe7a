package pleiad.index;

import java.io.IOException;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;

/// The codes of one field's mean vectors in one segment, as `.pmm` describes them; the table is in
/// [MeanVectorsFormat].
record MeanEntry(
    int vectors,
    int vectorBytes,
    FieldEntry.Range codes,
    FieldEntry.Range codebook,
    String fingerprint) {

  void write(int fieldNumber, IndexOutput meta) throws IOException {
    meta.writeInt(fieldNumber);
    meta.writeInt(vectors);
    meta.writeInt(vectorBytes);
    codes.write(meta);
    codebook.write(meta);
    meta.writeString(fingerprint);
  }

  /// Reads an entry behind its field number and holds its counts against each other.
  static MeanEntry read(IndexInput meta, int maxDoc) throws IOException {
    MeanEntry entry =
        new MeanEntry(
            meta.readInt(),
            meta.readInt(),
            FieldEntry.Range.read(meta),
            FieldEntry.Range.read(meta),
            meta.readString());
    if (entry.vectors < 1
        || entry.vectors > maxDoc
        || entry.vectorBytes < 1
        || entry.codes.length() != (long) entry.vectors * entry.vectorBytes) {
      throw new CorruptIndexException(
          "a field's entry does not add up: codes of %d vectors, %d bytes each, in %d bytes; %d documents"
              .formatted(entry.vectors, entry.vectorBytes, entry.codes.length(), maxDoc),
          meta);
    }
    return entry;
  }

  /// Refuses ranges that lie outside of the file.
  void checkRanges(long end, IndexInput data) throws CorruptIndexException {
    for (FieldEntry.Range range : new FieldEntry.Range[] {codes, codebook}) {
      if (range.start() < 0 || range.length() < 0 || range.length() > end - range.start()) {
        throw new CorruptIndexException(range + " lies outside of the data", data);
      }
    }
  }
}

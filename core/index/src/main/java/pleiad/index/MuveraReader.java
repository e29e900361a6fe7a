package pleiad.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.IndexInput;
import org.jspecify.annotations.Nullable;

/// Opens the fixed-dimensional encodings of a segment. What they are made with is read when it is
/// first asked for, and kept.
final class MuveraReader {
  private final Map<FieldEntry, MuveraEntry> entries = new HashMap<>();
  private final Map<FieldEntry, MuveraVectors.Fit> fits = new ConcurrentHashMap<>();

  /// Reads the entries of all fields that have encodings.
  ///
  /// @param fields the fields' own entries, by number
  void readEntries(IndexInput meta, Map<Integer, FieldEntry> fields) throws IOException {
    for (int number = meta.readInt(); number != -1; number = meta.readInt()) {
      FieldEntry field = fields.get(number);
      if (field == null) {
        throw new CorruptIndexException("encodings of field %d without it".formatted(number), meta);
      }
      entries.put(field, MuveraEntry.read(meta, field));
    }
  }

  /// Where all of it lies.
  List<FieldEntry.Range> ranges() {
    List<FieldEntry.Range> ranges = new ArrayList<>();
    for (MuveraEntry entry : entries.values()) {
      ranges.addAll(List.of(entry.centre(), entry.vectors(), entry.scales()));
    }
    return ranges;
  }

  /// A field's encodings, or null when it has none.
  @Nullable MuveraVectors open(FieldEntry field, IndexInput data) throws IOException {
    MuveraEntry entry = entries.get(field);
    if (entry == null) {
      return null;
    }
    MuveraVectors.Fit fit = fits.get(field);
    if (fit == null) {
      fit = MuveraVectors.readFit(entry, field.dimension(), data);
      fits.put(field, fit);
    }
    return new MuveraVectors(
        fit,
        entry.documents(),
        data.slice("encodings", entry.vectors().start(), entry.vectors().length()),
        data.randomAccessSlice(entry.scales().start(), entry.scales().length()));
  }
}

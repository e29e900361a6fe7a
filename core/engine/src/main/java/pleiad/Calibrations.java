package pleiad;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.index.IndexReader;

/// The calibrations of a collection's fields, each made when it is first asked for and kept as long
/// as that state of the collection is open. For any number of threads: who asks while one is made
/// waits for it.
final class Calibrations {
  private final Models models;
  private final Map<Of, Calibration> known = new ConcurrentHashMap<>();

  Calibrations(Models models) {
    this.models = models;
  }

  /// A field in one state of the collection.
  private record Of(IndexReader.CacheKey state, String field) {}

  /// @throws IllegalArgumentException when there are too few documents
  Calibration of(IndexReader reader, VectorField field) throws IOException {
    IndexReader.CacheHelper state = Objects.requireNonNull(reader.getReaderCacheHelper());
    try {
      return known.computeIfAbsent(
          new Of(state.getKey(), field.name()), _ -> make(reader, state, field));
    } catch (UncheckedIOException e) {
      throw Objects.requireNonNull(e.getCause());
    }
  }

  private Calibration make(IndexReader reader, IndexReader.CacheHelper state, VectorField field) {
    try {
      Calibration made = new RandomPairs(reader, field, models).calibration();
      state.addClosedListener(closed -> known.keySet().removeIf(of -> of.state().equals(closed)));
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

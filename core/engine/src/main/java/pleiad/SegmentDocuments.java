package pleiad;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;
import pleiad.passage.Chunk;

/// The documents of one segment from their texts, in their order, as much at a time as a model sees
/// together: one, or a whole whose passages are cut late.
final class SegmentDocuments {
  private final LeafReader segment;
  private final DocumentEncoder encoder;
  private final @Nullable Bits live;
  private final NumericDocValues passages;

  SegmentDocuments(LeafReader segment, DocumentEncoder encoder) throws IOException {
    this.segment = segment;
    this.encoder = encoder;
    this.live = segment.getLiveDocs();
    this.passages = DocValues.getNumeric(segment, DocumentFields.PASSAGES);
  }

  /// Documents that follow one another.
  ///
  /// @param first the first one's number
  /// @param end the number behind the last
  /// @param whole what they are late passages of; null: one document, by itself
  record Run(int first, int end, @Nullable Document whole) {}

  /// What begins at that document; to be asked for in ascending order, by one thread.
  Run next(int first) throws IOException {
    if (!isLive(first) || !passages.advanceExact(first)) {
      return new Run(first, first + 1, null);
    }
    DocumentFields.Whole whole = DocumentFields.readWhole(segment, first);
    if (whole == null || !whole.chunking().late()) {
      return new Run(first, first + 1, null);
    }
    int end = first + 1;
    while (end < segment.maxDoc() && isOf(whole.document().id(), end)) {
      end++;
    }
    return new Run(first, end, whole.document());
  }

  private boolean isLive(int document) {
    return live == null || live.get(document);
  }

  /// Whether a document, also one that was deleted, is a passage of that whole.
  private boolean isOf(String whole, int document) throws IOException {
    return passages.advanceExact(document)
        && whole.equals(DocumentFields.read(segment, document).metadata().get(Passages.OF));
  }

  /// Encodes documents; those that were deleted come empty. For any number of threads.
  List<org.apache.lucene.document.Document> encode(Run run) throws IOException {
    List<org.apache.lucene.document.Document> all = new ArrayList<>();
    List<Draft> drafts = new ArrayList<>();
    for (int number = run.first(); number < run.end(); number++) {
      var each = new org.apache.lucene.document.Document();
      all.add(each);
      if (isLive(number)) {
        drafts.add(new Draft(DocumentFields.read(segment, number), null, each));
      }
    }
    Document whole = run.whole();
    if (whole != null) {
      List<Chunk> chunks = drafts.stream().map(SegmentDocuments::chunk).toList();
      encoder.addLate(whole, chunks, drafts);
    } else {
      encoder.addVectors(drafts);
    }
    return all;
  }

  private static Chunk chunk(Draft passage) {
    Map<String, Object> metadata = passage.document().metadata();
    return new Chunk(number(metadata, Passages.START), number(metadata, Passages.END), List.of());
  }

  private static int number(Map<String, Object> metadata, String key) {
    return Math.toIntExact(((Number) Objects.requireNonNull(metadata.get(key), key)).longValue());
  }
}

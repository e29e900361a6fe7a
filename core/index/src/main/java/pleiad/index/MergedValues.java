package pleiad.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.lucene.codecs.DocValuesProducer;
import org.apache.lucene.index.DocIDMerger;
import org.apache.lucene.index.DocValuesType;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.MergeState;
import org.jspecify.annotations.Nullable;
import pleiad.codec.Codebook;
import pleiad.codec.TokenCode;

/// The coded values of several segments in the order of the merged one, without deleted documents.
final class MergedValues extends MultiVectorValues {
  private static final class Segment extends DocIDMerger.Sub {
    final CodedValues values;

    Segment(MergeState.DocMap docMap, CodedValues values) {
      super(docMap);
      this.values = values;
    }

    @Override
    public int nextDoc() throws IOException {
      return values.nextDoc();
    }
  }

  /// Begins to read the merged values again.
  @FunctionalInterface
  interface Opener {
    MergedValues open() throws IOException;
  }

  private final List<Segment> segments;
  private final DocIDMerger<Segment> merger;
  private final int dimension;
  private final long cost;
  private @Nullable Segment current;
  private int doc = -1;

  private MergedValues(List<Segment> segments, boolean sorted) throws IOException {
    this.segments = segments;
    this.merger = DocIDMerger.of(segments, sorted);
    this.dimension = segments.getFirst().values.dimension();
    this.cost = segments.stream().mapToLong(segment -> segment.values.cost()).sum();
  }

  /// The merged values, or null when some segment's are not coded or differ in dimension.
  static @Nullable MergedValues of(FieldInfo field, MergeState merge) throws IOException {
    List<Segment> segments = new ArrayList<>();
    for (int i = 0; i < merge.docValuesProducers.length; i++) {
      DocValuesProducer producer = merge.docValuesProducers[i];
      FieldInfo there = merge.fieldInfos[i].fieldInfo(field.name);
      if (producer == null || there == null || there.getDocValuesType() != DocValuesType.BINARY) {
        continue;
      }
      if (!(producer.getBinary(there) instanceof CodedValues values)) {
        return null;
      }
      segments.add(new Segment(merge.docMaps[i], values));
    }
    boolean oneDimension =
        segments.stream().mapToInt(segment -> segment.values.dimension()).distinct().count() == 1;
    return oneDimension ? new MergedValues(segments, merge.needsIndexSort) : null;
  }

  /// What the segments' headers say of the field.
  List<FieldEntry> entries() {
    return segments.stream().map(segment -> segment.values.entry()).toList();
  }

  /// The codebooks of the segments.
  List<Codebook> codebooks() {
    return segments.stream()
        .map(segment -> segment.values.codebook())
        .filter(Objects::nonNull)
        .toList();
  }

  /// What the segments' encodings are made with.
  List<MuveraVectors.Fit> muveraFits() throws IOException {
    List<MuveraVectors.Fit> fits = new ArrayList<>();
    for (Segment segment : segments) {
      MuveraVectors there = segment.values.muvera();
      if (there != null) {
        fits.add(there.fit());
      }
    }
    return fits;
  }

  /// Those of the current document's segment.
  @Override
  public @Nullable MuveraVectors muvera() throws IOException {
    return current().muvera();
  }

  /// In the current document's segment.
  @Override
  public int place() throws IOException {
    return current().place();
  }

  private CodedValues current() {
    if (current == null) {
      throw new IllegalStateException("no current document");
    }
    return current.values;
  }

  /// Copies the document's codes where its segment keeps the wanted ones; otherwise returns false.
  boolean readCodes(TokenCode wanted, byte[] target) throws IOException {
    return current().readCodes(wanted, target);
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public int tokenCount() throws IOException {
    return current().tokenCount();
  }

  @Override
  public void read(int from, int to, float[] rows, int at) throws IOException {
    current().read(from, to, rows, at);
  }

  @Override
  public int docID() {
    return doc;
  }

  @Override
  public int nextDoc() throws IOException {
    current = merger.next();
    doc = current == null ? NO_MORE_DOCS : current.mappedDocID;
    return doc;
  }

  @Override
  public int advance(int target) {
    throw new UnsupportedOperationException("merged values are read once, in order");
  }

  @Override
  public boolean advanceExact(int target) {
    throw new UnsupportedOperationException("merged values are read once, in order");
  }

  @Override
  public long cost() {
    return cost;
  }
}

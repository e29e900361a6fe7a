package pleiad.index;

import java.io.IOException;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.hnsw.FlatVectorScorerUtil;
import org.apache.lucene.codecs.hnsw.FlatVectorsFormat;
import org.apache.lucene.codecs.lucene99.Lucene99FlatVectorsFormat;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;
import pleiad.codec.ResidualCode;
import pleiad.codec.Workers;

/// Stores the mean vectors of documents, by which candidates are found, and finds the nearest by
/// looking at all of them: there is no graph to build. Where a merge leaves many, codes of a few
/// bytes stand beside them; a search adds those up, 64 at a time, and looks at the vectors
/// themselves only of what may be among the nearest.
///
/// Vectors lie in Lucene's own flat format. Two more files a segment, each with Lucene's index
/// header and a footer with a CRC-32. Numbers are little-endian.
///
/// **`.pmm`**, read at open, one entry per field with codes, ended by field number -1:
///
/// | type         | one field's entry in `.pmm`                        |
/// |--------------|----------------------------------------------------|
/// | int32        | field number                                       |
/// | int32        | vectors                                            |
/// | int32        | bytes per vector's codes                           |
/// | int64, int64 | start and length of the codes in `.pmc`            |
/// | int64, int64 | start and length of the codebook                   |
/// | string       | the codebook's fingerprint                         |
///
/// **`.pmc`**, memory-mapped: per field the residual codes of all vectors in the order of
/// documents, in blocks of 64 as `pleiad.codec.SixBits` has them, then the codebook
/// (`pleiad.codec.Codebook`).
///
/// Only bytes that are compared by their dot product have codes, as those of
/// [MultiVectorField#meanOf]; all others, float32 too, are kept and searched one by one.
public final class MeanVectorsFormat extends KnnVectorsFormat {
  /// The name in the SPI and in segments.
  public static final String NAME = "PleiadMean01";

  private static final int VERSION = 0;
  static final SegmentFile META = new SegmentFile("pmm", "PleiadMeanVectorMeta", VERSION);
  static final SegmentFile CODES = new SegmentFile("pmc", "PleiadMeanVectorCodes", VERSION);

  /// A merged segment with fewer vectors has no codes: looking at each is as fast.
  public static final int LEAST_VECTORS = 1 << 14;

  /// Where a segment's field says whether it has codes.
  private static final String CODED_ATTRIBUTE = "pleiad.means.coded";

  private final Codebooks codebooks;
  private final int least;
  private final FlatVectorsFormat vectors =
      new Lucene99FlatVectorsFormat(FlatVectorScorerUtil.getLucene99FlatVectorsScorer());

  /// What SPI makes. Trains and encodes on the thread that merges.
  public MeanVectorsFormat() {
    this(new Codebooks(Workers.ONE));
  }

  /// Trains and encodes on the threads of an index writer's codebooks.
  public MeanVectorsFormat(Codebooks codebooks) {
    this(codebooks, LEAST_VECTORS);
  }

  /// @param least a merged segment with fewer vectors has no codes
  MeanVectorsFormat(Codebooks codebooks, int least) {
    super(NAME);
    this.codebooks = codebooks;
    this.least = least;
  }

  /// Whether a segment has codes for a field of this format.
  public static boolean isCoded(LeafReader reader, String field) {
    FieldInfo info = reader.getFieldInfos().fieldInfo(field);
    return info != null && Boolean.parseBoolean(info.getAttribute(CODED_ATTRIBUTE));
  }

  /// Bytes that so many vectors of bytes take in one segment: they themselves, and where they are
  /// many their codes and the codebook of these.
  public static long bytes(int dimension, long vectors) {
    long codes =
        vectors < LEAST_VECTORS
            ? 0
            : vectors * ResidualCode.tokenBytes(dimension, MeanCodesWriter.CODES)
                + ResidualCode.codebookBytes(dimension, MeanCodesWriter.CODES);
    return vectors * dimension + codes;
  }

  static void note(FieldInfo field, boolean coded) {
    field.putAttribute(CODED_ATTRIBUTE, Boolean.toString(coded));
  }

  @Override
  public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
    return new MeanVectorsWriter(state, vectors, codebooks, least);
  }

  @Override
  public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
    return new MeanVectorsReader(state, vectors);
  }

  @Override
  public int getMaxDimensions(String field) {
    return DEFAULT_MAX_DIMENSIONS;
  }

  @Override
  public String toString() {
    return NAME;
  }
}

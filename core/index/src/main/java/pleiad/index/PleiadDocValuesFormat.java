package pleiad.index;

import java.io.IOException;
import org.apache.lucene.codecs.DocValuesConsumer;
import org.apache.lucene.codecs.DocValuesFormat;
import org.apache.lucene.codecs.DocValuesProducer;
import org.apache.lucene.codecs.lucene90.Lucene90DocValuesFormat;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;
import pleiad.codec.Workers;

/// Stores multi-vectors as codes. An existing Lucene application gets it by naming it for a
/// `LateInteractionField`: found by SPI under [#NAME], it reads what it needs from each segment's
/// header and takes no option for reading.
///
/// A field with doc values of any other kind, or with bytes that are no multi-vectors or not all of
/// one dimension, is kept exactly as Lucene's default format keeps it.
///
/// Two files a segment, each with Lucene's index header and a footer with a CRC-32. Numbers are
/// little-endian.
///
/// **`.plm`**, read at open, one entry per coded field, ended by field number -1, then one byte: 1
/// if other fields are in Lucene's own files beside it, plus 2 if there are fixed-dimensional
/// encodings.
///
/// | type            | one field's entry in `.plm`                                        |
/// |-----------------|--------------------------------------------------------------------|
/// | int32           | field number                                                       |
/// | string          | token code: `int8`, `float16`, `residual`                          |
/// | int32           | dimension                                                          |
/// | int32           | bytes per token                                                    |
/// | int32           | bytes behind the tokens of a document: its centre, or 0            |
/// | int32           | documents that have the field                                      |
/// | int64           | tokens of all documents                                            |
/// | int64, int64    | start and length of the codes in `.plv`                            |
/// | int64, int64    | start and length of `int8` vectors beside them; -1, 0: none        |
/// | int64, int64    | start and length of the codebook; -1, 0: none                      |
/// | string          | the codebook's fingerprint; empty: none                            |
/// | int64, int64    | start and length of the postings of cells; -1, 0: none                |
/// | int32           | how often tokens were encoded from residual codes                  |
/// | int64, int64    | start and length of the set of documents; -1, 0: all of them       |
/// | int16, int8     | its jump table entries and dense rank power (Lucene's IndexedDISI) |
/// | int64, int32    | start of the first-token numbers in `.plv`, their block shift      |
/// | bytes           | their table, by Lucene's DirectMonotonicWriter                     |
/// | int64           | their length in `.plv`                                             |
///
/// With such encodings an entry for each field that has some follows, ended by field number -1:
///
/// | type            | one field's encodings in `.plm`                                    |
/// |-----------------|--------------------------------------------------------------------|
/// | int32           | field number                                                       |
/// | int32 · 4, int64 | repetitions, bits, inner, outer and seed (`MuveraParameters`)     |
/// | int32           | documents that the centre was fitted on                            |
/// | int32           | documents that have the field                                      |
/// | int64, int64    | start and length of the centre in `.plv`, float32                  |
/// | int64, int64    | start and length of the encodings, a signed byte a number          |
/// | int64, int64    | start and length of what each is to be multiplied with, float32; not a number: the document has no tokens |
///
/// **`.plv`**, memory-mapped: per field the codes of all tokens in document order (aligned to 64
/// bytes; a document's residual codes in blocks, see `pleiad.codec.SixBits`, with its centre behind
/// them where the codebook is centred), the `int8` vectors beside them (aligned too), the codebook
/// (`pleiad.codec.Codebook`), the postings of cells ([CellPostings]), the set of documents where
/// not all have the field, and for each document that has it the number of its first token, one
/// more at the end. What a segment's field and a segment say beside that is listed in
/// `docs/reference/format.md`, with all tables in one place.
///
/// Cells are there to find candidates by. A field with codes has them where the segment has no mean
/// vectors beside it ([MultiVectorField#mean]), or where the code's name asks for them.
public final class PleiadDocValuesFormat extends DocValuesFormat {
  /// The name in the SPI and in segments.
  public static final String NAME = "Pleiad01";

  private static final int VERSION = 0;
  static final SegmentFile META = new SegmentFile("plm", "PleiadMultiVectorMeta", VERSION);
  static final SegmentFile DATA = new SegmentFile("plv", "PleiadMultiVectorData", VERSION);

  /// Bits of the byte behind the entries: other fields are in Lucene's own files.
  static final int OTHERS = 1;

  /// Some fields have fixed-dimensional encodings.
  static final int MUVERA = 2;

  private static final String DEFAULT_CODE = "int8";

  private final String code;
  private final Codebooks codebooks;
  private final DocValuesFormat others = new Lucene90DocValuesFormat();

  /// What SPI makes: writes `int8`, reads everything.
  public PleiadDocValuesFormat() {
    this(DEFAULT_CODE);
  }

  /// Writes the token code of that name, see [CodeName]. Trains and encodes on the thread that
  /// flushes or merges.
  public PleiadDocValuesFormat(String code) {
    this(code, new Codebooks(Workers.ONE));
  }

  /// Writes the token code of that name, with codebooks that all formats of an index writer share.
  public PleiadDocValuesFormat(String code, Codebooks codebooks) {
    super(NAME);
    this.code = CodeName.parse(code).name();
    this.codebooks = codebooks;
  }

  @Override
  public DocValuesConsumer fieldsConsumer(SegmentWriteState state) throws IOException {
    return new MultiVectorWriter(state, code, codebooks, others);
  }

  @Override
  public DocValuesProducer fieldsProducer(SegmentReadState state) throws IOException {
    return new MultiVectorReader(state, others);
  }

  @Override
  public String toString() {
    return NAME + "(" + code + ")";
  }
}

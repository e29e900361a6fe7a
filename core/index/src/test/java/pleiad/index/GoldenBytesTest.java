package pleiad.index;

import static org.assertj.core.api.Assertions.assertThat;
import static pleiad.index.SmallCollection.FIELD;
import static pleiad.index.SmallCollection.codebooks;
import static pleiad.index.SmallCollection.config;
import static pleiad.index.SmallCollection.document;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pleiad.codec.Codebook;
import pleiad.index.Codebooks.Thresholds;
import pleiad.vector.TokenVectors;

/// The bytes of both files and of a codebook, one by one: the tables in [PleiadDocValuesFormat], in
/// [Codebook] and in `pleiad.codec.SixBits`, each row with its value. Between Lucene's header and
/// footer, which hold the segment's random id.
class GoldenBytesTest {
  private static final TokenVectors TWO = TokenVectors.of(new float[] {0.25f, 1, 0, -2}, 2);
  private static final TokenVectors ONE = TokenVectors.of(new float[] {1, 0}, 2);

  /// The codes of both documents. Dimension 1 stands at the first place, the other way round.
  ///
  /// | token     | at its places, length one | level 0  | level 1     | 8/256  | -2/256 | factor |
  /// |-----------|---------------------------|----------|-------------|--------|--------|--------|
  /// | (0.25, 1) | (-0.970, 0.243)           | 3 (-1, 0)| 2 (0, 0.25) | 40     | 30     | 1.031: 69 |
  /// | (0, -2)   | (1, 0)                    | 1 (1, 0) | 0           | 32: 0  | 32: 0  | 2: 193 |
  /// | (1, 0)    | (0, 1)                    | 2 (0, 1) | 0           | 32: 0  | 32: 0  | 1: 65  |
  private static final String CODES =
      """
      83 01 | code 0 is 3 and 1; above it the lowest two bits of code 3, 30 = 011110 and 32 = 100000
      c2 00 | code 1 is 2 and 0; above it the middle bits 11 and 00
      68 a0 | code 2 is 40 and 32; above it the highest bits 01 and 10
      45 c1 | the bytes of the factors, 69 and 193
      02    | the second document: code 0 is 2
      00    | code 1
      a0    | code 2, above it the highest bits of code 3
      41    | the byte of the factor, 65
      """;

  private static final String INT8 =
      """
      04 02 01 3c 20 7f | float32 1 / 127, then 0.25 and 1 in steps of it
      04 02 81 3c 00 81 | float32 2 / 127, then 0 and -2
      04 02 01 3c 7f 00 | float32 1 / 127, then 1 and 0
      """;

  private static final String FLOAT16 =
      """
      00 34 00 3c | 0.25 and 1
      00 00 00 c0 | 0 and -2
      00 3c 00 00 | 1 and 0
      """;

  /// The cells of the three tokens, 64 · code 0 + code 1: 194 and 64 of document 0, 128 of document
  /// 2. Of each cell the documents and the further bytes; then the distances from the document
  /// before, 1 to document 0 and 3 to document 2.
  private static final String CELLS =
      "0000".repeat(64)
          + "0100"
          + "0000".repeat(128 - 65)
          + "0100"
          + "0000".repeat(194 - 129)
          + "0100"
          + "0000".repeat(4096 - 195)
          + "010301\n";

  /// Lucene's IndexedDISI: the documents 0 and 2, then the block that ends all.
  private static final String DOCUMENT_SET =
      """
      00 00 01 00 00 00 02 00 | block 0, two documents, 0 and 2
      ff 7f 00 00 ff ff       | the last block, one document: none
      """;

  /// Lucene's DirectMonotonicWriter: 0, 2 and 3 are 0, 1.5 and 3, rounded down, plus 0, 1 and 0.
  private static final String FIRST_TOKENS = "02 | a bit each\n";

  @Test
  void aResidualFieldIsWrittenByTheTables() throws IOException {
    try (Directory folder = index("residual", TWO, ONE)) {
      assertBytes(
          folder,
          "plm",
          """
          02 00 00 00                   | field number 2
          08 72 65 73 69 64 75 61 6c    | 'residual'
          02 00 00 00                   | dimension 2
          04 00 00 00                   | 4 bytes per token
          00 00 00 00                   | nothing behind a document's tokens
          02 00 00 00                   | 2 documents have the field
          03 00 00 00 00 00 00 00       | 3 tokens
          40 00 00 00 00 00 00 00 0c 00 00 00 00 00 00 00 | codes: at 64, 12 bytes
          ff ff ff ff ff ff ff ff 00 00 00 00 00 00 00 00 | no int8 vectors
          4c 00 00 00 00 00 00 00 29 03 00 00 00 00 00 00 | codebook: at 76, 809 bytes
          20 34 30 65 33 66 65 37 32 33 35 32 39 31 34 63 | '40e3fe72352914c
          39 33 63 34 35 31 35 61 38 33 31 35 39 33 30 63 | 93c4515a8315930c
          33                                              | 3'
          75 03 00 00 00 00 00 00 03 20 00 00 00 00 00 00 | cells: at 885, 8,195 bytes
          00 00 00 00                   | never encoded from residual codes
          78 23 00 00 00 00 00 00 0e 00 00 00 00 00 00 00 | document set: at 9,080, 14 bytes
          00 00 09                      | no jump table, dense rank power 9
          86 23 00 00 00 00 00 00 10 00 00 00             | first tokens: at 9,094, blocks of 2^16
          00 00 00 00 00 00 00 00 00 00 c0 3f             | of the block: least 0, slope 1.5
          00 00 00 00 00 00 00 00 01                      | at 0 of them, one bit each
          01 00 00 00 00 00 00 00       | first tokens: one byte
          ff ff ff ff                   | no further field
          00                            | nothing in Lucene's own format
          """);
      assertBytes(
          folder,
          "plv",
          "00 00 00 00 00 00 00 | up to a multiple of 64\n"
              + CODES
              + hex(Golden.codebookBytes(7))
              + "\n"
              + CELLS
              + DOCUMENT_SET
              + FIRST_TOKENS);
    }
  }

  @Test
  void int8VectorsStandBesideTheCodes() throws IOException {
    try (Directory folder = index("residual+int8", TWO, ONE)) {
      assertThat(hex(body(folder, "plm")))
          .contains(
              digits(
                  """
                  40 00 00 00 00 00 00 00 0c 00 00 00 00 00 00 00 | codes: at 64, 12 bytes
                  80 00 00 00 00 00 00 00 12 00 00 00 00 00 00 00 | int8: at 128, 18 bytes
                  92 00 00 00 00 00 00 00 29 03 00 00 00 00 00 00 | codebook: at 146, 809 bytes
                  """));
      assertBytes(
          folder,
          "plv",
          "00 00 00 00 00 00 00 |\n"
              + CODES
              + "00".repeat(128 - 76)
              + "\n"
              + INT8
              + hex(Golden.codebookBytes(7))
              + "\n"
              + CELLS
              + DOCUMENT_SET
              + FIRST_TOKENS);
    }
  }

  /// Tokens (1, 0) and (-1, 0), whose mean is zero, and the token (1, 0), which is its own mean.
  @Test
  void centresStandBehindTheTokensOfTheirDocuments() throws IOException {
    byte[] codebook = Golden.codebookBytes(7);
    codebook[28] = 1;
    TokenVectors opposites = TokenVectors.of(new float[] {1, 0, -1, 0}, 2);
    try (Directory folder = index("residual+centred", Codebook.read(codebook), opposites, ONE)) {
      assertThat(hex(body(folder, "plm")))
          .contains(
              digits(
                  """
                  02 00 00 00                   | dimension 2
                  04 00 00 00                   | 4 bytes per token
                  06 00 00 00                   | 6 bytes behind a document's tokens
                  02 00 00 00                   | 2 documents have the field
                  03 00 00 00 00 00 00 00       | 3 tokens
                  40 00 00 00 00 00 00 00 18 00 00 00 00 00 00 00 | codes: at 64, 24 bytes
                  """))
          .contains(
              digits("ff ff ff ff ff ff ff ff 00 00 00 00 00 00 00 00 00 00 00 00 | no cells"));
      assertBytes(
          folder,
          "plv",
          "00 00 00 00 00 00 00 |\n"
              + """
                02 04 | code 0 is 2 and 4; above it the lowest two bits of code 3, 32 = 100000
                00 00 | code 1, the middle bits of code 3
                a0 a0 | code 2 is 32, above it the highest bits of code 3
                41 41 | the bytes of the factors, 65: 1
                00 00 00 00 00 00 | the centre, scale 0
                00    | the second document, nothing left of its token: code 0
                00    | code 1
                a0    | code 2, above it the highest bits of code 3
                00    | the byte of the factor, 0
                04 02 01 3c 7f 00 | the centre, float32 1 / 127, then 1 and 0
                """
              + hex(codebook)
              + "\n"
              + DOCUMENT_SET
              + FIRST_TOKENS);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"int8", "float16"})
  void aFieldWithoutCodebookIsWrittenByTheTables(String code) throws IOException {
    boolean int8 = code.equals("int8");
    try (Directory folder = index(code, TWO, ONE)) {
      assertBytes(
          folder,
          "plm",
          "02 00 00 00                   | field number 2\n"
              + (int8 ? "04 69 6e 74 38 | 'int8'\n" : "07 66 6c 6f 61 74 31 36 | 'float16'\n")
              + "02 00 00 00               | dimension 2\n"
              + (int8 ? "06 00 00 00 |\n" : "04 00 00 00 |\n")
              + "00 00 00 00               | nothing behind a document's tokens\n"
              + "02 00 00 00               | 2 documents have the field\n"
              + "03 00 00 00 00 00 00 00   | 3 tokens\n"
              + (int8
                  ? "40 00 00 00 00 00 00 00 12 00 00 00 00 00 00 00 | codes\n"
                  : "40 00 00 00 00 00 00 00 0c 00 00 00 00 00 00 00 | codes\n")
              + "ff ff ff ff ff ff ff ff 00 00 00 00 00 00 00 00 | no int8 vectors beside\n"
              + "ff ff ff ff ff ff ff ff 00 00 00 00 00 00 00 00 | no codebook\n"
              + "00                        | no fingerprint\n"
              + "ff ff ff ff ff ff ff ff 00 00 00 00 00 00 00 00 | no cells\n"
              + "00 00 00 00               | never encoded from residual codes\n"
              + (int8 ? "52" : "4c")
              + " 00 00 00 00 00 00 00 0e 00 00 00 00 00 00 00 00 00 09 | document set\n"
              + (int8 ? "60" : "5a")
              + " 00 00 00 00 00 00 00 10 00 00 00 | first tokens\n"
              + "00 00 00 00 00 00 00 00 00 00 c0 3f |\n"
              + "00 00 00 00 00 00 00 00 01 |\n"
              + "01 00 00 00 00 00 00 00 |\n"
              + "ff ff ff ff 00 | no further field, nothing in Lucene's own format\n");
      assertBytes(
          folder,
          "plv",
          "00 00 00 00 00 00 00 |\n" + (int8 ? INT8 : FLOAT16) + DOCUMENT_SET + FIRST_TOKENS);
    }
  }

  /// The mean token is (1, 0). What the documents' means differ from it is (0, 1) and (0, -2).
  @Test
  void encodingsStandBehindTheFields() throws IOException {
    TokenVectors two = TokenVectors.of(new float[] {2, 2, 0, 0}, 2);
    TokenVectors one = TokenVectors.of(new float[] {1, -2}, 2);
    try (Directory folder = index("float16+muvera-1-0-0", two, one)) {
      assertThat(hex(body(folder, "plm")))
          .endsWith(
              digits(
                  """
                  ff ff ff ff                   | no further field
                  02                            | encodings, nothing in Lucene's own format
                  02 00 00 00                   | field number 2
                  01 00 00 00 00 00 00 00       | 1 repetition of 0 bits
                  00 00 00 00 00 00 00 00       | no inner and no outer sketch
                  01 00 00 00 00 00 00 00       | seed 1
                  02 00 00 00                   | the centre was fitted on 2 documents
                  02 00 00 00                   | 2 documents have the field
                  5b 00 00 00 00 00 00 00 08 00 00 00 00 00 00 00 | centre: at 91, 8 bytes
                  63 00 00 00 00 00 00 00 04 00 00 00 00 00 00 00 | encodings: at 99, 4 bytes
                  67 00 00 00 00 00 00 00 08 00 00 00 00 00 00 00 | scales: at 103, 8 bytes
                  ff ff ff ff                   | no further field has encodings
                  """));
      assertThat(hex(body(folder, "plv")))
          .endsWith(
              digits(
                  DOCUMENT_SET
                      + FIRST_TOKENS
                      + """
                      00 00 80 3f 00 00 00 00 | the centre, 1 and 0
                      00 7f 00 81             | 0 and 127, 0 and -127
                      04 02 01 3c 04 02 81 3c | float32 1 / 127 and 2 / 127
                      """));
    }
  }

  @Test
  void tokensLieInBlocksOf64AndTheRestBehind() throws IOException {
    float[] rows = new float[65 * 2];
    for (int token = 0; token < 65; token++) {
      rows[2 * token] = 1;
    }
    try (Directory folder = index("residual", TokenVectors.of(rows, 2), ONE)) {
      String block = "02".repeat(64) + "00".repeat(64) + "a0".repeat(64) + "41".repeat(64);
      assertThat(hex(body(folder, "plv")))
          .startsWith("00".repeat(7) + block + "0200a041" + "0200a041" + "02000000");
    }
  }

  @Test
  void aCodebookIsWrittenByItsTable() {
    Codebook codebook = Golden.codebook(7);
    byte[] bytes = codebook.toBytes();
    assertThat(hex(Arrays.copyOf(bytes, 57)))
        .isEqualTo(
            digits(
                """
                02 00 00 00             | dimension 2
                02 00 02 00             | 2 levels, 2 subspaces
                00 00 00 3f             | shortest 0.5
                06 00 00 00             | exponent 6
                00 00 00 3e             | error 0.125
                07 00 00 00 00 00 00 00 | trained on 7 tokens
                00                      | not centred
                01 00 00 00             | axis 1 stands at place 0, axis 0 at place 1
                00 3c 00 00             | axis 0: (1, 0)
                00 00 00 bc             | axis 1: (0, -1)
                00 00 00 00             | level 0, vector 0: (0, 0)
                00 3c 00 00             | vector 1: (1, 0)
                00 00 00 3c             | vector 2: (0, 1)
                00 bc 00 00             | vector 3: (-1, 0)
                """));
    assertThat(hex(bytes)).isEqualTo(hex(Golden.codebookBytes(7)));
    assertThat(codebook.fingerprint())
        .as("the first half of the bytes' SHA-256")
        .isEqualTo("40e3fe72352914c93c4515a8315930c3");
  }

  private static void assertBytes(Directory folder, String extension, String table)
      throws IOException {
    assertThat(hex(body(folder, extension))).isEqualTo(digits(table));
  }

  /// The hexadecimal digits of a table: of each line what stands before the bar.
  private static String digits(String table) {
    return table
        .lines()
        .map(line -> line.replaceAll("\\|.*", "").replace(" ", ""))
        .collect(Collectors.joining());
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  /// A document, one without the field and another one, flushed with the codebook made by hand.
  private static Directory index(String code, TokenVectors first, TokenVectors second)
      throws IOException {
    return index(code, Golden.codebook(7), first, second);
  }

  private static Directory index(
      String code, Codebook codebook, TokenVectors first, TokenVectors second) throws IOException {
    Codebooks codebooks = codebooks(new Thresholds(1, 1, 1));
    codebooks.offer(FIELD, codebook);
    Directory folder = new ByteBuffersDirectory();
    try (IndexWriter writer = new IndexWriter(folder, config(code, codebooks))) {
      writer.addDocument(document("first", first));
      writer.addDocument(document("without"));
      writer.addDocument(document("second", second));
    }
    return folder;
  }

  /// What lies between the index header, which is looked at, and the footer.
  private static byte[] body(Directory folder, String extension) throws IOException {
    byte[] file = DamagedFilesTest.fileOf(folder, extension);
    try (IndexInput input = folder.openInput("_0_Pleiad01_0." + extension, IOContext.READONCE)) {
      CodecUtil.checkIndexHeader(
          input,
          extension.equals("plm") ? "PleiadMultiVectorMeta" : "PleiadMultiVectorData",
          0,
          0,
          SegmentInfos.readLatestCommit(folder).info(0).info.getId(),
          "Pleiad01_0");
      int from = (int) input.getFilePointer();
      return Arrays.copyOfRange(file, from, file.length - CodecUtil.footerLength());
    }
  }
}

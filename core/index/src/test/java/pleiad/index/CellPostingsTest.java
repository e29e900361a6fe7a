package pleiad.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.tests.index.AssertingLeafReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pleiad.codec.CellCode;
import pleiad.codec.Codebook;
import pleiad.codec.CodebookTraining;
import pleiad.codec.Workers;
import pleiad.testkit.Seed;
import pleiad.vector.TokenVectors;

/// The postings of cells, compared with what the codes of all documents say.
@ExtendWith(Seed.class)
class CellPostingsTest {
  private static final String FIELD = "tokens";
  private static final int DIMENSION = 8;
  private static final int CODES = 12;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void postingsSayWhatTheCodesSayAcrossMergesAndDeletes(boolean sorted, Random random)
      throws IOException {
    try (Directory folder = new ByteBuffersDirectory()) {
      IndexWriterConfig config = config("residual-12", random);
      if (sorted) {
        config.setIndexSort(new Sort(new SortField("rank", SortField.Type.LONG)));
      }
      try (IndexWriter writer = new IndexWriter(folder, config)) {
        for (int i = 0; i < 700; i++) {
          writer.updateDocument(
              new Term("id", "d" + random.nextInt(500)), document(i, false, random));
          if (random.nextInt(5) == 0) {
            writer.deleteDocuments(new Term("id", "d" + random.nextInt(500)));
          }
          if (random.nextInt(100) == 0) {
            writer.commit();
          }
        }
        writer.commit();
        assertSame(folder);
        writer.forceMerge(1);
        writer.commit();
        assertThat(assertSame(folder)).isEqualTo(1);
      }
    }
  }

  @Test
  void aSegmentWithMeanVectorsHasCellsOnlyWhenTheCodeAsksForThem(Random random) throws IOException {
    for (String code : new String[] {"residual-12", "residual-12+int8"}) {
      for (boolean means : new boolean[] {false, true}) {
        for (boolean asks : new boolean[] {false, true}) {
          try (Directory folder = index(asks ? code + "+cells" : code, means, random);
              DirectoryReader reader = DirectoryReader.open(folder)) {
            MultiVectorValues values = MultiVectorFormatTest.valuesOf(reader);
            assertThat(values.codebook()).isNotNull();
            assertThat(values.cells() != null)
                .as("%s, means: %s, asks: %s", code, means, asks)
                .isEqualTo(!means || asks);
          }
        }
      }
    }
  }

  @Test
  void whereThereAreNoCodesThereAreNoCells(Random random) throws IOException {
    try (Directory folder = index("int8", false, random);
        DirectoryReader reader = DirectoryReader.open(folder)) {
      assertThat(MultiVectorFormatTest.valuesOf(reader).cells()).isNull();
    }
  }

  @Test
  void aReaderThatWrapsOursHasNoCells(Random random) throws IOException {
    try (Directory folder = index("residual-12", false, random);
        DirectoryReader reader = DirectoryReader.open(folder)) {
      LeafReader leaf = reader.leaves().getFirst().reader();
      MultiVectorValues wrapped = MultiVectorValues.of(new AssertingLeafReader(leaf), FIELD);
      assertThat(Objects.requireNonNull(wrapped).cells()).isNull();
    }
  }

  @Test
  void postingsThatWentThroughATemporaryFileAreTheSame(Random random) throws IOException {
    List<int[]> documents = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      documents.add(random.ints(random.nextInt(20), 0, CellCode.COUNT).toArray());
    }
    byte[] onTheHeap = written(documents, Integer.MAX_VALUE);
    for (int most : new int[] {1, 500, 20_000}) {
      assertThat(written(documents, most)).as("%d bytes on the heap", most).isEqualTo(onTheHeap);
    }
  }

  private static byte[] written(List<int[]> documents, int mostBytes) throws IOException {
    try (Directory folder = new ByteBuffersDirectory()) {
      try (IndexOutput data = folder.createOutput("data", IOContext.DEFAULT);
          CellWriter writer = new CellWriter(folder, "_0", IOContext.DEFAULT, mostBytes)) {
        int document = 0;
        for (int[] cells : documents) {
          writer.add(document, cells, cells.length);
          document += 1 + cells.length * cells.length * cells.length;
        }
        FieldEntry.Range range = writer.write(data);
        assertThat(range).isEqualTo(new FieldEntry.Range(0, data.getFilePointer()));
      }
      assertThat(folder.listAll()).containsExactly("data");
      return bytes(folder, "data");
    }
  }

  @Test
  void damagedPostingsGiveDocumentsOfTheSegmentOrAreRefused(Random random) throws IOException {
    try (Directory sound = index("residual-12", false, random)) {
      FieldEntry.Range cells;
      int maxDoc;
      try (DirectoryReader reader = DirectoryReader.open(sound)) {
        cells = ((CodedValues) MultiVectorFormatTest.valuesOf(reader)).entry().cells();
        maxDoc = reader.maxDoc();
      }
      String file =
          List.of(sound.listAll()).stream()
              .filter(name -> name.endsWith(".plv"))
              .findFirst()
              .orElseThrow();
      byte[] whole = bytes(sound, file);
      int refused = 0;
      for (long i = 0; i < cells.length(); i += 1 + random.nextInt(300)) {
        byte[] damaged = whole.clone();
        damaged[(int) (cells.start() + i)] ^= (byte) (1 << random.nextInt(8));
        sound.deleteFile(file);
        try (IndexOutput output = sound.createOutput(file, IOContext.DEFAULT)) {
          output.writeBytes(damaged, damaged.length);
        }
        refused += refuses(sound, maxDoc) ? 1 : 0;
      }
      assertThat(refused).isPositive();
    }
  }

  private static boolean refuses(Directory folder, int maxDoc) throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(folder)) {
      MultiVectorValues values = MultiVectorFormatTest.valuesOf(reader);
      try {
        CellPostings cells = Objects.requireNonNull(values.cells());
        for (int cell = 0; cell < CellCode.COUNT; cell++) {
          List<Integer> found = documents(cells, cell);
          assertThat(found).isSorted().doesNotHaveDuplicates().hasSize(cells.count(cell));
          assertThat(found).allMatch(document -> document >= 0 && document < maxDoc);
        }
        return false;
      } catch (CorruptIndexException e) {
        assertThat(e).hasMessageContaining("cell");
        return true;
      }
    }
  }

  @Test
  void aNameThatAsksForCellsOfACodeWithoutCodebookIsRefused() {
    assertThatThrownBy(() -> CodeName.parse("int8+cells"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("residual+cells");
    assertThat(CodeName.parse("residual+int8+cells"))
        .isEqualTo(new CodeName("residual+int8+cells", 48, true, true, false, null));
    assertThat(CodeName.parse("residual-20+cells"))
        .isEqualTo(new CodeName("residual-20+cells", 20, false, true, false, null));
    assertThat(CodeName.parse("residual").keepsCells()).isFalse();
  }

  /// Compares all segments with codes; returns how many.
  private static int assertSame(Directory folder) throws IOException {
    int coded = 0;
    try (DirectoryReader reader = DirectoryReader.open(folder)) {
      for (LeafReaderContext leaf : reader.leaves()) {
        MultiVectorValues values = MultiVectorValues.of(leaf.reader(), FIELD);
        if (values == null || values.codebook() == null) {
          continue;
        }
        coded++;
        CellPostings cells = Objects.requireNonNull(values.cells());
        List<Set<Integer>> expected = byCodes(values);
        for (int cell = 0; cell < CellCode.COUNT; cell++) {
          assertThat(documents(cells, cell)).containsExactlyElementsOf(expected.get(cell));
          assertThat(cells.count(cell)).isEqualTo(expected.get(cell).size());
        }
      }
    }
    return coded;
  }

  /// Reads the planes of the first two codes by hand.
  private static List<Set<Integer>> byCodes(MultiVectorValues values) throws IOException {
    List<Set<Integer>> documents = new ArrayList<>();
    for (int cell = 0; cell < CellCode.COUNT; cell++) {
      documents.add(new TreeSet<>());
    }
    int tokenBytes = CODES / 4 * 3 + 1;
    while (values.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
      byte[] codes = new byte[values.codeBytes()];
      values.readCodes(codes);
      for (int token = 0; token < values.tokenCount(); token++) {
        int block = token / 64 * 64;
        int tokens = Math.min(64, values.tokenCount() - block);
        int at = block * tokenBytes + token - block;
        int cell = (codes[at] & 63) * 64 + (codes[at + tokens] & 63);
        documents.get(cell).add(values.docID());
      }
    }
    return documents;
  }

  private static List<Integer> documents(CellPostings cells, int cell) throws IOException {
    List<Integer> found = new ArrayList<>();
    DocIdSetIterator each = cells.documents(cell);
    assertThat(each.cost()).isEqualTo(cells.count(cell));
    while (each.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
      found.add(each.docID());
    }
    return found;
  }

  /// One segment of a few hundred documents, some without the field, some without tokens.
  private static Directory index(String code, boolean means, Random random) throws IOException {
    Directory folder = new ByteBuffersDirectory();
    IndexWriterConfig config = config(code, random).setUseCompoundFile(false);
    try (IndexWriter writer = new IndexWriter(folder, config)) {
      for (int i = 0; i < 300; i++) {
        writer.addDocument(document(i, means, random));
        if (i == 100) {
          writer.flush();
        }
      }
      writer.forceMerge(1);
    }
    return folder;
  }

  private static Document document(int number, boolean means, Random random) {
    Document document = MultiVectorFormatTest.document("d" + number);
    document.add(new NumericDocValuesField("rank", random.nextInt(1_000)));
    if (number % 7 != 3) {
      int tokens = number % 11 == 5 ? 0 : 1 + random.nextInt(150);
      TokenVectors vectors = MultiVectorFormatTest.vectors(tokens, DIMENSION, random);
      document.add(MultiVectorField.of(FIELD, vectors));
      if (means && tokens > 0) {
        document.add(MultiVectorField.meanOf(FIELD, vectors));
      }
    }
    return document;
  }

  /// With a codebook that stands for the collection, so that flushes and merges make codes.
  private static IndexWriterConfig config(String code, Random random) {
    float[] sample = MultiVectorFormatTest.vectors(2_000, DIMENSION, random).toArray();
    Codebook codebook =
        CodebookTraining.train(sample, DIMENSION, CODES, Codebooks.MATURE_TOKENS, 1, Workers.ONE);
    Codebooks codebooks = new Codebooks(Workers.ONE);
    codebooks.offer(FIELD, codebook);
    return new IndexWriterConfig().setCodec(new PleiadCodec(Map.of(FIELD, code), codebooks));
  }

  private static byte[] bytes(Directory folder, String name) throws IOException {
    try (IndexInput input = folder.openInput(name, IOContext.READONCE)) {
      byte[] bytes = new byte[(int) input.length()];
      input.readBytes(bytes, 0, bytes.length);
      return bytes;
    }
  }
}

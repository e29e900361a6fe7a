package pleiad.index;

import static org.assertj.core.api.Assertions.assertThat;
import static pleiad.index.SmallCollection.FIELD;
import static pleiad.index.SmallCollection.MATURE_AT_ONCE;
import static pleiad.index.SmallCollection.THRESHOLDS;
import static pleiad.index.SmallCollection.all;
import static pleiad.index.SmallCollection.codebooks;
import static pleiad.index.SmallCollection.config;
import static pleiad.index.SmallCollection.document;
import static pleiad.index.SmallCollection.id;
import static pleiad.index.SmallCollection.int8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexCommit;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.KeepOnlyLastCommitDeletionPolicy;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SnapshotDeletionPolicy;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pleiad.codec.Workers;
import pleiad.index.Codebooks.Thresholds;
import pleiad.testkit.Seed;
import pleiad.vector.TokenVectors;

/// Does at random what an index writer can do, and keeps a map beside.
@ExtendWith(Seed.class)
class ResidualModelTest {
  private static final int DIMENSION = 8;
  private static final int IDS = 60;

  /// Two encodings of noise around directions that every codebook knows, and its byte of length;
  /// another document's tokens are mostly at a distance of one and more.
  private static final double NEAR = 0.1;

  private final Directory folder = new ByteBuffersDirectory();
  private final Map<String, TokenVectors> model = new TreeMap<>();
  private final Map<IndexCommit, Map<String, TokenVectors>> snapshots = new LinkedHashMap<>();

  @ParameterizedTest
  @CsvSource({
    "residual-12, true, false",
    "residual-12, false, true",
    "residual-12+int8, true, true",
    "residual, false, false",
  })
  void whateverIsDoneTheIndexHoldsWhatTheModelHolds(
      String code, boolean matureAtOnce, boolean sorted, Random random) throws IOException {
    Thresholds thresholds = matureAtOnce ? MATURE_AT_ONCE : THRESHOLDS;
    SmallCollection collection = new SmallCollection(DIMENSION, random);
    for (int session = 0; session < 2; session++) {
      IndexWriterConfig config = writerConfig(code, thresholds, sorted);
      SnapshotDeletionPolicy policy =
          new SnapshotDeletionPolicy(new KeepOnlyLastCommitDeletionPolicy());
      snapshots.clear();
      try (IndexWriter writer = new IndexWriter(folder, config.setIndexDeletionPolicy(policy))) {
        for (int step = 0; step < 60; step++) {
          step(writer, policy, collection, code, thresholds, sorted, random);
        }
        writer.commit();
        assertHolds(code, folder, model);
        for (Map.Entry<IndexCommit, Map<String, TokenVectors>> each : snapshots.entrySet()) {
          try (DirectoryReader reader = DirectoryReader.open(each.getKey())) {
            assertHolds(code, reader, each.getValue());
          }
        }
      }
      assertClean(folder);
    }
    folder.close();
  }

  private static IndexWriterConfig writerConfig(
      String code, Thresholds thresholds, boolean sorted) {
    TieredMergePolicy tiers = new TieredMergePolicy();
    tiers.setSegmentsPerTier(3);
    Codebooks codebooks = new Codebooks(new Workers(2), thresholds);
    IndexWriterConfig config = config(code, codebooks, new CodingMergePolicy(tiers, codebooks));
    return sorted ? config.setIndexSort(rank()) : config;
  }

  private static Sort rank() {
    return new Sort(new SortField("rank", SortField.Type.LONG));
  }

  private void step(
      IndexWriter writer,
      SnapshotDeletionPolicy policy,
      SmallCollection collection,
      String code,
      Thresholds thresholds,
      boolean sorted,
      Random random)
      throws IOException {
    String id = id(random.nextInt(IDS));
    TokenVectors vectors = collection.vectors(random.nextInt(4) == 0 ? 0 : random.nextInt(90));
    switch (random.nextInt(20)) {
      case 0, 1 -> {
        writer.deleteDocuments(new Term("id", id));
        model.remove(id);
      }
      case 2 -> {
        writer.updateDocument(new Term("id", id), document(id));
        model.remove(id);
      }
      case 3 -> {
        if (model.containsKey(id)) {
          writer.updateBinaryDocValue(new Term("id", id), FIELD, MultiVectorField.payload(vectors));
          model.put(id, vectors);
        }
      }
      case 4, 5 -> writer.flush();
      case 6 -> writer.forceMerge(1 + random.nextInt(3));
      case 7 -> addIndexes(writer, collection, code, thresholds, sorted, random);
      case 8 -> {
        writer.commit();
        snapshots.put(policy.snapshot(), new TreeMap<>(model));
      }
      default -> {
        writer.updateDocument(new Term("id", id), document(id, vectors));
        model.put(id, vectors);
      }
    }
  }

  /// Takes over an index that was written elsewhere, with codebooks of its own.
  private void addIndexes(
      IndexWriter writer,
      SmallCollection collection,
      String code,
      Thresholds thresholds,
      boolean sorted,
      Random random)
      throws IOException {
    Map<String, TokenVectors> added = new TreeMap<>();
    int first = IDS + model.size() * 10 + random.nextInt(1_000);
    try (Directory other = new ByteBuffersDirectory()) {
      try (IndexWriter there = new IndexWriter(other, writerConfig(code, thresholds, sorted))) {
        collection.add(there, first, first + 1 + random.nextInt(10), 20, added);
        there.commit();
        there.forceMerge(1);
      }
      for (String id : added.keySet()) {
        writer.deleteDocuments(new Term("id", id));
      }
      if (random.nextBoolean()) {
        writer.addIndexes(other);
      } else {
        try (DirectoryReader reader = DirectoryReader.open(other)) {
          List<CodecReader> leaves = new ArrayList<>();
          for (LeafReaderContext leaf : reader.leaves()) {
            leaves.add((CodecReader) leaf.reader());
          }
          writer.addIndexes(leaves.toArray(CodecReader[]::new));
        }
      }
    }
    model.putAll(added);
  }

  private static void assertHolds(String code, Directory folder, Map<String, TokenVectors> model)
      throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(folder)) {
      assertHolds(code, reader, model);
    }
  }

  private static void assertHolds(
      String code, DirectoryReader reader, Map<String, TokenVectors> model) throws IOException {
    Map<String, float[]> found = all(reader, SmallCollection::rows);
    Map<String, Boolean> precise = all(reader, MultiVectorValues::precise);
    Map<String, Integer> reencoded =
        all(reader, values -> ((CodedValues) values).entry().reencoded());
    assertThat(found.keySet()).isEqualTo(model.keySet());
    model.forEach(
        (id, vectors) -> {
          float[] rows = Objects.requireNonNull(found.get(id));
          boolean exact =
              Objects.requireNonNull(precise.get(id))
                  && Objects.requireNonNull(reencoded.get(id)) == 0;
          assertThat(exact || !code.endsWith("+int8")).as(id).isTrue();
          if (exact) {
            assertThat(rows).as(id).isEqualTo(int8(vectors));
          } else {
            assertThat(SmallCollection.error(Map.of(id, vectors), Map.of(id, rows)))
                .as(
                    "%s of %d tokens, encoded anew %d times",
                    id, vectors.count(), reencoded.get(id))
                .isLessThan(NEAR * (1 + Objects.requireNonNull(reencoded.get(id))));
          }
        });
  }

  static void assertClean(Directory folder) throws IOException {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try (CheckIndex check = new CheckIndex(folder)) {
      check.setLevel(CheckIndex.Level.MIN_LEVEL_FOR_SLOW_CHECKS);
      check.setInfoStream(new PrintStream(said, false, StandardCharsets.UTF_8));
      assertThat(check.checkIndex().clean).as(said.toString(StandardCharsets.UTF_8)).isTrue();
    }
  }
}

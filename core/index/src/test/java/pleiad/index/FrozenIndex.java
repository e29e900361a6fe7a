package pleiad.index;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.Bits;

/// An index that an earlier version wrote, kept as it was, and what it must answer for ever. Made
/// by [FrozenIndexGenerator].
final class FrozenIndex {
  static final FrozenFolder FOLDER = new FrozenFolder(PleiadDocValuesFormat.NAME);

  /// The token code of each field.
  static final Map<String, String> CODES =
      new TreeMap<>(
          Map.of(
              "bytes", "int8",
              "halves", "float16",
              "codes", "residual-12",
              "both", "residual-12+int8",
              "differences", "residual-12+centred"));

  private FrozenIndex() {}

  /// What a document's field holds.
  ///
  /// @param vectors digest of the vectors' bits
  /// @param codes digest of the codes; empty where there are none
  /// @param beginning the first numbers, for people to read
  record Answer(int tokens, String vectors, String codes, String beginning) {
    static Answer of(MultiVectorValues values) throws IOException {
      float[] rows = values.vectors().toArray();
      ByteBuffer bits =
          ByteBuffer.allocate(rows.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      bits.asFloatBuffer().put(rows);
      StringBuilder beginning = new StringBuilder();
      for (int i = 0; i < Math.min(3, rows.length); i++) {
        beginning.append(String.format(Locale.ROOT, "%s%.3f", i == 0 ? "" : " ", rows[i]));
      }
      String codes = values.codebook() == null ? "" : digest(SmallCollection.codes(values));
      return new Answer(values.tokenCount(), digest(bits.array()), codes, beginning.toString());
    }

    private static String digest(byte[] bytes) {
      try {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
        return HexFormat.of().formatHex(digest, 0, 8);
      } catch (NoSuchAlgorithmException e) {
        throw new AssertionError("every Java platform has SHA-256", e);
      }
    }

    private String line(String key) {
      return String.join("\t", key, Integer.toString(tokens), vectors, codes, beginning);
    }
  }

  /// What an index answers, by field and id with a tab between them.
  static Map<String, Answer> answers(Directory folder) throws IOException {
    Map<String, Answer> answers = new TreeMap<>();
    try (DirectoryReader reader = DirectoryReader.open(folder)) {
      for (LeafReaderContext leaf : reader.leaves()) {
        for (String field : CODES.keySet()) {
          answers(leaf, field, answers);
        }
      }
    }
    return answers;
  }

  private static void answers(LeafReaderContext leaf, String field, Map<String, Answer> answers)
      throws IOException {
    MultiVectorValues values = MultiVectorValues.of(leaf.reader(), field);
    Bits live = leaf.reader().getLiveDocs();
    while (values != null && values.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
      if (live == null || live.get(values.docID())) {
        String id =
            Objects.requireNonNull(leaf.reader().storedFields().document(values.docID()).get("id"));
        answers.put(field + "\t" + id, Answer.of(values));
      }
    }
  }

  static List<String> lines(Map<String, Answer> answers) {
    return answers.entrySet().stream().map(each -> each.getValue().line(each.getKey())).toList();
  }

  /// The answers that were kept with the index.
  static Map<String, Answer> kept() throws IOException {
    Map<String, Answer> kept = new TreeMap<>();
    for (String line : FOLDER.answers()) {
      String[] parts = line.split("\t", -1);
      kept.put(
          parts[0] + "\t" + parts[1],
          new Answer(Integer.parseInt(parts[2]), parts[3], parts[4], parts[5]));
    }
    return kept;
  }
}

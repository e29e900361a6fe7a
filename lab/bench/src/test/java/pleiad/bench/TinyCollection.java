package pleiad.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import pleiad.vector.TokenVectors;

/// A collection of made-up texts whose vectors are in the cache already, so that no model is asked:
/// every word has a random vector of length one, and every question is the first two and the last
/// two words of its document.
final class TinyCollection {
  static final int DIMENSION = 12;

  private static final int VOCABULARY = 200;

  private final Path data;
  private final Path cache;
  private final List<String> documents = new ArrayList<>();
  private final List<String> queries = new ArrayList<>();
  private final float[][] words = new float[VOCABULARY][DIMENSION];

  /// @param queryCount at most as many as documents; the document of the same number answers
  TinyCollection(Path home, int documentCount, int queryCount, Random random) throws IOException {
    this.data = Files.createDirectories(home.resolve("tiny"));
    this.cache = home.resolve("cache");
    for (float[] word : words) {
      for (int k = 0; k < DIMENSION; k++) {
        word[k] = (float) random.nextGaussian();
      }
      Vectors.normalise(word, 0, DIMENSION);
    }
    for (int document = 0; document < documentCount; document++) {
      documents.add(text(random, 2 + random.nextInt(9)));
    }
    for (int query = 0; query < queryCount; query++) {
      String[] of = documents.get(query).split(" ", -1);
      queries.add(String.join(" ", of[0], of[1], of[of.length - 2], of[of.length - 1]));
    }
    writeTexts();
    writeVectors();
  }

  private static String text(Random random, int length) {
    List<String> text = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      text.add(Integer.toString(random.nextInt(VOCABULARY)));
    }
    return String.join(" ", text);
  }

  private void writeTexts() throws IOException {
    StringBuilder corpus = new StringBuilder();
    for (int i = 0; i < documents.size(); i++) {
      corpus.append("{\"_id\": \"d%d\", \"text\": \"%s\"}\n".formatted(i, documents.get(i)));
    }
    StringBuilder asked = new StringBuilder();
    StringBuilder judged = new StringBuilder("query-id\tcorpus-id\tscore\n");
    for (int i = 0; i < queries.size(); i++) {
      asked.append("{\"_id\": \"q%d\", \"text\": \"%s\"}\n".formatted(i, queries.get(i)));
      judged.append("q%d\td%d\t1\n".formatted(i, i));
    }
    Files.writeString(data.resolve("corpus.jsonl"), corpus);
    Files.writeString(data.resolve("queries.jsonl"), asked);
    Files.createDirectories(data.resolve("qrels"));
    Files.writeString(data.resolve("qrels/test.tsv"), judged);
  }

  private void writeVectors() throws IOException {
    Path folder = EncodedCollection.folder(source());
    EncodedTextsWriter.write(folder, "documents", texts("d", documents), encoder(), _ -> {});
    EncodedTextsWriter.write(folder, "queries", texts("q", queries), encoder(), _ -> {});
  }

  /// Texts under a letter and their number.
  static SearchTexts.Documents texts(String letter, List<String> texts) {
    List<Map.Entry<String, String>> entries = new ArrayList<>();
    for (String text : texts) {
      entries.add(Map.entry(letter + entries.size(), text));
    }
    return entries::stream;
  }

  /// The vectors of a text's words.
  Function<String, TokenVectors> encoder() {
    return text -> {
      String[] pieces = text.isEmpty() ? new String[0] : text.split(" ", -1);
      float[] rows = new float[pieces.length * DIMENSION];
      for (int i = 0; i < pieces.length; i++) {
        System.arraycopy(words[Integer.parseInt(pieces[i])], 0, rows, i * DIMENSION, DIMENSION);
      }
      return TokenVectors.of(rows, DIMENSION);
    };
  }

  Path data() {
    return data;
  }

  VectorSource source() {
    return source(VectorSource.Portion.ALL);
  }

  VectorSource source(VectorSource.Portion portion) {
    return new VectorSource(data, cache, 256, DIMENSION, portion);
  }

  EncodedCollection open() throws IOException {
    return EncodedCollection.open(source(), _ -> {});
  }

  /// MaxSim in double precision, the slow obvious way.
  static double maxSim(TokenVectors query, TokenVectors document) {
    double score = 0;
    for (float[] q : query.toRows()) {
      double best = Double.NEGATIVE_INFINITY;
      for (float[] d : document.toRows()) {
        best = Math.max(best, Vectors.dot(q, 0, d, 0, q.length));
      }
      score += best;
    }
    return score;
  }
}

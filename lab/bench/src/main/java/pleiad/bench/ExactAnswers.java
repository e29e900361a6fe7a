package pleiad.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import pleiad.vector.MaxSim;
import pleiad.vector.TokenVectors;

/// The true 100 best documents of each query, by exact MaxSim of the uncompressed vectors; found
/// once and kept beside them, a line a query: its id and the documents', best first, between tabs.
final class ExactAnswers {
  static final int DEPTH = 100;

  private final EncodedCollection collection;
  private final Rows vectors;
  private final Path file;

  private ExactAnswers(EncodedCollection collection, Rows vectors) {
    this.collection = collection;
    this.vectors = vectors;
    this.file = collection.beside("exact-" + DEPTH);
  }

  /// The rankings of all queries, in their order.
  ///
  /// @param threads what is not in the file is found on so many
  static List<Ranking> of(
      EncodedCollection collection, Rows vectors, int threads, Consumer<String> progress)
      throws IOException {
    return new ExactAnswers(collection, vectors).all(threads, progress);
  }

  private List<Ranking> all(int threads, Consumer<String> progress) throws IOException {
    List<TokenVectors> queries = collection.queryVectors();
    Map<String, String[]> known = known();
    List<TokenVectors> unknown = new ArrayList<>();
    List<String> unknownIds = new ArrayList<>();
    for (int query = 0; query < queries.size(); query++) {
      String id = collection.queries().id(query);
      if (!known.containsKey(id)) {
        unknown.add(queries.get(query));
        unknownIds.add(id);
      }
    }
    if (!unknown.isEmpty()) {
      progress.accept("exact answers of %,d queries".formatted(unknown.size()));
      known.putAll(append(unknownIds, Scan.best(vectors, unknown, DEPTH, threads)));
    }
    return rankings(queries, known);
  }

  private Map<String, String[]> known() throws IOException {
    Map<String, String[]> known = new HashMap<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file, UTF_8)) {
        String[] ids = line.split("\t", -1);
        known.put(ids[0], ids);
      }
    }
    return known;
  }

  private Map<String, String[]> append(List<String> queries, List<Ranking> answers)
      throws IOException {
    Map<String, String[]> added = new HashMap<>();
    List<String> lines = new ArrayList<>();
    for (int query = 0; query < queries.size(); query++) {
      List<String> ids = new ArrayList<>(List.of(queries.get(query)));
      for (Ranking.Found found : answers.get(query).found()) {
        ids.add(collection.documents().id(found.document()));
      }
      added.put(queries.get(query), ids.toArray(String[]::new));
      lines.add(String.join("\t", ids));
    }
    Files.write(file, lines, UTF_8, CREATE, APPEND);
    return added;
  }

  /// Scores are not kept: this machine's own last bits are what others are compared with.
  private List<Ranking> rankings(List<TokenVectors> queries, Map<String, String[]> known)
      throws IOException {
    Map<String, Integer> numbers = collection.documents().numbers();
    List<Ranking> rankings = new ArrayList<>();
    for (int query = 0; query < queries.size(); query++) {
      MaxSim maxSim = MaxSim.of(queries.get(query));
      Ranking.Best best = new Ranking.Best(DEPTH);
      String[] ids = Objects.requireNonNull(known.get(collection.queries().id(query)));
      for (int i = 1; i < ids.length; i++) {
        Integer document = numbers.get(ids[i]);
        if (document == null) {
          throw new IOException(
              "'%s' names document '%s', which is not among the vectors beside it; delete the file"
                  .formatted(file, ids[i]));
        }
        best.offer(document, vectors.score(maxSim, document));
      }
      rankings.add(best.ranking());
    }
    return rankings;
  }
}

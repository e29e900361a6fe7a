package pleiad.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import pleiad.vector.TokenVectors;

/// What every peer is given: the documents that have tokens and the queries, as vectors and as
/// texts. Files have it for programs; `lab/bench/peers/protocol.py` says how they look.
final class PeerInput {
  private final Path folder;
  private final EncodedTexts documents;
  private final EncodedTexts queries;
  private final List<String> documentTexts;
  private final List<String> queryTexts;

  /// The number in the collection of each document here.
  private final int[] numbers;

  private PeerInput(
      Path folder,
      EncodedTexts documents,
      EncodedTexts queries,
      List<String> documentTexts,
      List<String> queryTexts,
      int[] numbers) {
    this.folder = folder;
    this.documents = documents;
    this.queries = queries;
    this.documentTexts = documentTexts;
    this.queryTexts = queryTexts;
    this.numbers = numbers;
  }

  /// Takes what a benchmark searches, and writes the files; those of documents only where they are
  /// not there yet.
  ///
  /// @param folder for these very documents
  static PeerInput of(EncodedCollection collection, Path data, Path folder) throws IOException {
    EncodedTexts all = collection.documents();
    int[] numbers =
        IntStream.range(0, all.count()).filter(text -> all.tokenCount(text) > 0).toArray();
    EncodedTexts documents = all.only(numbers);
    EncodedTexts queries = collection.queries();
    SearchTexts texts = SearchTexts.read(data);
    PeerInput input =
        new PeerInput(
            folder,
            documents,
            queries,
            texts(documents, documentTexts(texts)),
            texts(queries, texts.queries()),
            numbers);
    Files.createDirectories(folder);
    Path done = folder.resolve("documents.done");
    if (!Files.exists(done)) {
      write(folder, EncodedCollection.DOCUMENTS, documents, input.documentTexts);
      Files.createFile(done);
    }
    write(folder, EncodedCollection.QUERIES, queries, input.queryTexts);
    return input;
  }

  private static Map<String, String> documentTexts(SearchTexts texts) throws IOException {
    Map<String, String> byId = new HashMap<>();
    try (Stream<Map.Entry<String, String>> stream = texts.documents().open()) {
      stream.forEach(each -> byId.put(each.getKey(), each.getValue()));
    }
    return byId;
  }

  /// Each text as one line.
  private static List<String> texts(EncodedTexts encoded, Map<String, String> byId) {
    return encoded.ids().stream()
        .map(id -> Objects.requireNonNull(byId.get(id)).replaceAll("\\s+", " "))
        .toList();
  }

  private static void write(Path folder, String name, EncodedTexts encoded, List<String> texts)
      throws IOException {
    EncodedTextsWriter.copy(folder, name, encoded);
    try (BufferedWriter lines = Files.newBufferedWriter(folder.resolve(name + ".txt"), UTF_8)) {
      for (String text : texts) {
        lines.append(text).append('\n');
      }
    }
  }

  Path folder() {
    return folder;
  }

  EncodedTexts documents() {
    return documents;
  }

  List<TokenVectors> queryVectors() {
    List<TokenVectors> vectors = new ArrayList<>();
    for (int query = 0; query < queries.count(); query++) {
      vectors.add(TokenVectors.of(queries.vectors(query).toArray(), queries.dimension()));
    }
    return vectors;
  }

  int queries() {
    return queries.count();
  }

  List<String> documentTexts() {
    return documentTexts;
  }

  List<String> queryTexts() {
    return queryTexts;
  }

  /// The same rankings in the numbers of the collection.
  ///
  /// @throws IOException when a document is none
  List<Ranking> inCollection(List<Ranking> rankings) throws IOException {
    List<Ranking> same = new ArrayList<>();
    for (Ranking ranking : rankings) {
      List<Ranking.Found> found = new ArrayList<>();
      for (Ranking.Found each : ranking.found()) {
        if (each.document() < 0 || each.document() >= numbers.length) {
          throw new IOException(
              "answered with document %d; they are numbered from 0, and there are %d"
                  .formatted(each.document(), numbers.length));
        }
        found.add(new Ranking.Found(numbers[each.document()], each.score()));
      }
      same.add(new Ranking(found));
    }
    return same;
  }
}

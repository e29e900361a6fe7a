package pleiad.eval;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// A folder in the layout of the BEIR benchmark (Thakur et al., 2021).
record BeirCollection(Path folder) implements TestCollection {
  static final String CORPUS = "corpus.jsonl";
  static final String QUERIES = "queries.jsonl";
  private static final String QRELS = "qrels";
  private static final String SUFFIX = ".tsv";

  @Override
  public Stream<Document> documents() throws IOException {
    SeenIds seen = new SeenIds();
    return Line.stream(folder.resolve(CORPUS)).map(line -> document(line, seen));
  }

  private static Document document(Line line, SeenIds seen) {
    JsonFields fields = JsonFields.of(line);
    String id = fields.takeId();
    if (!seen.add(id)) {
      throw line.wrong("document '" + id + "' is here a second time");
    }
    String title = fields.takeOptionalText("title");
    return new Document(id, title, fields.takeText("text"), fields.rest());
  }

  @Override
  public List<String> splits() throws IOException {
    Path qrels = folder.resolve(QRELS);
    if (!Files.isDirectory(qrels)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(qrels)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .sorted()
          .toList();
    }
  }

  @Override
  public List<Query> queries() throws IOException {
    Path file = folder.resolve(QUERIES);
    if (!Files.exists(file)) {
      throw new NoSuchFileException(
          file.toString(), null, "the queries of the collection belong here, _id and text");
    }
    List<Query> queries = new ArrayList<>();
    SeenIds seen = new SeenIds();
    Line.forEach(
        file,
        line -> {
          JsonFields fields = JsonFields.of(line);
          Query query = new Query(fields.takeId(), fields.takeText("text"));
          if (!seen.add(query.id())) {
            throw line.wrong("query '" + query.id() + "' is here a second time");
          }
          queries.add(query);
        });
    return queries;
  }

  @Override
  public List<Query> queries(String split) throws IOException {
    Set<String> judged = qrels(split).queries();
    return queries().stream().filter(query -> judged.contains(query.id())).toList();
  }

  @Override
  public Qrels qrels(String split) throws IOException {
    List<String> splits = splits();
    if (!splits.contains(split)) {
      throw new IllegalArgumentException(
          "no split '%s' in %s; there are %s".formatted(split, folder.resolve(QRELS), splits));
    }
    return Qrels.readBeir(folder.resolve(QRELS).resolve(split + SUFFIX));
  }
}

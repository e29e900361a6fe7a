package pleiad.eval;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A folder in the layout of MS MARCO's passages (Nguyen et al., 2016), which ColBERT's own tools
/// read too; theirs may begin with a header and have a title behind the passage.
record MsMarcoCollection(Path folder) implements TestCollection {
  static final String COLLECTION = "collection.tsv";

  /// The split of files that name none.
  private static final String WITHOUT_NAME = "all";

  private static final Set<String> HEADERS = Set.of("id", "pid", "qid");

  @Override
  public Stream<Document> documents() throws IOException {
    SeenIds seen = new SeenIds();
    return Line.stream(folder.resolve(COLLECTION))
        .filter(line -> !isHeader(line))
        .map(line -> document(line, seen));
  }

  private static Document document(Line line, SeenIds seen) {
    String[] fields = line.tabbed(2, 3, "id, passage and perhaps title");
    if (!seen.add(fields[0])) {
      throw line.wrong("document '" + fields[0] + "' is here a second time");
    }
    return new Document(fields[0], fields.length > 2 ? fields[2] : "", fields[1], Map.of());
  }

  @Override
  public List<String> splits() throws IOException {
    return List.copyOf(files("qrels").keySet());
  }

  @Override
  public List<Query> queries() throws IOException {
    return read(List.copyOf(files("queries").values()));
  }

  @Override
  public List<Query> queries(String split) throws IOException {
    Set<String> judged = qrels(split).queries();
    Map<String, Path> files = files("queries");
    Path file = files.getOrDefault(split, files.get(WITHOUT_NAME));
    List<Query> all = file == null ? read(List.of()) : read(List.of(file));
    return all.stream().filter(query -> judged.contains(query.id())).toList();
  }

  @Override
  public Qrels qrels(String split) throws IOException {
    Map<String, Path> files = files("qrels");
    Path file = files.get(split);
    if (file == null) {
      throw new IllegalArgumentException(
          "no split '%s' in %s; there are %s".formatted(split, folder, files.keySet()));
    }
    return Qrels.read(file);
  }

  /// Files may overlap, as `dev` and `dev.small` do, but not say different things.
  private List<Query> read(List<Path> files) throws IOException {
    if (files.isEmpty()) {
      throw new NoSuchFileException(
          folder.resolve("queries.tsv").toString(),
          null,
          "the queries belong here, or in queries.SPLIT.tsv for each split");
    }
    Map<String, Query> queries = new LinkedHashMap<>();
    for (Path file : files) {
      SeenIds seen = new SeenIds();
      Line.forEach(file, line -> query(line, seen, queries));
    }
    return new ArrayList<>(queries.values());
  }

  private static void query(Line line, SeenIds seen, Map<String, Query> queries) {
    if (isHeader(line)) {
      return;
    }
    String[] fields = line.tabbed(2, 2, "id and query");
    Query query = new Query(fields[0], fields[1]);
    if (!seen.add(query.id())) {
      throw line.wrong("query '" + query.id() + "' is here a second time");
    }
    Query before = queries.putIfAbsent(query.id(), query);
    if (before != null && !before.equals(query)) {
      throw line.wrong(
          "query '%s' is '%s' here and '%s' in another file"
              .formatted(query.id(), query.text(), before.text()));
    }
  }

  private static boolean isHeader(Line line) {
    return line.first() && HEADERS.contains(line.text().split("\t", 2)[0].strip());
  }

  /// The files `KIND.SPLIT.tsv` by split, sorted.
  private Map<String, Path> files(String kind) throws IOException {
    Pattern named = Pattern.compile(kind + "(?:\\.(.+))?\\.tsv");
    Map<String, Path> files = new TreeMap<>();
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.toList()) {
        Matcher name = named.matcher(file.getFileName().toString());
        if (name.matches()) {
          String split = name.group(1);
          files.put(split == null ? WITHOUT_NAME : split, file);
        }
      }
    }
    return files;
  }
}

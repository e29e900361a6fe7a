package pleiad.eval;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// What people judged: for each query the grade of some documents. One and more is relevant, the
/// more the better; zero and less was looked at and is not. A document without a grade counts as
/// not relevant too.
///
/// Immutable; queries and documents keep the order in which they came.
public final class Qrels {
  private static final String SHAPE = "query 0 document grade";

  private final Map<String, Map<String, Integer>> grades;

  private Qrels(Map<String, Map<String, Integer>> grades) {
    this.grades = grades;
  }

  /// Reads TREC's format: `query 0 document grade` a line, between white space.
  ///
  /// @throws MalformedFileException when a line is something else, or gives a judged document
  ///   another grade
  public static Qrels read(Path file) throws IOException {
    Builder qrels = builder();
    Line.forEach(
        file,
        line -> {
          String[] fields = line.spaced(4, SHAPE);
          qrels.add(line, fields[0], fields[2], fields[3]);
        });
    return qrels.build();
  }

  /// Reads TREC's format or BEIR's, `query document grade` between tabs with or without a header;
  /// the first line tells which.
  ///
  /// @throws MalformedFileException when a line is something else, or gives a judged document
  ///   another grade
  public static Qrels open(Path file) throws IOException {
    try (Stream<Line> lines = Line.stream(file)) {
      boolean beir =
          lines.findFirst().filter(line -> line.text().split("\t", -1).length == 3).isPresent();
      return beir ? readBeir(file) : read(file);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /// Reads BEIR's format: `query document grade` between tabs, with or without a header.
  static Qrels readBeir(Path file) throws IOException {
    Builder qrels = builder();
    Line.forEach(
        file,
        line -> {
          String[] fields = line.tabbed(3, 3, "query, document and grade");
          String grade = fields[2].strip();
          boolean header = line.first() && grade.chars().noneMatch(Character::isDigit);
          if (!header) {
            qrels.add(line, fields[0], fields[1], grade);
          }
        });
    return qrels.build();
  }

  /// Writes TREC's format, which [#read] reads.
  ///
  /// @throws IllegalArgumentException when an id has white space, which the format cannot hold
  public void write(Path file) throws IOException {
    for (var judged : grades.entrySet()) {
      TrecFile.field("query", judged.getKey());
      judged.getValue().keySet().forEach(document -> TrecFile.field("document", document));
    }
    try (TrecFile trec = TrecFile.create(file)) {
      for (var judged : grades.entrySet()) {
        for (var grade : judged.getValue().entrySet()) {
          trec.line(judged.getKey(), "0", grade.getKey(), grade.getValue().toString());
        }
      }
    }
  }

  /// Nothing judged yet.
  public static Builder builder() {
    return new Builder();
  }

  /// The queries that have judgements.
  public Set<String> queries() {
    return grades.keySet();
  }

  /// The grades of a query by document; empty when nothing was judged for it.
  public Map<String, Integer> grades(String query) {
    return grades.getOrDefault(query, Map.of());
  }

  /// Number of judgements, over all queries.
  public int size() {
    return grades.values().stream().mapToInt(Map::size).sum();
  }

  /// Collects judgements. Not for several threads.
  public static final class Builder {
    private final Map<String, Map<String, Integer>> grades = new LinkedHashMap<>();

    private Builder() {}

    /// Adds a judgement; the same once more changes nothing.
    ///
    /// @throws IllegalArgumentException when the document has another grade for the query already
    public Builder add(String query, String document, int grade) {
      int before = put(query, document, grade);
      if (before != grade) {
        throw new IllegalArgumentException(twice(query, document, before, grade));
      }
      return this;
    }

    /// Adds the judgement of a line of a file.
    void add(Line line, String query, String document, String grade) {
      int number = number(line, grade);
      int before = put(query, document, number);
      if (before != number) {
        throw line.wrong(twice(query, document, before, number));
      }
    }

    private static int number(Line line, String grade) {
      try {
        return Integer.parseInt(grade);
      } catch (NumberFormatException e) {
        throw line.wrong("expected a whole number as grade, found '" + grade + "'");
      }
    }

    /// The grade that holds now: the one from before where there is one.
    private int put(String query, String document, int grade) {
      Map<String, Integer> judged = grades.computeIfAbsent(query, _ -> new LinkedHashMap<>());
      Integer before = judged.putIfAbsent(document, grade);
      return before == null ? grade : before;
    }

    private static String twice(String query, String document, int before, int grade) {
      return "query '%s' judges document '%s' twice, first %d, then %d"
          .formatted(query, document, before, grade);
    }

    /// The judgements so far.
    public Qrels build() {
      Map<String, Map<String, Integer>> copy = new LinkedHashMap<>();
      grades.forEach(
          (query, judged) ->
              copy.put(query, Collections.unmodifiableMap(new LinkedHashMap<>(judged))));
      return new Qrels(Collections.unmodifiableMap(copy));
    }
  }
}

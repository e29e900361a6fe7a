package pleiad.eval;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a search answered: for each query its documents, best first.
///
/// The order is that of `trec_eval`, whatever order and ranks the documents came with: by score,
/// highest first, and between equal scores by id, the last in the order of UTF-8 bytes first.
/// Scores are float32, as there: two that differ only beyond that are equal. So a run in memory and
/// the same run in a file get the same numbers, from here and from `trec_eval`.
///
/// Immutable; queries keep the order in which they came.
public final class Run {
  private static final String SHAPE = "query Q0 document rank score tag";

  /// Not `Float.compare`, for which -0 is less than 0.
  private static final Comparator<Hit> BEST_FIRST =
      (a, b) -> {
        if (a.score != b.score) {
          return a.score > b.score ? -1 : 1;
        }
        return Arrays.compareUnsigned(b.document.getBytes(UTF_8), a.document.getBytes(UTF_8));
      };

  private final Map<String, List<Hit>> hits;

  private Run(Map<String, List<Hit>> hits) {
    this.hits = hits;
  }

  /// A document that was found, by its id, and its score.
  public record Hit(String document, float score) {}

  /// Reads TREC's format: `query Q0 document rank score tag` a line, between white space. Rank and
  /// tag are ignored.
  ///
  /// @throws MalformedFileException when a line is something else, or a document comes twice for
  ///   one query
  public static Run read(Path file) throws IOException {
    Builder run = builder();
    Line.forEach(
        file,
        line -> {
          String[] fields = line.spaced(6, SHAPE);
          if (!run.put(fields[0], new Hit(fields[2], score(line, fields[4])))) {
            throw line.wrong(Builder.twice(fields[0], fields[2]));
          }
        });
    return run.build();
  }

  private static float score(Line line, String field) {
    try {
      // By way of float64, as trec_eval does it.
      float score = (float) Double.parseDouble(field);
      if (!Float.isNaN(score)) {
        return score;
      }
    } catch (NumberFormatException e) {
      throw line.wrong("expected a number as score, found '" + field + "'");
    }
    throw line.wrong("the score is not a number: " + field);
  }

  /// Writes TREC's format, ranks counted from 1.
  ///
  /// @param tag names the search that answered
  /// @throws IllegalArgumentException when the tag or an id has white space, which the format
  ///   cannot hold; nothing is written then
  public void write(Path file, String tag) throws IOException {
    TrecFile.field("tag", tag);
    for (var answer : hits.entrySet()) {
      TrecFile.field("query", answer.getKey());
      answer.getValue().forEach(hit -> TrecFile.field("document", hit.document));
    }
    try (TrecFile trec = TrecFile.create(file)) {
      for (var answer : hits.entrySet()) {
        int rank = 1;
        for (Hit hit : answer.getValue()) {
          trec.line(
              answer.getKey(),
              "Q0",
              hit.document,
              Integer.toString(rank++),
              Float.toString(hit.score),
              tag);
        }
      }
    }
  }

  /// Nothing found yet.
  public static Builder builder() {
    return new Builder();
  }

  /// The queries for which something was found.
  public Set<String> queries() {
    return hits.keySet();
  }

  /// What was found for a query, best first; empty when nothing was.
  public List<Hit> hits(String query) {
    return hits.getOrDefault(query, List.of());
  }

  /// Collects hits, in any order. Not for several threads.
  public static final class Builder {
    private final Map<String, Map<String, Hit>> hits = new LinkedHashMap<>();

    private Builder() {}

    /// Adds a hit.
    ///
    /// @throws IllegalArgumentException when the query has the document already, or the score is
    ///   NaN
    public Builder add(String query, String document, float score) {
      if (Float.isNaN(score)) {
        throw new IllegalArgumentException(
            "the score of document '%s' for query '%s' is NaN, which has no place in an order"
                .formatted(document, query));
      }
      if (!put(query, new Hit(document, score))) {
        throw new IllegalArgumentException(twice(query, document));
      }
      return this;
    }

    private boolean put(String query, Hit hit) {
      return hits.computeIfAbsent(query, _ -> new LinkedHashMap<>()).putIfAbsent(hit.document, hit)
          == null;
    }

    private static String twice(String query, String document) {
      return "document '%s' is here a second time for query '%s'".formatted(document, query);
    }

    /// The run so far.
    public Run build() {
      Map<String, List<Hit>> sorted = new LinkedHashMap<>();
      hits.forEach(
          (query, found) -> sorted.put(query, found.values().stream().sorted(BEST_FIRST).toList()));
      return new Run(Collections.unmodifiableMap(sorted));
    }
  }
}

package pleiad.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.zip.CRC32C;
import pleiad.Hit;
import pleiad.Options;
import pleiad.Passage;
import pleiad.Pleiad;
import pleiad.Reindex;
import pleiad.Search;
import pleiad.Searcher;
import pleiad.Settings;
import pleiad.VectorField;
import pleiad.encode.Encoder;
import pleiad.encode.Role;
import pleiad.eval.Evaluation;
import pleiad.eval.Measure;
import pleiad.eval.Qrels;
import pleiad.eval.Query;
import pleiad.eval.Run;

/// What making a collection anew would bring, measured in other folders: the old model on its
/// documents, the new one on those, and the new one's queries on the old documents, where they have
/// as many dimensions. The collection is only read.
final class ReindexTrial {
  private static final int K = 10;

  private final Path folder;
  private final Path temporary;
  private final Options options;
  private final Reindex.Watch watch;

  /// @param queries what encoded the queries: model and code
  /// @param documents what encoded and kept the documents
  /// @param judged queries that were asked
  /// @param value of the measure, on average
  record Row(String queries, String documents, int judged, double value) {}

  /// @param from the fields of the collection
  /// @param to the fields of what it would be
  /// @param documents that were searched
  /// @param tokens that encoders were asked for
  record Result(
      List<VectorField> from, List<VectorField> to, long documents, long tokens, List<Row> rows) {}

  /// @param temporary an empty folder
  ReindexTrial(Path folder, Path temporary, Options options, Reindex.Watch watch) {
    this.folder = folder;
    this.temporary = temporary;
    this.options = options;
    this.watch = watch;
  }

  /// @param sample take about so many documents, all judged ones among them
  /// @throws IllegalArgumentException when no query has a relevant document among them
  Result run(List<Query> queries, Qrels qrels, Settings before, Settings wanted, int sample)
      throws IOException {
    Predicate<String> ids = sample(qrels, sample);
    Path next = temporary.resolve("new");
    Reindex.Report made = Reindex.copy(folder, next, options.settings(wanted), ids, watch);
    long tokens = made.tokens();
    Path old = folder;
    if (sample < Integer.MAX_VALUE) {
      // The same few documents for both, or the one with more of them would have it harder.
      old = temporary.resolve("old");
      tokens += Reindex.copy(folder, old, options.settings(before), ids, watch).tokens();
    }
    List<Row> rows = new ArrayList<>();
    try (Searcher oldSearcher = Pleiad.openReadOnly(old, options);
        Searcher newSearcher = Pleiad.openReadOnly(next, options)) {
      Qrels answerable = answerable(queries, qrels, newSearcher);
      VectorField from = oldSearcher.stats().fields().getFirst();
      VectorField to = newSearcher.stats().fields().getFirst();
      rows.add(row(words(from), words(from), oldSearcher, queries, answerable, Search::of));
      rows.add(row(words(to), words(to), newSearcher, queries, answerable, Search::of));
      if (from.dimension() == to.dimension() && !String.valueOf(from.model()).equals(to.model())) {
        try (Encoder encoder = options.models().apply(String.valueOf(to.model()))) {
          rows.add(
              row(
                  words(to),
                  words(from),
                  oldSearcher,
                  queries,
                  answerable,
                  text -> Search.of(encoder.encode(text, Role.QUERY).vectors())));
        }
      }
    }
    return new Result(made.from(), made.to(), made.documents(), tokens, rows);
  }

  private static String words(VectorField field) {
    return field.model() + " " + field.code();
  }

  /// All judged documents, and others by a hash of their ids: the same in every run.
  private Predicate<String> sample(Qrels qrels, int sample) throws IOException {
    if (sample == Integer.MAX_VALUE) {
      return _ -> true;
    }
    Set<String> judged = new HashSet<>();
    qrels.queries().forEach(query -> judged.addAll(qrels.grades(query).keySet()));
    int documents = Pleiad.stats(folder).documents();
    double share = (double) Math.max(0, sample - judged.size()) / Math.max(1, documents);
    return id -> judged.contains(id) || hash(id) < share;
  }

  /// A number from 0 to below 1.
  private static double hash(String id) {
    CRC32C crc = new CRC32C();
    crc.update(id.getBytes(StandardCharsets.UTF_8));
    return crc.getValue() / 0x1p32;
  }

  /// The judgements of the queries that have a text and a relevant document here.
  private static Qrels answerable(List<Query> queries, Qrels qrels, Searcher searcher)
      throws IOException {
    Qrels.Builder kept = Qrels.builder();
    boolean any = false;
    for (Query query : queries) {
      boolean answered = false;
      for (var grade : qrels.grades(query.id()).entrySet()) {
        answered |= grade.getValue() > 0 && searcher.get(grade.getKey()).isPresent();
      }
      if (answered) {
        any = true;
        qrels.grades(query.id()).forEach((id, grade) -> kept.add(query.id(), id, grade));
      }
    }
    if (!any) {
      throw new IllegalArgumentException(
          "no query has a relevant document in the collection; are the judgements of other documents?");
    }
    return kept.build();
  }

  private static Row row(
      String by,
      String of,
      Searcher searcher,
      List<Query> queries,
      Qrels qrels,
      Function<String, Search> asked)
      throws IOException {
    Run.Builder found = Run.builder();
    for (Query query : queries) {
      if (qrels.queries().contains(query.id())) {
        Search search = asked.apply(query.text()).k(K).grouped(true).matches(false);
        for (Hit hit : searcher.search(search).hits()) {
          Passage passage = hit.passage();
          found.add(query.id(), passage == null ? hit.id() : passage.of(), hit.score());
        }
      }
    }
    Measure measure = Measure.parse(JudgementOptions.MEASURE);
    double value = Evaluation.of(found.build(), qrels, List.of(measure)).mean(measure);
    return new Row(by, of, qrels.queries().size(), value);
  }
}

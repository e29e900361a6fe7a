package pleiad.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.jspecify.annotations.Nullable;
import pleiad.search.CandidateRoute;
import pleiad.search.Candidates;
import pleiad.search.Deadline;
import pleiad.search.ExactMaxSimQuery;
import pleiad.search.MaxSimOptions;
import pleiad.search.Plan;
import pleiad.search.Request;
import pleiad.vector.TokenVectors;

/// An index that the engine built, opened to search by one thread or many.
final class BenchIndex implements AutoCloseable {
  private final Directory directory;
  private final DirectoryReader reader;
  private final IndexSearcher searcher;
  private final StoredRows rows;
  private final CandidateRoute route;

  private BenchIndex(
      Directory directory, DirectoryReader reader, VectorTexts documents, CandidateRoute route)
      throws IOException {
    this.directory = directory;
    this.reader = reader;
    this.searcher = new IndexSearcher(reader);
    // The same queries come round after round; none may be answered from memory.
    this.searcher.setQueryCache(null);
    this.rows = new StoredRows(reader, Plan.TOKENS_FIELD, documents);
    this.route = route;
  }

  /// @param documents what was built of
  /// @param route how searches find candidates
  static BenchIndex open(Path folder, VectorTexts documents, CandidateRoute route)
      throws IOException {
    Directory directory = FSDirectory.open(folder);
    try {
      return new BenchIndex(directory, DirectoryReader.open(directory), documents, route);
    } catch (Throwable t) {
      directory.close();
      throw t;
    }
  }

  /// The plan that is measured.
  static Plan plan(int wanted) {
    return Plan.parse("tokens(%d)".formatted(wanted));
  }

  Request request(TokenVectors query) {
    return request(query, null, options());
  }

  /// How searches find candidates.
  MaxSimOptions options() {
    return MaxSimOptions.by(route);
  }

  static Request request(TokenVectors query, @Nullable Query filter, MaxSimOptions options) {
    return new Request(Map.of(Plan.TOKENS_FIELD, query), filter, options, Deadline.NONE);
  }

  /// How many documents a query matches.
  int count(Query query) throws IOException {
    return searcher.count(query);
  }

  /// Runs the plan and nothing else: what is timed.
  Candidates run(Plan plan, Request request) throws IOException {
    return plan.run(searcher, request).candidates();
  }

  /// What the plan's last stage takes, in milliseconds.
  double lastStageMillis(Plan plan, TokenVectors query) throws IOException {
    return plan.run(searcher, request(query)).stages().getLast().millis();
  }

  /// What scoring every document takes, in milliseconds.
  double exactMillis(TokenVectors query, int wanted) throws IOException {
    long begin = System.nanoTime();
    searcher.search(new ExactMaxSimQuery(Plan.TOKENS_FIELD, query), wanted);
    return (System.nanoTime() - begin) / 1e6;
  }

  /// A plan's answer in the collection's own numbers, in its order.
  Ranking answer(Plan plan, TokenVectors query) throws IOException {
    return answer(plan, request(query));
  }

  /// The best documents of each query, found by so many threads.
  List<Ranking> answers(List<TokenVectors> queries, int wanted, MaxSimOptions options, int threads)
      throws IOException {
    Plan plan = plan(wanted);
    Ranking[] answers = new Ranking[queries.size()];
    AtomicInteger next = new AtomicInteger();
    Crew.of(threads)
        .each(
            () -> {
              for (int query = next.getAndIncrement();
                  query < answers.length;
                  query = next.getAndIncrement()) {
                answers[query] = answer(plan, request(queries.get(query), null, options));
              }
              return next;
            });
    return Arrays.asList(answers);
  }

  private Ranking answer(Plan plan, Request request) throws IOException {
    Candidates candidates = run(plan, request);
    Ranking.Found[] found = new Ranking.Found[candidates.count()];
    for (int place = 0; place < found.length; place++) {
      found[place] =
          new Ranking.Found(rows.number(candidates.document(place)), candidates.score(place));
    }
    return new Ranking(List.of(found));
  }

  /// The vectors as they are kept.
  StoredRows rows() {
    return rows;
  }

  int segments() {
    return reader.leaves().size();
  }

  @Override
  public void close() throws IOException {
    try (directory) {
      reader.close();
    }
  }
}

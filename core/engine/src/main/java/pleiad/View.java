package pleiad;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.util.QueryBuilder;
import org.jspecify.annotations.Nullable;
import pleiad.encode.Encoding;
import pleiad.encode.Role;
import pleiad.encode.Token;
import pleiad.search.Candidates;
import pleiad.search.Deadline;
import pleiad.search.ExactMaxSimQuery;
import pleiad.search.MaxSimOptions;
import pleiad.search.Plan;
import pleiad.search.Request;
import pleiad.search.Stage;
import pleiad.vector.TokenVectors;

/// Searches one state of a collection: turns the question into vectors, runs the plan, turns
/// candidates into hits.
final class View {
  private final Description description;
  private final Models models;
  private final Analyzer analyzer;

  View(Description description, Models models) {
    this.description = description;
    this.models = models;
    this.analyzer = description.language().analyzer();
  }

  /// A question in every form that a plan needs.
  ///
  /// @param queryPieces the query tokens' pieces of text by field, where the text was encoded
  private record Question(Request request, Map<String, List<Token>> queryPieces, double millis) {}

  Hits search(IndexSearcher searcher, Search search) throws IOException {
    long start = System.nanoTime();
    Plan plan = search.planOrDefault();
    Question question = question(search, plan);
    searcher.setTimeout(question.request().deadline());
    Plan.Result result = plan.run(searcher, question.request());
    int[] places = Grouping.places(searcher, search, result.candidates());
    for (int asked = Grouping.deeper(search.k());
        Grouping.mayFindMore(search, places, result.candidates(), asked);
        asked = Grouping.deeper(asked)) {
      plan = search.planOrDefault(Grouping.deeper(asked));
      result = plan.run(searcher, question.request());
      places = Grouping.places(searcher, search, result.candidates());
    }
    String field = lateInteractionField(plan);
    List<Hit> hits = new ArrayList<>();
    for (int place : places) {
      hits.add(hit(searcher, search, question, field, result.candidates(), place, hits.size() + 1));
    }
    return new Hits(
        hits,
        plan.toString(),
        result.stages().stream()
            .map(stage -> new Hits.Stage(stage.stage(), stage.millis(), stage.in(), stage.out()))
            .toList(),
        question.millis(),
        (System.nanoTime() - start) / 1e6,
        result.candidates().complete());
  }

  private Hit hit(
      IndexSearcher searcher,
      Search search,
      Question question,
      @Nullable String field,
      Candidates best,
      int place,
      int rank)
      throws IOException {
    Document document = DocumentFields.read(searcher.getIndexReader(), best.document(place));
    float score = best.score(place);
    float normalized = score;
    List<Match> matches = List.of();
    if (field != null) {
      TokenVectors query = question.request().multiVectors().get(field);
      normalized = query == null ? score : score / query.count();
      TokenVectors stored =
          search.matches() && query != null
              ? Matching.vectors(searcher.getIndexReader(), field, best.document(place))
              : null;
      if (stored != null && query != null) {
        matches =
            matching(field, question, query)
                .matches(searcher.getIndexReader(), best.document(place), document, stored, score);
      }
    }
    return new Hit(
        rank,
        document.id(),
        score,
        normalized,
        document.title(),
        document.text(),
        document.metadata(),
        matches);
  }

  Explanation explain(IndexSearcher searcher, Search search, String id) throws IOException {
    Plan plan = search.planOrDefault();
    Question question = question(search, plan);
    int document = number(searcher, id);
    if (document < 0) {
      throw new IllegalArgumentException("the collection has no document '%s'".formatted(id));
    }
    if (!DocumentFields.read(searcher.getIndexReader(), document).id().equals(id)) {
      throw new IllegalArgumentException(
          "document '%s' is kept in passages; explain one of them, as '%s'"
              .formatted(id, Passages.id(id, 1)));
    }
    List<Explanation.Stage> stages = new ArrayList<>();
    for (Plan.StageReport report : plan.run(searcher, question.request()).stages()) {
      stages.add(place(report, document));
    }
    String field = lateInteractionField(plan);
    if (field == null) {
      return new Explanation(id, null, List.of(), stages);
    }
    TokenVectors query = question.request().multiVectors().get(field);
    TokenVectors stored = Matching.vectors(searcher.getIndexReader(), field, document);
    if (query == null || stored == null || stored.count() == 0) {
      return new Explanation(id, null, List.of(), stages);
    }
    float score = new ExactMaxSimQuery(field, query).maxSim(searcher.getIndexReader(), document);
    Document text = DocumentFields.read(searcher.getIndexReader(), document);
    return new Explanation(
        id,
        score,
        matching(field, question, query)
            .matches(searcher.getIndexReader(), document, text, stored, score),
        stages);
  }

  private Matching matching(String field, Question question, TokenVectors query) {
    return new Matching(models, description.field(field), query, question.queryPieces());
  }

  private static Explanation.Stage place(Plan.StageReport report, int document) {
    Candidates candidates = report.candidates();
    for (int place = 0; place < candidates.count(); place++) {
      if (candidates.document(place) == document) {
        return new Explanation.Stage(report.stage(), place + 1, candidates.score(place));
      }
    }
    return new Explanation.Stage(report.stage(), null, null);
  }

  Optional<Document> get(IndexSearcher searcher, String id) throws IOException {
    int number = number(searcher, id);
    if (number < 0) {
      return Optional.empty();
    }
    Document document = DocumentFields.read(searcher.getIndexReader(), number);
    if (document.id().equals(id)) {
      return Optional.of(document);
    }
    return Optional.ofNullable(DocumentFields.readWhole(searcher.getIndexReader(), number))
        .map(DocumentFields.Whole::document);
  }

  /// The number of the document with that id, of one in passages that of the first; or -1.
  static int number(IndexSearcher searcher, String id) throws IOException {
    TopDocs found = searcher.search(new TermQuery(DocumentFields.idTerm(id)), 1);
    return found.scoreDocs.length == 0 ? -1 : found.scoreDocs[0].doc;
  }

  /// The last late-interaction field that a plan looks at, or null.
  private static @Nullable String lateInteractionField(Plan plan) {
    String field = null;
    for (Stage stage : plan.stages()) {
      if (stage.lateInteraction()) {
        field = stage.field();
      }
    }
    return field;
  }

  private Question question(Search search, Plan plan) {
    long start = System.nanoTime();
    Map<String, TokenVectors> multiVectors = new HashMap<>(search.vectors());
    Map<String, float[]> singles = new HashMap<>();
    Map<String, List<Token>> pieces = new HashMap<>();
    if (search.text() != null) {
      encode(search.text(), plan, multiVectors, singles, pieces);
    }
    multiVectors.forEach(this::check);
    double millis = (System.nanoTime() - start) / 1e6;
    Query filter = search.filter() == null ? null : Metadata.query(search.filter());
    Deadline deadline =
        search.timeLimit() == null ? Deadline.NONE : Deadline.in(search.timeLimit());
    return new Question(
        new Request(
            lexical(search.text()),
            multiVectors,
            singles,
            filter,
            MaxSimOptions.AUTOMATIC.recall(search.recall()),
            deadline),
        pieces,
        millis);
  }

  /// Encodes the text for each field that the plan looks at and the caller gave no vectors for; one
  /// pass a model.
  private void encode(
      String text,
      Plan plan,
      Map<String, TokenVectors> multiVectors,
      Map<String, float[]> singles,
      Map<String, List<Token>> pieces) {
    Set<String> wanted = new LinkedHashSet<>();
    for (Stage stage : plan.stages()) {
      if (stage.vectors()) {
        wanted.add(stage.field());
      }
    }
    Map<String, Encoding> byModel = new HashMap<>();
    for (String name : wanted) {
      VectorField field = description.field(name);
      if (field.model() == null || multiVectors.containsKey(name)) {
        continue;
      }
      Encoding encoding =
          byModel.computeIfAbsent(field.model(), _ -> models.of(field).encode(text, Role.QUERY));
      multiVectors.put(name, encoding.vectors());
      singles.put(name, encoding.single());
      pieces.put(name, encoding.tokens());
    }
  }

  private void check(String name, TokenVectors query) {
    VectorField field = description.field(name);
    if (query.dimension() != field.dimension()) {
      throw new IllegalArgumentException(
          "query has %d dimensions, field '%s' has %d; was it encoded by another model?"
              .formatted(query.dimension(), name, field.dimension()));
    }
    int token = query.firstNotFinite();
    if (token >= 0) {
      throw new IllegalArgumentException(
          "query token %d for field '%s' holds a number that is not finite".formatted(token, name));
    }
  }

  /// The text's words, any of them; null without a text.
  private @Nullable Query lexical(@Nullable String text) {
    if (text == null) {
      return null;
    }
    Query words = new QueryBuilder(analyzer).createBooleanQuery(Plan.TEXT_FIELD, text);
    return words == null ? new MatchNoDocsQuery("only stop words") : words;
  }
}

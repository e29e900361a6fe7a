package pleiad;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.jspecify.annotations.Nullable;
import pleiad.encode.Encoding;
import pleiad.encode.Role;
import pleiad.encode.Token;
import pleiad.search.Candidates;
import pleiad.search.Deadline;
import pleiad.search.ExactMaxSimQuery;
import pleiad.search.MaxSimOptions;
import pleiad.search.Need;
import pleiad.search.Plan;
import pleiad.search.Request;
import pleiad.search.Stage;
import pleiad.search.TextScorer;
import pleiad.search.Words;
import pleiad.vector.TokenVectors;

/// Searches one state of a collection: turns the question into vectors, runs the plan, turns
/// candidates into hits.
final class View {
  private final Description description;
  private final Models models;
  private final Analyzer analyzer;
  private final Calibrations calibrations;

  View(Description description, Models models) {
    this.description = description;
    this.models = models;
    this.analyzer = description.language().analyzer();
    this.calibrations = new Calibrations(models);
  }

  /// A question in every form that a plan needs.
  ///
  /// @param queryPieces the query tokens' pieces of text by field, where the text was encoded
  private record Question(Request request, Map<String, List<Token>> queryPieces, double millis) {}

  Hits search(IndexSearcher searcher, Search search) throws IOException {
    long start = System.nanoTime();
    Plan plan = search.planOrDefault();
    if (search.atLeast() != null) {
      search.atLeast().check(plan);
    }
    Question question = question(searcher, search, plan);
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
    HitReading.Found found = hits(searcher, search, question, plan).of(result.candidates(), places);
    return new Hits(
        found.hits(),
        found.firstBelow(),
        plan.toString(),
        result.stages().stream()
            .map(stage -> new Hits.Stage(stage.stage(), stage.millis(), stage.in(), stage.out()))
            .toList(),
        question.millis(),
        (System.nanoTime() - start) / 1e6,
        result.candidates().complete());
  }

  private HitReading hits(IndexSearcher searcher, Search search, Question question, Plan plan)
      throws IOException {
    String field = lateInteractionField(plan);
    TokenVectors query = field == null ? null : question.request().multiVectors().get(field);
    if (field == null || query == null) {
      return new HitReading(searcher.getIndexReader(), null, 0, null, search.atLeast());
    }
    boolean isMaxSim = plan.stages().getLast().maxSimField() != null;
    return new HitReading(
        searcher.getIndexReader(),
        search.matches() ? matching(searcher, field, question, query) : null,
        isMaxSim ? query.count() : 0,
        isMaxSim && search.needsPercentiles() ? calibration(searcher, field) : null,
        search.atLeast());
  }

  Calibration calibration(IndexSearcher searcher, String field) throws IOException {
    return calibrations.of(searcher.getIndexReader(), description.field(field));
  }

  Explanation explain(IndexSearcher searcher, Search search, String id) throws IOException {
    Plan plan = search.planOrDefault();
    Question question = question(searcher, search, plan);
    int document = numberOrRefuse(searcher, id);
    List<Explanation.Stage> stages = new ArrayList<>();
    Plan.Result result = plan.run(searcher, question.request());
    OptionalDouble agreement = plan.agreement(result);
    for (Plan.StageReport report : result.stages()) {
      stages.add(place(report, stages.size() < plan.sources().size(), document));
    }
    String field = lateInteractionField(plan);
    if (field == null) {
      return new Explanation(id, null, null, List.of(), stages, agreement);
    }
    TokenVectors query = question.request().multiVectors().get(field);
    Document text = DocumentFields.read(searcher.getIndexReader(), document);
    List<Match> matches =
        query == null ? List.of() : matching(searcher, field, question, query).of(text, document);
    if (query == null || matches.isEmpty()) {
      return new Explanation(id, null, null, List.of(), stages, agreement);
    }
    float score = new ExactMaxSimQuery(field, query).maxSim(searcher.getIndexReader(), document);
    Double percentile =
        search.needsPercentiles()
            ? calibration(searcher, field).percentile(score / query.count())
            : null;
    return new Explanation(id, score, percentile, matches, stages, agreement);
  }

  Optional<SimilarityGrid> similarities(IndexSearcher searcher, Search search, String id)
      throws IOException {
    Plan plan = search.planOrDefault();
    int document = numberOrRefuse(searcher, id);
    String field = lateInteractionField(plan);
    if (field == null) {
      return Optional.empty();
    }
    Question question = question(searcher, search, plan);
    TokenVectors query = question.request().multiVectors().get(field);
    return query == null
        ? Optional.empty()
        : Optional.ofNullable(
            matching(searcher, field, question, query)
                .grid(DocumentFields.read(searcher.getIndexReader(), document), document));
  }

  /// The number of a document that can be explained.
  private static int numberOrRefuse(IndexSearcher searcher, String id) throws IOException {
    int document = number(searcher, id);
    if (document < 0) {
      throw new IllegalArgumentException("the collection has no document '%s'".formatted(id));
    }
    if (!DocumentFields.read(searcher.getIndexReader(), document).id().equals(id)) {
      throw new IllegalArgumentException(
          "document '%s' is kept in passages; explain one of them, as '%s'"
              .formatted(id, Passages.id(id, 1)));
    }
    return document;
  }

  private Matching matching(
      IndexSearcher searcher, String field, Question question, TokenVectors query) {
    return new Matching(
        searcher.getIndexReader(),
        description.field(field),
        models,
        query,
        question.queryPieces().getOrDefault(field, List.of()));
  }

  private static Explanation.Stage place(Plan.StageReport report, boolean source, int document) {
    Candidates candidates = report.candidates();
    for (int place = 0; place < candidates.count(); place++) {
      if (candidates.document(place) == document) {
        return new Explanation.Stage(report.stage(), source, place + 1, candidates.score(place));
      }
    }
    return new Explanation.Stage(report.stage(), source, null, null);
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
      field = stage.maxSimField() == null ? field : stage.maxSimField();
    }
    return field;
  }

  private Question question(IndexSearcher searcher, Search search, Plan plan) {
    long start = System.nanoTime();
    Map<String, TokenVectors> multiVectors = new HashMap<>(search.vectors());
    Map<String, float[]> singles = new HashMap<>();
    Map<String, List<Token>> pieces = new HashMap<>();
    if (search.text() != null) {
      encode(search.text(), plan, multiVectors, singles, pieces);
    }
    multiVectors.forEach(this::check);
    QueryWeights weights =
        new QueryWeights(
            search, new RareWords(searcher.getIndexReader(), analyzer), multiVectors, pieces);
    weights.check(plan);
    double millis = (System.nanoTime() - start) / 1e6;
    Query filter = search.filter() == null ? null : Metadata.query(search.filter());
    Deadline deadline =
        search.timeLimit() == null ? Deadline.NONE : Deadline.in(search.timeLimit());
    return new Question(
        new Request(
            search.text() == null ? null : Words.of(search.text(), analyzer, DocumentFields.WORDS),
            multiVectors,
            singles,
            filter,
            MaxSimOptions.AUTOMATIC.recall(search.recall()),
            search.text() == null ? null : texts(searcher, search.text()),
            weights,
            deadline),
        pieces,
        millis);
  }

  /// Scores documents by their texts and the query's.
  private TextScorer texts(IndexSearcher searcher, String query) {
    return (model, documents) -> {
      List<String> texts = new ArrayList<>();
      for (int document : documents) {
        texts.add(Part.ALL.of(DocumentFields.read(searcher.getIndexReader(), document)));
      }
      List<Float> scores = models.reranker(model).scores(query, texts);
      float[] theirs = new float[documents.length];
      for (int i = 0; i < theirs.length; i++) {
        theirs[i] = scores.get(i);
      }
      return theirs;
    };
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
    for (Need need : plan.needs()) {
      switch (need) {
        case Need.Tokens(String field) -> wanted.add(field);
        case Need.Single(String field) -> wanted.add(field);
        case Need.Words _, Need.Weights _, Need.TextModel _ -> {}
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
}

package pleiad;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.jspecify.annotations.Nullable;
import pleiad.search.Candidates;
import pleiad.search.ExactMaxSimQuery;
import pleiad.search.MaxSimScore;
import pleiad.search.Plan;
import pleiad.search.Stage;
import pleiad.search.TermPart;
import pleiad.vector.TokenVectors;

/// Searches one state of a collection: turns the question into vectors, runs the plan, turns
/// candidates into hits.
final class View {
  private final Description description;
  private final Models models;
  private final Questions questions;
  private final Calibrations calibrations;

  View(Description description, Models models) {
    this.description = description;
    this.models = models;
    this.questions = new Questions(description, models);
    this.calibrations = new Calibrations(models);
  }

  Hits search(IndexSearcher searcher, Search search) throws IOException {
    long start = System.nanoTime();
    Plan plan = search.planOrDefault();
    if (search.atLeast() != null) {
      search.atLeast().check(plan);
    }
    Question question = questions.of(searcher, search, plan);
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
    List<Facet> facets = FacetCounts.of(searcher, plan.found(result), search.facets());
    return new Hits(
        found.hits(),
        found.firstBelow(),
        plan.toString(),
        result.stages().stream()
            .map(stage -> new Hits.Stage(stage.stage(), stage.millis(), stage.in(), stage.out()))
            .toList(),
        question.millis(),
        (System.nanoTime() - start) / 1e6,
        result.candidates().complete(),
        facets);
  }

  private HitReading hits(IndexSearcher searcher, Search search, Question question, Plan plan)
      throws IOException {
    MaxSimScore score = lateInteraction(plan);
    TokenVectors query = score == null ? null : question.vectors(score.field());
    if (score == null || query == null) {
      return new HitReading(searcher.getIndexReader(), null, 0, null, search.atLeast());
    }
    boolean isMaxSim = plan.givesMaxSim();
    return new HitReading(
        searcher.getIndexReader(),
        search.matches() ? matching(searcher, score, question, query) : null,
        isMaxSim ? query.count() : 0,
        isMaxSim && search.needsPercentiles() ? calibration(searcher, score.field()) : null,
        search.atLeast());
  }

  Calibration calibration(IndexSearcher searcher, String field) throws IOException {
    return calibrations.of(searcher.getIndexReader(), description.field(field));
  }

  Explanation explain(IndexSearcher searcher, Search search, String id) throws IOException {
    Plan plan = search.planOrDefault();
    Question question = questions.of(searcher, search, plan);
    int document = numberOrRefuse(searcher, id);
    List<Explanation.Stage> stages = new ArrayList<>();
    Plan.Result result = plan.run(searcher, question.request());
    OptionalDouble agreement = plan.agreement(result);
    for (Plan.StageReport report : result.stages()) {
      Stage stage = plan.stages().get(stages.size());
      boolean source = stages.size() < plan.sources().size();
      List<TermPart> terms = stage.termParts(searcher, question.request(), document);
      stages.add(place(report, source, document, terms));
    }
    MaxSimScore scored = lateInteraction(plan);
    if (scored == null) {
      return new Explanation(id, null, null, List.of(), stages, agreement);
    }
    TokenVectors query = question.vectors(scored.field());
    Document text = DocumentFields.read(searcher.getIndexReader(), document);
    List<Match> matches =
        query == null ? List.of() : matching(searcher, scored, question, query).of(text, document);
    if (query == null || matches.isEmpty()) {
      return new Explanation(id, null, null, List.of(), stages, agreement);
    }
    float score =
        new ExactMaxSimQuery(scored.field(), query).maxSim(searcher.getIndexReader(), document);
    Double percentile =
        search.needsPercentiles()
            ? calibration(searcher, scored.field()).percentile(score / query.count())
            : null;
    return new Explanation(id, score, percentile, matches, stages, agreement);
  }

  Optional<SimilarityGrid> similarities(IndexSearcher searcher, Search search, String id)
      throws IOException {
    Plan plan = search.planOrDefault();
    int document = numberOrRefuse(searcher, id);
    MaxSimScore score = lateInteraction(plan);
    if (score == null) {
      return Optional.empty();
    }
    Question question = questions.of(searcher, search, plan);
    TokenVectors query = question.vectors(score.field());
    return query == null
        ? Optional.empty()
        : Optional.ofNullable(
            matching(searcher, score, question, query)
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
      IndexSearcher searcher, MaxSimScore score, Question question, TokenVectors query) {
    return new Matching(
        searcher.getIndexReader(),
        description.field(score.field()),
        models,
        query,
        question.weights(score),
        question.queryPieces().getOrDefault(score.field(), List.of()));
  }

  private static Explanation.Stage place(
      Plan.StageReport report, boolean source, int document, List<TermPart> parts) {
    Candidates candidates = report.candidates();
    for (int place = 0; place < candidates.count(); place++) {
      if (candidates.document(place) == document) {
        List<Explanation.Term> terms = parts.stream().map(View::term).toList();
        return new Explanation.Stage(
            report.stage(), source, place + 1, candidates.score(place), terms);
      }
    }
    return new Explanation.Stage(report.stage(), source, null, null, List.of());
  }

  private static Explanation.Term term(TermPart part) {
    return new Explanation.Term(DocumentFields.textField(part.field()), part.term(), part.score());
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

  /// The last score of a plan that matches of tokens explain, or null.
  private static @Nullable MaxSimScore lateInteraction(Plan plan) {
    MaxSimScore last = null;
    for (Stage stage : plan.stages()) {
      last = stage.maxSim() == null ? last : stage.maxSim();
    }
    return last;
  }
}

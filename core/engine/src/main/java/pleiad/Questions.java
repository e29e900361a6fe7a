package pleiad;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import pleiad.encode.Encoding;
import pleiad.encode.Role;
import pleiad.encode.Token;
import pleiad.search.Deadline;
import pleiad.search.MaxSimOptions;
import pleiad.search.Need;
import pleiad.search.Plan;
import pleiad.search.Request;
import pleiad.search.TextScorer;
import pleiad.search.Words;
import pleiad.vector.TokenVectors;

/// Turns what is asked for into what a plan takes.
final class Questions {
  private final Description description;
  private final Models models;
  private final Analyzer analyzer;

  Questions(Description description, Models models) {
    this.description = description;
    this.models = models;
    this.analyzer = description.language().analyzer();
  }

  /// Encodes the text for what the plan looks at, and checks what was brought.
  Question of(IndexSearcher searcher, Search search, Plan plan) {
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

package pleiad.search;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.search.IndexSearcher;

/// Orders candidates by a model that reads query and document together, such as a cross-encoder.
record ByText(String model, int wanted) implements Stage.Ranker {
  static final String NAME = "cross";

  static ByText of(Call call) {
    return new ByText(call.text("model", "a model's name, as in model=ORG/NAME"), call.count());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Need> needs() {
    return List.of(new Need.TextModel(model));
  }

  @Override
  public String text() {
    return "%s(%d, model=%s)".formatted(NAME, wanted, PlanText.quoted(model));
  }

  @Override
  public Candidates narrow(IndexSearcher searcher, Request request, Candidates before)
      throws IOException {
    int[] documents = before.ascending();
    float[] scores = request.textScorer(name()).scores(model, documents);
    Best best = new Best(Math.min(wanted, documents.length));
    for (int i = 0; i < documents.length; i++) {
      best.offer(documents[i], scores[i]);
    }
    return best.drain(before.complete());
  }
}

package pleiad.search;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.apache.lucene.search.IndexSearcher;

/// Orders candidates by a model that reads query and document together, such as a cross-encoder.
record ByText(String model, Depth depth) implements Stage.Ranker {
  static final String NAME = "cross";

  static ByText of(Call call) {
    return new ByText(call.text("model", "a model's name, as in model=ORG/NAME"), call.depth());
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
  public Set<Stored> reads() {
    return Set.of(Stored.TEXTS);
  }

  @Override
  public String text() {
    return "%s(%s, model=%s)".formatted(NAME, depth, PlanText.quoted(model));
  }

  @Override
  public ByText asked(int hits) {
    return new ByText(model, depth.asked(hits));
  }

  @Override
  public Candidates narrow(IndexSearcher searcher, Request request, Candidates before)
      throws IOException {
    int[] documents = before.ascending();
    float[] scores = request.textScorer(name()).scores(model, documents);
    Best best = new Best(Math.min(depth.count(), documents.length));
    for (int i = 0; i < documents.length; i++) {
      best.offer(documents[i], scores[i]);
    }
    return best.drain(before.complete());
  }
}

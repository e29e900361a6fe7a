package pleiad.search;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.search.IndexSearcher;

/// Orders candidates by MaxSim of what is stored. Candidates without tokens drop out.
record MaxSimRanker(String field, int wanted) implements Stage.Ranker {
  static final String NAME = "maxsim";

  static MaxSimRanker of(Call call) {
    return new MaxSimRanker(call.field(Plan.TOKENS_FIELD), call.count());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Need> needs() {
    return List.of(new Need.Tokens(field));
  }

  @Override
  public String maxSimField() {
    return field;
  }

  @Override
  public String text() {
    return PlanText.of(NAME, field, Plan.TOKENS_FIELD, List.of(Integer.toString(wanted)));
  }

  @Override
  public Candidates narrow(IndexSearcher searcher, Request request, Candidates before)
      throws IOException {
    Candidates best =
        TokenSearch.among(
                before,
                searcher,
                new FieldScoring(field, request.multiVector(field)),
                wanted,
                request.deadline())
            .run();
    return before.complete() ? best : best.asIncomplete();
  }
}

package pleiad.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.lucene.search.IndexSearcher;
import org.jspecify.annotations.Nullable;
import pleiad.index.MultiVectorValues;

/// Orders candidates by MaxSim of what is stored, or by another [Interaction]. Candidates without
/// tokens drop out.
///
/// @param savings what is left out or weighed, by [Interaction#MAX_SIM] alone
record MaxSimRanker(String field, Depth depth, Interaction interaction, Savings savings)
    implements Stage.Ranker {
  static final String NAME = "maxsim";
  private static final int MOST_FINDS = 1_000_000;

  static MaxSimRanker of(Call call) {
    Interaction.Form form =
        Interaction.Form.valueOf(
            call.word("interaction", "sum", Interaction.Form.NAMES).toUpperCase(Locale.ROOT));
    int top = form == Interaction.Form.TOP ? (int) call.number("top", 8, 1, MOST_FINDS) : 0;
    int codes =
        form == Interaction.Form.ATTENTION ? (int) call.number("codes", 0, 1, MOST_FINDS) : 0;
    Interaction.Similarity similarity =
        Interaction.Similarity.valueOf(
            call.word("similarity", "dot", Interaction.Similarity.NAMES).toUpperCase(Locale.ROOT));
    Interaction interaction = new Interaction(form, top, codes, similarity);
    Savings savings = Savings.of(call);
    if (!savings.equals(Savings.NONE) && !interaction.equals(Interaction.MAX_SIM)) {
      throw call.refuse(
          "interaction=sum and similarity=dot where there is merge, keep, weights, clusters, early or prune");
    }
    return new MaxSimRanker(call.field(Plan.TOKENS_FIELD), call.depth(), interaction, savings);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Need> needs() {
    return savings.query().needs(field);
  }

  @Override
  public Set<Stored> reads() {
    return Set.of(Stored.TOKEN_VECTORS);
  }

  @Override
  public @Nullable MaxSimScore maxSim() {
    return isMaxSim() && savings.looksAtAll() ? savings.query().maxSim(field) : null;
  }

  private boolean isMaxSim() {
    return interaction.equals(Interaction.MAX_SIM);
  }

  @Override
  public String text() {
    List<String> arguments = new ArrayList<>(List.of(depth.toString()));
    if (interaction.form() != Interaction.Form.SUM) {
      arguments.add("interaction=" + interaction.form().word());
    }
    if (interaction.top() > 0) {
      arguments.add("top=" + interaction.top());
    }
    if (interaction.codes() > 0) {
      arguments.add("codes=" + interaction.codes());
    }
    if (interaction.similarity() != Interaction.Similarity.DOT) {
      arguments.add("similarity=" + interaction.similarity().word());
    }
    arguments.addAll(savings.arguments());
    return PlanText.of(NAME, field, Plan.TOKENS_FIELD, arguments);
  }

  @Override
  public MaxSimRanker asked(int hits) {
    return new MaxSimRanker(field, depth.asked(hits), interaction, savings);
  }

  @Override
  public Candidates narrow(IndexSearcher searcher, Request request, Candidates before)
      throws IOException {
    Candidates best =
        isMaxSim()
            ? byMaxSim(searcher, request, savings.pruned(before, depth.count()))
            : byInteraction(searcher, request, before);
    return before.complete() ? best : best.asIncomplete();
  }

  private Candidates byMaxSim(IndexSearcher searcher, Request request, Candidates before)
      throws IOException {
    FieldScoring scoring = new FieldScoring(field, savings.query().query(request, field));
    if (!savings.oneByOne()) {
      return TokenSearch.among(before, searcher, scoring, depth.count(), request.deadline()).run();
    }
    try (scoring) {
      return new EarlyExit(
              searcher,
              field,
              savings.scorers(scoring),
              depth.count(),
              savings.early(),
              request.deadline())
          .among(before);
    }
  }

  private Candidates byInteraction(IndexSearcher searcher, Request request, Candidates before)
      throws IOException {
    Interaction.Ready ready = interaction.ready(request.multiVector(field));
    Deadline deadline = request.deadline();
    return GivenDocuments.of(before)
        .by(
            searcher,
            (leaf, given) -> {
              MultiVectorValues values = MultiVectorValues.of(leaf.reader(), field);
              for (int place = 0; values != null && place < given.count(); place++) {
                if (!deadline.shouldExit()
                    && values.advanceExact(given.document(place))
                    && values.tokenCount() > 0) {
                  given.score(place, ready.score(values.vectors()));
                }
              }
            })
        .best(depth.count(), !deadline.shouldExit());
  }
}

package pleiad.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.lucene.search.IndexSearcher;
import org.jspecify.annotations.Nullable;

/// Finds documents by late interaction. Scores are MaxSim of the query, or of what [QueryTokens]
/// make of it, with what is stored; where there is a codebook, which documents are scored is a
/// matter of [MaxSimOptions].
///
/// @param recall the share of the best documents that shall be found; 0: the request says
/// @param route how candidates are found; null: the request says
/// @param query which of the query's tokens are scored, and how much each counts
record Tokens(
    String field, Depth depth, double recall, @Nullable CandidateRoute route, QueryTokens query)
    implements Stage.Source {
  static final String NAME = "tokens";
  private static final List<String> ROUTES =
      Stream.of(CandidateRoute.values()).map(Tokens::word).toList();

  static Tokens of(Call call) {
    String route = call.word("route", "", ROUTES);
    return new Tokens(
        call.field(Plan.TOKENS_FIELD),
        call.depth(),
        call.share("recall", 0),
        route.isEmpty() ? null : CandidateRoute.valueOf(route.toUpperCase(Locale.ROOT)),
        QueryTokens.of(call));
  }

  private static String word(CandidateRoute route) {
    return route.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Need> needs() {
    return query.needs(field);
  }

  @Override
  public Set<Stored> reads() {
    return Set.of(Stored.MEAN_VECTORS, Stored.TOKEN_VECTORS);
  }

  @Override
  public @Nullable MaxSimScore maxSim() {
    return query.maxSim(field);
  }

  @Override
  public String text() {
    List<String> arguments = new ArrayList<>(List.of(depth.toString()));
    if (recall > 0) {
      arguments.add("recall=" + PlanText.number(recall));
    }
    if (route != null) {
      arguments.add("route=" + word(route));
    }
    arguments.addAll(query.arguments());
    return PlanText.of(NAME, field, Plan.TOKENS_FIELD, arguments);
  }

  @Override
  public Tokens asked(int hits) {
    return new Tokens(field, depth.asked(hits), recall, route, query);
  }

  @Override
  public Candidates find(IndexSearcher searcher, Request request) throws IOException {
    MaxSimOptions options = request.options();
    options = recall == 0 ? options : options.recall(recall);
    return new TokenSearch(
            searcher,
            new FieldScoring(field, query.query(request, field)),
            request.filter(),
            depth.count(),
            route == null ? options : options.route(route),
            request.deadline())
        .run();
  }
}

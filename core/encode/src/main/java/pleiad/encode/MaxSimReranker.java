package pleiad.encode;

import java.util.ArrayList;
import java.util.List;
import pleiad.vector.MaxSim;
import pleiad.vector.TokenVectors;

/// Late interaction without an index: every query token finds its best token of a text, and the
/// finds are added up. A text without tokens comes last.
final class MaxSimReranker implements Reranker {
  private final Encoder encoder;

  MaxSimReranker(Encoder encoder) {
    this.encoder = encoder;
  }

  @Override
  public String name() {
    return encoder.model().name();
  }

  @Override
  public List<Float> scores(String query, List<String> texts) {
    TokenVectors tokens = encoder.encode(query, Role.QUERY).vectors();
    if (tokens.count() == 0) {
      throw new IllegalArgumentException("the query has no tokens; give at least one word");
    }
    MaxSim maxSim = MaxSim.of(tokens);
    List<Float> scores = new ArrayList<>();
    for (String text : texts) {
      scores.add(maxSim.score(encoder.encode(text, Role.DOCUMENT).vectors()));
    }
    return scores;
  }

  @Override
  public void close() {
    encoder.close();
  }
}

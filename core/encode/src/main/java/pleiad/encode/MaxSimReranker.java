package pleiad.encode;

import java.util.ArrayList;
import java.util.List;
import pleiad.vector.MaxSim;
import pleiad.vector.TokenVectors;

/// Late interaction without an index: every query token finds its best token of a text, and the
/// finds are added up. A text without tokens comes last.
final class MaxSimReranker implements Reranker {
  /// Texts whose vectors are held at once.
  private static final int TOGETHER = 32;

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
    for (int from = 0; from < texts.size(); from += TOGETHER) {
      List<String> some = texts.subList(from, Math.min(from + TOGETHER, texts.size()));
      for (Encoding text : encoder.encodeAll(some, Role.DOCUMENT)) {
        scores.add(maxSim.score(text.vectors()));
      }
    }
    return scores;
  }

  @Override
  public void close() {
    encoder.close();
  }
}

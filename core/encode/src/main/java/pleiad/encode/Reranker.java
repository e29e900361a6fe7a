package pleiad.encode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Orders texts by how well they answer a query, without an index. Safe for many threads: a call
/// runs on the thread that makes it.
///
/// ```java
/// try (Reranker reranker = Encoders.openReranker("cross-encoder/ms-marco-MiniLM-L6-v2", store)) {
///   List<Reranker.Ranked> best = reranker.rank("does exercise help memory", texts);
/// }
/// ```
public interface Reranker extends AutoCloseable {
  /// A text that was ranked.
  ///
  /// @param index its place among the texts given
  /// @param score larger is better; what it means is the reranker's affair
  record Ranked(int index, float score) {}

  /// Late interaction: every query token finds its best token of a text, and the finds are added
  /// up.
  ///
  /// @param encoder closed with the reranker
  static Reranker maxSim(Encoder encoder) {
    return new MaxSimReranker(encoder);
  }

  /// A poly-encoder: codes attend over the query's tokens, and the text's one vector over what they
  /// found.
  ///
  /// @param encoder closed with the reranker
  /// @throws IllegalArgumentException when codes and vectors differ in dimension
  static Reranker poly(Encoder encoder, PolyCodes codes) {
    return new PolyReranker(encoder, codes);
  }

  /// The model's name.
  String name();

  /// The scores of texts, in the order of the texts.
  ///
  /// @throws IllegalStateException when it is closed
  List<Float> scores(String query, List<String> texts);

  /// The texts in the order of their scores, best first; of equal ones the first given.
  ///
  /// @throws IllegalStateException when it is closed
  default List<Ranked> rank(String query, List<String> texts) {
    List<Float> scores = scores(query, texts);
    List<Ranked> ranked = new ArrayList<>();
    for (int i = 0; i < scores.size(); i++) {
      ranked.add(new Ranked(i, scores.get(i)));
    }
    ranked.sort(Comparator.comparing(Ranked::score, Comparator.reverseOrder()));
    return ranked;
  }

  /// Frees the model; a second call does nothing.
  @Override
  void close();
}

package pleiad.encode;

import java.util.ArrayList;
import java.util.List;
import pleiad.vector.TokenVectors;

/// A poly-encoder (Humeau et al., 2020): the query is m vectors, one a code; a text's one vector
/// attends over them, and its product with what it finds is the score. With one code it is a
/// bi-encoder.
final class PolyReranker implements Reranker {
  private final Encoder encoder;
  private final PolyCodes codes;

  PolyReranker(Encoder encoder, PolyCodes codes) {
    Model model = encoder.model();
    if (codes.dimension() != model.dimension() || codes.dimension() != model.singleDimension()) {
      throw new IllegalArgumentException(
          "codes of %d dimensions do not fit the model '%s', whose tokens have %d and whose texts have %d"
              .formatted(
                  codes.dimension(), model.name(), model.dimension(), model.singleDimension()));
    }
    this.encoder = encoder;
    this.codes = codes;
  }

  @Override
  public String name() {
    return "%s with %d %scodes"
        .formatted(
            encoder.model().name(), codes.count(), codes.trained() ? "" : "untrained random ");
  }

  @Override
  public List<Float> scores(String query, List<String> texts) {
    TokenVectors found = codes.attend(encoder.encode(query, Role.QUERY).vectors());
    List<Float> scores = new ArrayList<>();
    for (String text : texts) {
      scores.add(score(found, encoder.encode(text, Role.DOCUMENT).single()));
    }
    return scores;
  }

  static float score(TokenVectors found, float[] text) {
    TokenVectors asking = TokenVectors.of(text, text.length);
    return (float) PolyCodes.dot(PolyCodes.attend(asking, found).toArray(), text);
  }

  @Override
  public void close() {
    encoder.close();
  }
}

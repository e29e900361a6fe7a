package pleiad;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import pleiad.encode.Token;
import pleiad.encode.TokenAttention;
import pleiad.search.Need;
import pleiad.search.Plan;
import pleiad.search.TokenWeights;
import pleiad.vector.TokenVectors;

/// How much the tokens of one query count, in every way that a plan may ask for.
///
/// @param words weighs by rare words
/// @param multiVectors the query's token vectors by field
/// @param pieces what they are pieces of, by field, where the text was encoded
record QueryWeights(
    Search search,
    RareWords words,
    Map<String, TokenVectors> multiVectors,
    Map<String, List<Token>> pieces)
    implements TokenWeights {

  /// Refuses given weights that no stage of the plan asks for.
  void check(Plan plan) {
    for (String field : search.weights().keySet()) {
      if (!plan.needs().contains(new Need.Weights(field, GIVEN))) {
        throw new IllegalArgumentException(
            "weights were given for the query tokens of '%s', and the plan does not ask for them; say maxsim%s(10, weights=given)"
                .formatted(field, field.equals(Plan.TOKENS_FIELD) ? "" : "@" + field));
      }
    }
  }

  @Override
  public float[] of(String way, String field) {
    return switch (way) {
      case IDF -> byRareWords(field);
      case AUTO -> isOfWords(field) ? byRareWords(field) : ones(field);
      case GIVEN -> given(field);
      default -> learned(Path.of(way), field);
    };
  }

  private boolean isOfWords(String field) {
    List<Token> tokens = pieces.get(field);
    return tokens != null && tokens.stream().allMatch(token -> token.start() < token.end());
  }

  private float[] ones(String field) {
    float[] ones = new float[Objects.requireNonNull(multiVectors.get(field)).count()];
    Arrays.fill(ones, 1);
    return ones;
  }

  private float[] byRareWords(String field) {
    List<Token> tokens = pieces.get(field);
    if (search.text() == null || tokens == null) {
      throw new IllegalArgumentException(
          "weights=idf needs the words behind query tokens, and the vectors for '%s' were given"
              .formatted(field));
    }
    return words.weights(search.text(), tokens);
  }

  private float[] given(String field) {
    List<Float> given = search.weights().get(field);
    if (given == null) {
      throw new IllegalArgumentException(
          "weights=given needs a weight for every query token of '%s', and the search gives none"
              .formatted(field));
    }
    int count = Objects.requireNonNull(multiVectors.get(field)).count();
    if (given.size() != count) {
      List<Token> tokens = pieces.get(field);
      throw new IllegalArgumentException(
          "%d weights were given for %d query tokens of '%s'%s"
              .formatted(
                  given.size(),
                  count,
                  field,
                  tokens == null
                      ? ""
                      : tokens.stream()
                          .map(Token::piece)
                          .collect(Collectors.joining(" ", ": ", ""))));
    }
    float[] weights = new float[count];
    for (int token = 0; token < count; token++) {
      weights[token] = given.get(token);
    }
    return weights;
  }

  private float[] learned(Path file, String field) {
    try {
      return TokenAttention.read(file).weights(Objects.requireNonNull(multiVectors.get(field)));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}

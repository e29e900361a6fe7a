package pleiad;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pleiad.encode.Encoder;
import pleiad.encode.Encoding;
import pleiad.encode.PageEncoder;
import pleiad.encode.PageEncoding;
import pleiad.encode.Role;
import pleiad.encode.Token;
import pleiad.encode.image.PatchGrid;
import pleiad.encode.image.Pixels;
import pleiad.search.TokenMatch;
import pleiad.vector.MaxSim;

/// Two texts, or a text and a page, compared by late interaction, without any index: the formula
/// made visible.
public final class Comparison {
  private final List<Token> queryTokens;
  private final List<Token> documentTokens;
  private final float[][] similarities;
  private final List<TokenMatch> best;
  private final float score;
  private final @Nullable PatchGrid patches;

  /// @param patches where the document is a page, what its tokens stand for
  private Comparison(Encoding query, Encoding document, @Nullable PatchGrid patches) {
    this.patches = patches;
    this.queryTokens = query.tokens();
    this.documentTokens = document.tokens();
    this.similarities = TokenMatch.similarities(query.vectors(), document.vectors());
    this.best = TokenMatch.all(query.vectors(), document.vectors());
    this.score = MaxSim.of(query.vectors()).score(document.vectors());
  }

  /// Encodes both texts and compares every token with every token.
  ///
  /// @throws IllegalArgumentException when one of them has no tokens
  public static Comparison of(Encoder encoder, String query, String document) {
    return new Comparison(
        encoded(encoder, "query", query, Role.QUERY),
        encoded(encoder, "document", document, Role.DOCUMENT),
        null);
  }

  /// Encodes a text and a page, and compares every token with every patch.
  ///
  /// @throws IllegalArgumentException when the model takes no picture of these proportions
  public static Comparison of(PageEncoder encoder, String query, Pixels page) {
    PageEncoding encoding = encoder.encode(page);
    List<Token> rows = new ArrayList<>();
    for (int row = 0; row < encoding.vectors().count(); row++) {
      rows.add(new Token(Integer.toString(row), row, 0, 0));
    }
    return new Comparison(
        encoded(encoder, "query", query, Role.QUERY),
        new Encoding(encoding.vectors(), rows, encoding.single()),
        encoding.patches());
  }

  private static Encoding encoded(Encoder encoder, String what, String text, Role role) {
    Encoding encoding = encoder.encode(text, role);
    if (encoding.tokens().isEmpty()) {
      throw new IllegalArgumentException(
          "the %s '%.40s' has no tokens to compare".formatted(what, text));
    }
    return encoding;
  }

  public List<Token> queryTokens() {
    return queryTokens;
  }

  /// The document's tokens; of a page its rows, each called by its number.
  public List<Token> documentTokens() {
    return documentTokens;
  }

  /// Both sides' tokens and all similarities.
  public SimilarityGrid grid() {
    return new SimilarityGrid(
        queryTokens.stream().map(SimilarityGrid.Label::of).toList(),
        documentTokens.stream()
            .map(
                token ->
                    patches == null
                        ? SimilarityGrid.Label.of(token)
                        : new SimilarityGrid.Label(token.piece(), false))
            .toList(),
        similarities);
  }

  /// The dot product of a query token and a document token.
  public float similarity(int queryToken, int documentToken) {
    return similarities[queryToken][documentToken];
  }

  /// The number of the document token that a query token found.
  public int best(int queryToken) {
    return best.get(queryToken).documentToken();
  }

  /// MaxSim: the sum over query tokens of the best similarity.
  public float score() {
    return score;
  }

  /// MaxSim divided by the number of query tokens.
  public float normalized() {
    return score / queryTokens.size();
  }

  /// The same mapped from [-1, 1] to [0, 1].
  public float unit() {
    return Score.unit(normalized());
  }

  /// What each query token found.
  public List<Match> matches() {
    List<Match> matches = new ArrayList<>();
    for (TokenMatch match : best) {
      Token found = documentTokens.get(match.documentToken());
      matches.add(
          new Match(
              queryTokens.get(match.queryToken()).piece(),
              found.piece(),
              match.similarity(),
              1,
              score == 0 ? 0 : match.similarity() / score,
              patches == null ? new Match.Place(Part.TEXT, found.start(), found.end()) : null,
              patches == null ? null : patches.area(match.documentToken()).orElse(null)));
    }
    return matches;
  }
}

package pleiad;

import java.util.ArrayList;
import java.util.List;
import pleiad.encode.Encoder;
import pleiad.encode.Encoding;
import pleiad.encode.Role;
import pleiad.encode.Token;
import pleiad.search.TokenMatch;
import pleiad.vector.MaxSim;

/// Two texts compared by late interaction, without any index: the formula made visible.
public final class Comparison {
  private final List<Token> queryTokens;
  private final List<Token> documentTokens;
  private final float[][] similarities;
  private final List<TokenMatch> best;
  private final float score;

  private Comparison(Encoding query, Encoding document) {
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
        encoded(encoder, "document", document, Role.DOCUMENT));
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

  public List<Token> documentTokens() {
    return documentTokens;
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
              score == 0 ? 0 : match.similarity() / score,
              new Match.Place(Part.TEXT, found.start(), found.end())));
    }
    return matches;
  }
}

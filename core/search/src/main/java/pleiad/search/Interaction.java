package pleiad.search;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import pleiad.vector.MaxSim;
import pleiad.vector.TokenVectors;

/// How a query's token vectors and a document's meet. The usual one is [#MAX_SIM]: every query
/// token finds its best document token, and the finds are added up.
///
/// Costs as many multiply-adds as there are pairs of tokens, times the dimension; twice that both
/// ways.
///
/// @param form what is made of the similarities of all pairs
/// @param top how many finds are added up, by [Form#TOP] alone
/// @param codes how many query tokens attend, the first ones, by [Form#ATTENTION] alone; 0: all
/// @param similarity of two token vectors
public record Interaction(Form form, int top, int codes, Similarity similarity) {
  /// What is made of the similarities of all pairs.
  public enum Form {
    /// The sum over query tokens of the best document token's similarity (ColBERT, Khattab and
    /// Zaharia 2020, section 3.3).
    SUM,
    /// The mean of these finds: the same order for one query, comparable between queries.
    MEAN,
    /// The largest find alone: documents that have one thing that was asked for.
    MAX,
    /// The sum of the largest few finds: query tokens that find little anywhere have no say.
    TOP,
    /// The mean of finds from the query's side and from the document's, halved: a document is
    /// similar when there is nothing else in it either.
    BOTH,
    /// The query's tokens attend over the mean of the document's: the sum of their similarities
    /// with it, each weighted by its own softmax (a poly-encoder's, Humeau et al. 2020, section
    /// 4.4, with every query token for a code, or as there with the first few).
    ATTENTION,
    /// The similarity of the mean of the query's tokens with the mean of the document's.
    CENTROID;

    static final List<String> NAMES =
        Stream.of(values()).map(each -> each.name().toLowerCase(Locale.ROOT)).toList();

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// How similar two vectors are.
  public enum Similarity {
    /// Their dot product.
    DOT,
    /// The cosine of the angle between them; 0 for a vector of zeros.
    COSINE,
    /// Their Euclidean distance, negative.
    EUCLIDEAN;

    static final List<String> NAMES =
        Stream.of(values()).map(each -> each.name().toLowerCase(Locale.ROOT)).toList();

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// The sum of the largest dot products.
  public static final Interaction MAX_SIM = new Interaction(Form.SUM, 0, 0, Similarity.DOT);

  /// One in which all query tokens have a say.
  public Interaction(Form form, int top, Similarity similarity) {
    this(form, top, 0, similarity);
  }

  /// @throws IllegalArgumentException when a number of finds is given to another form than `TOP`,
  ///   or none to that, or a number of codes to another than `ATTENTION`
  public Interaction {
    if ((form == Form.TOP) != (top > 0)) {
      throw new IllegalArgumentException(
          "how many finds are added up is a matter of top, and at least 1 there; got %d for %s"
              .formatted(top, form.word()));
    }
    if (codes < 0 || (codes > 0 && form != Form.ATTENTION)) {
      throw new IllegalArgumentException(
          "how many query tokens attend is a matter of attention, and 0 for all; got %d for %s"
              .formatted(codes, form.word()));
    }
  }

  /// The similarity of a query and a document; negative infinity where the document has no tokens.
  ///
  /// @throws IllegalArgumentException when their dimensions differ, or the query has no tokens
  public float score(TokenVectors query, TokenVectors document) {
    return ready(query).score(document);
  }

  /// A query made ready for many documents; immutable, safe to share.
  Ready ready(TokenVectors query) {
    if (query.count() == 0) {
      throw new IllegalArgumentException("a query without tokens meets nothing");
    }
    TokenVectors asking = asking(query, codes);
    return new Ready(this, similarity == Similarity.COSINE ? unit(asking) : asking);
  }

  /// The query tokens that attend, the first ones.
  ///
  /// @param codes how many; 0: all
  static TokenVectors asking(TokenVectors query, int codes) {
    return codes > 0 ? query.slice(0, Math.min(codes, query.count())) : query;
  }

  /// A query and what its interaction needs of it.
  static final class Ready {
    private final Interaction how;
    private final TokenVectors query;
    private final MaxSim maxSim;

    private Ready(Interaction how, TokenVectors query) {
      this.how = how;
      this.query = query;
      this.maxSim = MaxSim.of(how.similarity == Similarity.EUCLIDEAN ? asking(query) : query);
    }

    float score(TokenVectors given) {
      if (given.dimension() != query.dimension()) {
        throw new IllegalArgumentException(
            "the query has %d dimensions, the document has %d; was one encoded by another model?"
                .formatted(query.dimension(), given.dimension()));
      }
      if (given.count() == 0) {
        return Float.NEGATIVE_INFINITY;
      }
      TokenVectors document = how.similarity == Similarity.COSINE ? unit(given) : given;
      return switch (how.form) {
        case SUM -> sum(finds(document));
        case MEAN -> sum(finds(document)) / query.count();
        case MAX -> largest(finds(document), 1);
        case TOP -> largest(finds(document), how.top);
        case BOTH ->
            (sum(finds(document)) / query.count()
                    + sum(how.ready(document).finds(query)) / document.count())
                / 2;
        case ATTENTION -> attention(document);
        case CENTROID -> how.ready(mean(query)).finds(center(document))[0];
      };
    }

    /// For each query token the similarity of the best document token.
    private float[] finds(TokenVectors document) {
      boolean distances = how.similarity == Similarity.EUCLIDEAN;
      float[] finds =
          Arrays.copyOf(maxSim.maxima(distances ? answering(document) : document), query.count());
      if (distances) {
        for (int token = 0; token < finds.length; token++) {
          // |q - d|² = |q|² - 2 (q·d - |d|² / 2), the last of which was made as large as can be.
          double squared = squares(query, token) - 2.0 * finds[token];
          finds[token] = -(float) Math.sqrt(Math.max(0, squared));
        }
      }
      return finds;
    }

    /// One token in the middle of a document's.
    private TokenVectors center(TokenVectors document) {
      TokenVectors mean = mean(document);
      return how.similarity == Similarity.COSINE ? unit(mean) : mean;
    }

    private float attention(TokenVectors document) {
      float[] similarities = finds(center(document));
      double most = largest(similarities.clone(), 1);
      double weights = 0;
      double sum = 0;
      for (float similarity : similarities) {
        double weight = Math.exp(similarity - most);
        weights += weight;
        sum += weight * similarity;
      }
      return (float) (sum / weights);
    }
  }

  private static float sum(float[] values) {
    float sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }

  /// The sum of the largest `count` values, which are sorted for it.
  private static float largest(float[] values, int count) {
    Arrays.sort(values);
    return sum(Arrays.copyOfRange(values, Math.max(0, values.length - count), values.length));
  }

  private static double squares(TokenVectors vectors, int token) {
    double squares = 0;
    for (int k = 0; k < vectors.dimension(); k++) {
      squares += (double) vectors.at(token, k) * vectors.at(token, k);
    }
    return squares;
  }

  private static TokenVectors unit(TokenVectors vectors) {
    float[] rows = vectors.toArray();
    for (int token = 0; token < vectors.count(); token++) {
      double squares = squares(vectors, token);
      float scale = squares == 0 ? 0 : (float) (1 / Math.sqrt(squares));
      for (int k = 0; k < vectors.dimension(); k++) {
        rows[token * vectors.dimension() + k] *= scale;
      }
    }
    return TokenVectors.of(rows, vectors.dimension());
  }

  private static TokenVectors mean(TokenVectors vectors) {
    int dimension = vectors.dimension();
    float[] rows = vectors.toArray();
    float[] mean = new float[dimension];
    for (int at = 0; at < rows.length; at++) {
      mean[at % dimension] += rows[at] / vectors.count();
    }
    return TokenVectors.of(mean, dimension);
  }

  /// Query tokens with a one behind each: so that the largest product with [#answering] is the
  /// smallest distance.
  private static TokenVectors asking(TokenVectors query) {
    return longer(query, false);
  }

  /// Document tokens with half of their squared length taken away behind each.
  private static TokenVectors answering(TokenVectors document) {
    return longer(document, true);
  }

  private static TokenVectors longer(TokenVectors vectors, boolean answers) {
    int dimension = vectors.dimension();
    float[] rows = vectors.toArray();
    float[] longer = new float[vectors.count() * (dimension + 1)];
    for (int token = 0; token < vectors.count(); token++) {
      System.arraycopy(rows, token * dimension, longer, token * (dimension + 1), dimension);
      longer[token * (dimension + 1) + dimension] =
          answers ? -(float) (squares(vectors, token) / 2) : 1;
    }
    return TokenVectors.of(longer, dimension + 1);
  }
}

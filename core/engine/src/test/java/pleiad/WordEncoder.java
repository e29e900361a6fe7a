package pleiad;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import pleiad.encode.Encoder;
import pleiad.encode.Encoding;
import pleiad.encode.Model;
import pleiad.encode.Role;
import pleiad.encode.Token;
import pleiad.vector.TokenVectors;

/// A small honest encoder: every word is a token, and the same word always has the same random unit
/// vector. So a document's MaxSim grows with the query's words that it holds.
final class WordEncoder implements Encoder {
  static final int DIMENSION = 32;
  private static final Pattern WORD = Pattern.compile("\\S+");

  final AtomicInteger passes = new AtomicInteger();
  private final Model model;
  private final int dimension;

  WordEncoder(String name, String fingerprint) {
    this(name, fingerprint, DIMENSION);
  }

  WordEncoder(String name, String fingerprint, int dimension) {
    this.dimension = dimension;
    this.model = new Model(name, fingerprint, dimension, dimension, 512);
  }

  @Override
  public Model model() {
    return model;
  }

  @Override
  public List<Token> tokenize(String text, Role role) {
    List<Token> tokens = new ArrayList<>();
    Matcher words = WORD.matcher(text);
    while (words.find()) {
      String piece = words.group().toLowerCase(Locale.ROOT);
      tokens.add(new Token(piece, piece.hashCode(), words.start(), words.end()));
    }
    return tokens;
  }

  @Override
  public Encoding encode(String text, Role role) {
    passes.incrementAndGet();
    List<Token> tokens = tokenize(text, role);
    float[] rows = new float[tokens.size() * dimension];
    float[] single = new float[dimension];
    single[0] = 1e-3f;
    for (int i = 0; i < tokens.size(); i++) {
      float[] vector = unit(new Random(tokens.get(i).id()));
      System.arraycopy(vector, 0, rows, i * dimension, dimension);
      for (int k = 0; k < dimension; k++) {
        single[k] += vector[k];
      }
    }
    return new Encoding(TokenVectors.of(rows, dimension), tokens, normalised(single));
  }

  private float[] unit(Random random) {
    float[] vector = new float[dimension];
    for (int k = 0; k < dimension; k++) {
      vector[k] = (float) random.nextGaussian();
    }
    return normalised(vector);
  }

  private static float[] normalised(float[] vector) {
    double squares = 0;
    for (float number : vector) {
      squares += number * number;
    }
    for (int k = 0; k < vector.length; k++) {
      vector[k] /= (float) Math.sqrt(squares);
    }
    return vector;
  }

  @Override
  public void close() {}
}

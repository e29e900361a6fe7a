package pleiad.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import pleiad.encode.Encoder;
import pleiad.encode.Encoding;
import pleiad.encode.Model;
import pleiad.encode.Role;
import pleiad.encode.Token;
import pleiad.vector.TokenVectors;

/// A model that knows of each word its first letters: words that begin alike are the same to it.
/// The fewer letters, the worse it searches.
final class HashEncoder implements Encoder {
  private static final Pattern WORD = Pattern.compile("\\S+");

  private final Model model;
  private final int letters;

  HashEncoder(String name, int dimension, int letters) {
    this.model = new Model(name, name + " weights", dimension, dimension, 512);
    this.letters = letters;
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
      tokens.add(new Token(words.group(), 1, words.start(), words.end()));
    }
    return tokens;
  }

  @Override
  public Encoding encode(String text, Role role) {
    List<Token> tokens = tokenize(text, role);
    int dimension = model.dimension();
    float[] rows = new float[tokens.size() * dimension];
    for (int i = 0; i < tokens.size(); i++) {
      String piece = tokens.get(i).piece();
      String known = piece.substring(0, Math.min(letters, piece.length()));
      Random random = new Random((model.name() + known).hashCode());
      double squares = 0;
      for (int k = 0; k < dimension; k++) {
        float number = (float) random.nextGaussian();
        rows[i * dimension + k] = number;
        squares += number * number;
      }
      for (int k = 0; k < dimension; k++) {
        rows[i * dimension + k] /= (float) Math.sqrt(squares);
      }
    }
    float[] single = new float[dimension];
    single[0] = 1;
    return new Encoding(TokenVectors.of(rows, dimension), tokens, single);
  }

  @Override
  public void close() {}
}

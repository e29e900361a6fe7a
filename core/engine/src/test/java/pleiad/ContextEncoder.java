package pleiad;

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

/// An encoder whose vectors tell what stood around a word: that of a token is its own random vector
/// and half of each neighbour's. Marks of no text stand in front and behind, as models have them.
final class ContextEncoder implements Encoder {
  static final int DIMENSION = 16;
  private static final Pattern WORD = Pattern.compile("\\S+");

  private final Model model = new Model("context", "1", DIMENSION, DIMENSION, 512);

  @Override
  public Model model() {
    return model;
  }

  @Override
  public List<Token> tokenize(String text, Role role) {
    List<Token> tokens = new ArrayList<>();
    tokens.add(new Token("[CLS]", 1, 0, 0));
    Matcher words = WORD.matcher(text);
    while (words.find()) {
      tokens.add(new Token(words.group(), words.group().hashCode(), words.start(), words.end()));
    }
    tokens.add(new Token("[SEP]", 2, text.length(), text.length()));
    return tokens;
  }

  @Override
  public Encoding encode(String text, Role role) {
    List<Token> tokens = tokenize(text, role);
    float[] rows = new float[tokens.size() * DIMENSION];
    for (int i = 0; i < tokens.size(); i++) {
      for (int near = Math.max(0, i - 1); near < Math.min(tokens.size(), i + 2); near++) {
        Random random = new Random(tokens.get(near).id());
        for (int k = 0; k < DIMENSION; k++) {
          rows[i * DIMENSION + k] += (float) random.nextGaussian() * (near == i ? 1 : 0.5f);
        }
      }
      normalise(rows, i * DIMENSION);
    }
    float[] single = new float[DIMENSION];
    single[0] = 1;
    return new Encoding(TokenVectors.of(rows, DIMENSION), tokens, single);
  }

  private static void normalise(float[] rows, int from) {
    double squares = 0;
    for (int k = from; k < from + DIMENSION; k++) {
      squares += rows[k] * rows[k];
    }
    for (int k = from; k < from + DIMENSION; k++) {
      rows[k] /= (float) Math.sqrt(squares);
    }
  }

  @Override
  public void close() {}
}

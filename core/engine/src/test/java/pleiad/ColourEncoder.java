package pleiad;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import pleiad.encode.Encoding;
import pleiad.encode.Model;
import pleiad.encode.PageEncoder;
import pleiad.encode.PageEncoding;
import pleiad.encode.Role;
import pleiad.encode.Token;
import pleiad.encode.image.PatchGrid;
import pleiad.encode.image.Pixels;
import pleiad.vector.TokenVectors;

/// A small honest encoder of pages: a patch is the colour in the middle of a quarter of the page,
/// between two rows of a prompt; a query's words are colours. So each word finds the quarter of its
/// colour.
final class ColourEncoder implements PageEncoder {
  static final int DIMENSION = 8;
  private static final int PROMPT = 3;
  private static final Pattern WORD = Pattern.compile("\\S+");

  final AtomicInteger passes = new AtomicInteger();
  private final Model model;

  ColourEncoder(String name) {
    this.model = new Model(name, "colours of " + name, DIMENSION, DIMENSION, 512);
  }

  /// A picture of 4 x 4 pixels, a quarter of it each of the colours: top left, top right, bottom
  /// left, bottom right.
  static Pixels quarters(int... colours) {
    byte[] rgb = new byte[3 * 16];
    for (int pixel = 0; pixel < 16; pixel++) {
      int quarter = pixel / 8 * 2 + pixel % 4 / 2;
      for (int channel = 0; channel < 3; channel++) {
        rgb[3 * pixel + channel] = (byte) (colours[quarter] >> (16 - 8 * channel));
      }
    }
    return Pixels.of(rgb, 4, 4);
  }

  @Override
  public Model model() {
    return model;
  }

  @Override
  public List<Token> tokenize(String text, Role role) {
    if (role == Role.DOCUMENT) {
      throw new IllegalArgumentException("colours are no texts");
    }
    List<Token> tokens = new ArrayList<>();
    Matcher words = WORD.matcher(text);
    while (words.find()) {
      String piece = words.group().toLowerCase(Locale.ROOT);
      tokens.add(new Token(piece, axis(piece), words.start(), words.end()));
    }
    return tokens;
  }

  private static int axis(String word) {
    return switch (word) {
      case "red" -> 0;
      case "green" -> 1;
      case "blue" -> 2;
      default -> PROMPT;
    };
  }

  @Override
  public Encoding encode(String text, Role role) {
    List<Token> tokens = tokenize(text, role);
    float[] rows = new float[tokens.size() * DIMENSION];
    for (int i = 0; i < tokens.size(); i++) {
      rows[i * DIMENSION + tokens.get(i).id()] = 1;
    }
    TokenVectors vectors = TokenVectors.of(rows, DIMENSION);
    return new Encoding(
        vectors, tokens, new PageEncoding(vectors, PatchGrid.parse("" + tokens.size())).single());
  }

  @Override
  public PageEncoding encode(Pixels page) {
    passes.incrementAndGet();
    float[] rows = new float[6 * DIMENSION];
    rows[PROMPT] = 1;
    rows[5 * DIMENSION + PROMPT] = 1;
    for (int quarter = 0; quarter < 4; quarter++) {
      int x = (quarter % 2 == 0 ? 1 : 3) * page.width() / 4;
      int y = (quarter < 2 ? 1 : 3) * page.height() / 4;
      double length = 0;
      for (int channel = 0; channel < 3; channel++) {
        length += Math.pow(page.at(x, y, channel), 2);
      }
      for (int channel = 0; channel < 3; channel++) {
        rows[(quarter + 1) * DIMENSION + channel] =
            (float) (page.at(x, y, channel) / Math.max(1, Math.sqrt(length)));
      }
    }
    return new PageEncoding(TokenVectors.of(rows, DIMENSION), PatchGrid.parse("6 1:2x2"));
  }

  @Override
  public void close() {}
}

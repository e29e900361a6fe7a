package pleiad.encode.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import pleiad.encode.Encoder;
import pleiad.encode.Encoding;
import pleiad.encode.InputRow;
import pleiad.encode.Model;
import pleiad.encode.Role;
import pleiad.encode.Token;
import pleiad.vector.TokenVectors;

/// An encoder whose vectors are any numbers, other ones for another model, role or text; each
/// character is a token.
final class NumberEncoder implements Encoder {
  static final int DIMENSION = 5;
  static final int SINGLE_DIMENSION = 3;

  final AtomicInteger passes = new AtomicInteger();
  private final Model model;

  NumberEncoder(String fingerprint) {
    this.model = new Model("numbers", fingerprint, DIMENSION, SINGLE_DIMENSION, 100);
  }

  @Override
  public Model model() {
    return model;
  }

  @Override
  public List<Token> tokenize(String text, Role role) {
    List<Token> tokens = new ArrayList<>();
    for (int i = 0; i < text.length(); i++) {
      tokens.add(new Token(text.substring(i, i + 1), text.charAt(i), i, i + 1));
    }
    return tokens;
  }

  /// Every character, and one id before them that no vector is kept of.
  @Override
  public List<InputRow> rows(String text, Role role) {
    List<InputRow> rows = new ArrayList<>();
    rows.add(new InputRow(0, "[CLS]", 1, true, false, 0, 0));
    rows.addAll(Encoder.super.rows(text, role));
    return rows;
  }

  @Override
  public Encoding encode(String text, Role role) {
    passes.incrementAndGet();
    Random random = new Random(Objects.hash(model.fingerprint(), role.name(), text));
    return new Encoding(
        TokenVectors.of(numbers(text.length() * DIMENSION, random), DIMENSION),
        tokenize(text, role),
        numbers(SINGLE_DIMENSION, random));
  }

  /// Any bits, among them NaN, infinities and both zeros.
  private static float[] numbers(int count, Random random) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = i % 7 == 3 ? -0f : Float.intBitsToFloat(random.nextInt());
    }
    return numbers;
  }

  @Override
  public void close() {}
}

package pleiad.codec;

import java.util.Arrays;
import pleiad.codec.Codebook.Shape;

/// Tokens as codes of a [Codebook]: for each level and subspace which of its 64 vectors, six bits,
/// and one byte for the length. Blocks of 64 tokens are laid out as [SixBits] says.
///
/// Each code is the best one for what the codes before it leave. A token comes back with the length
/// it had, to within the steps of its byte, whatever the codes lost: that matters below four bits a
/// number.
///
/// Codes of a [centred][Codebook#centred] codebook are of what tokens differ from the mean of their
/// document. That difference comes back as long as its product with what it was asks for, the
/// square of its length ("RaBitQ", Gao and Long 2024, section 3.2): shorter ones would let a
/// document's mean, which loses nothing, decide what its tokens should.
public final class ResidualCode implements TokenCode {
  /// The name in files, flags and JSON.
  public static final String NAME = "residual";

  /// A difference whose codes hardly point where it does is not made more than twice as long.
  private static final double LEAST_COSINE = 0.5;

  private final Codebook codebook;
  private final Shape shape;

  /// The codes of that codebook.
  public ResidualCode(Codebook codebook) {
    this.codebook = codebook;
    this.shape = codebook.shape();
  }

  /// Bytes a token takes whose codebook [CodebookTraining] makes.
  ///
  /// @param codes per token that are asked for; few dimensions need fewer
  /// @throws IllegalArgumentException when there is no codebook for so many dimensions
  public static int tokenBytes(int dimension, int codes) {
    if (dimension < 1 || dimension > CodebookTraining.MOST_DIMENSIONS) {
      throw new IllegalArgumentException(
          "codes are made of vectors of 1 to %d dimensions, got %d"
              .formatted(CodebookTraining.MOST_DIMENSIONS, dimension));
    }
    return SixBits.tokenBytes(CodebookTraining.shape(dimension, codes).codes());
  }

  /// Bytes that follow the tokens of a document whose codebook is [centred][Codebook#centred].
  public static int centreBytes(int dimension) {
    return DocumentCentre.bytes(dimension);
  }

  /// Bytes of a codebook that [CodebookTraining] makes.
  ///
  /// @param codes per token that are asked for; few dimensions need fewer
  public static long codebookBytes(int dimension, int codes) {
    return CodebookBytes.bytes(CodebookTraining.shape(dimension, codes));
  }

  /// What the codes stand for.
  public Codebook codebook() {
    return codebook;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int dimension() {
    return shape.dimension();
  }

  @Override
  public int tokenBytes() {
    return SixBits.tokenBytes(shape.codes());
  }

  @Override
  public int documentBytes() {
    return codebook.documentBytes();
  }

  @Override
  public int blockTokens() {
    return SixBits.BLOCK;
  }

  @Override
  public void encodeDocument(float[] rows, int count, byte[] codes) {
    if (codebook.centred()) {
      DocumentCentre.take(rows, count, dimension(), codes, count * tokenBytes());
    }
    encode(rows, 0, count, codes, 0);
  }

  @Override
  public void complete(byte[] codes, int from, int count, float[] rows, int to) {
    if (!codebook.centred()) {
      return;
    }
    float[] centre = new float[dimension()];
    DocumentCentre.read(codes, from, centre);
    for (int at = to; at < to + count * centre.length; at += centre.length) {
      for (int k = 0; k < centre.length; k++) {
        rows[at + k] += centre[k];
      }
    }
  }

  @Override
  public void encode(float[] rows, int from, int count, byte[] codes, int to) {
    int dimension = shape.dimension();
    int block = Math.min(count, SixBits.BLOCK);
    float[] directions = new float[block * dimension];
    float[] left = new float[block * dimension];
    float[] sums = new float[block * dimension];
    int[] values = new int[shape.codes() * SixBits.BLOCK];
    byte[] ratios = new byte[block];
    float[] room = codebook.products(0).room();
    for (int first = 0; first < count; first += SixBits.BLOCK) {
      int n = Math.min(SixBits.BLOCK, count - first);
      int row = from + first * dimension;
      for (int token = 0; token < n; token++) {
        direction(rows, row + token * dimension, directions, token * dimension);
      }
      codebook.turn(directions, 0, n, left, 0);
      Arrays.fill(sums, 0);
      for (int code = 0; code < shape.codes(); code++) {
        quantize(code, left, sums, n, room, values);
      }
      for (int token = 0; token < n; token++) {
        float length = length(rows, row + token * dimension, dimension);
        ratios[token] = ratio(length * stretch(left, sums, token * dimension));
      }
      SixBits.pack(values, shape.codes(), ratios, n, codes, to + first * tokenBytes());
    }
  }

  private float stretch(float[] left, float[] sums, int at) {
    return stretch(left, sums, at, shape.dimension(), codebook.centred());
  }

  /// What a sum of a codebook's vectors is to be multiplied with, for a token of length one; 0
  /// where there is no sum.
  ///
  /// @param left what the sum lacks of the token's direction
  static float stretch(float[] left, float[] sums, int at, int dimension, boolean centred) {
    float length = length(sums, at, dimension);
    if (length == 0 || !centred) {
      return length == 0 ? 0 : 1 / length;
    }
    double product = 0;
    for (int k = at; k < at + dimension; k++) {
      product += ((double) left[k] + sums[k]) * sums[k];
    }
    double cosine = product / length;
    return (float) (1 / (length * Math.max(cosine, LEAST_COSINE)));
  }

  /// A token that is much nearer to its document's centre than codes can say is the centre.
  private byte ratio(float factor) {
    Codebook.Ratios ratios = codebook.ratios();
    boolean centre = codebook.centred() && factor < ratios.shortest() / 2;
    return factor == 0 || centre ? 0 : ratios.nearest(factor);
  }

  private void direction(float[] rows, int from, float[] directions, int to) {
    float length = length(rows, from, shape.dimension());
    float scale = length == 0 ? 0 : 1 / length;
    for (int k = 0; k < shape.dimension(); k++) {
      directions[to + k] = scale * rows[from + k];
    }
  }

  private void quantize(
      int code, float[] left, float[] sums, int count, float[] room, int[] values) {
    boolean level = code < shape.levels();
    int subspace = code - shape.levels();
    int start = level ? 0 : shape.start(subspace);
    int width = level ? shape.dimension() : shape.width(subspace);
    float[] vectors = level ? codebook.levels() : codebook.subspaces();
    int at = level ? codebook.levelAt(code) : codebook.subspaceAt(subspace);
    int first = code * SixBits.BLOCK;
    codebook
        .products(code)
        .largest(left, start, shape.dimension(), count, codebook.bias(code), room, values, first);
    for (int token = 0; token < count; token++) {
      move(
          vectors,
          at + values[first + token] * width,
          left,
          sums,
          token * shape.dimension() + start,
          width);
    }
  }

  private static void move(
      float[] vectors, int from, float[] left, float[] sums, int to, int width) {
    for (int k = 0; k < width; k++) {
      left[to + k] -= vectors[from + k];
      sums[to + k] += vectors[from + k];
    }
  }

  @Override
  public void decode(byte[] codes, int from, int count, float[] rows, int to) {
    int dimension = shape.dimension();
    byte[] values = new byte[(shape.codes() + 1) * SixBits.BLOCK];
    float[] sums = new float[Math.min(count, SixBits.BLOCK) * dimension];
    for (int first = 0; first < count; first += SixBits.BLOCK) {
      int n = Math.min(SixBits.BLOCK, count - first);
      SixBits.unpack(codes, from + first * tokenBytes(), shape.codes(), n, values, 0);
      Arrays.fill(sums, 0);
      for (int token = 0; token < n; token++) {
        decode(values, token, sums, token * dimension);
      }
      codebook.turnBack(sums, 0, n, rows, to + first * dimension);
    }
  }

  private void decode(byte[] values, int token, float[] sums, int to) {
    int dimension = shape.dimension();
    for (int level = 0; level < shape.levels(); level++) {
      int value = values[level * SixBits.BLOCK + token];
      add(codebook.levels(), codebook.levelAt(level) + value * dimension, sums, to, dimension);
    }
    for (int s = 0; s < shape.subspaces(); s++) {
      int value = values[(shape.levels() + s) * SixBits.BLOCK + token];
      int width = shape.width(s);
      int at = codebook.subspaceAt(s) + value * width;
      add(codebook.subspaces(), at, sums, to + shape.start(s), width);
    }
    float ratio = codebook.ratios().of(values[shape.codes() * SixBits.BLOCK + token]);
    for (int k = to; k < to + dimension; k++) {
      sums[k] *= ratio;
    }
  }

  private static void add(float[] vectors, int from, float[] rows, int to, int width) {
    for (int k = 0; k < width; k++) {
      rows[to + k] += vectors[from + k];
    }
  }

  /// The Euclidean length of a row; 0 where it is too small to be divided by.
  static float length(float[] rows, int from, int dimension) {
    float length = (float) Directions.length(rows, from, dimension);
    return length < Float.MIN_NORMAL ? 0 : length;
  }

  @Override
  public boolean equals(@org.jspecify.annotations.Nullable Object other) {
    return other instanceof ResidualCode that
        && codebook.fingerprint().equals(that.codebook.fingerprint());
  }

  @Override
  public int hashCode() {
    return codebook.fingerprint().hashCode();
  }
}

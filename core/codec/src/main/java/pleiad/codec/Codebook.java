package pleiad.codec;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.stream.IntStream;
import pleiad.vector.DotProducts;

/// What residual codes are made with: a token's direction is the sum of one vector from each of
/// some *levels*, every one as long as the token, and of one short vector for each *subspace*, a
/// few dimensions each. Every code is six bits, so each level and each subspace has 64 vectors.
/// Levels are residual vector quantisation (Juang and Gray 1982), subspaces are product
/// quantisation of what the levels leave (Jégou, Douze and Schmid 2011), on the axes of a
/// [Rotation]. All vectors here are turned already.
///
/// The sum is scaled to the token's own length by a factor of its own, one byte: `shortest · (1 +
/// (byte - 1) · 2⁻ᵉˣᵖᵒⁿᵉⁿᵗ)`, or 0 for byte 0.
///
/// Subspace s begins at place `s · dimension / subspaces`.
///
/// The vectors of a *centred* codebook stand for what a document's tokens differ from their mean,
/// which follows their codes ([DocumentCentre]).
public final class Codebook {
  static final int LARGEST_DIMENSION = Short.MAX_VALUE;
  static final int LEAST_EXPONENT = 5;

  /// More would not fit where [ByteTables] adds them up.
  private static final int MOST_WIDE = 8;

  private final Shape shape;
  private final Ratios ratios;
  private final float error;
  private final long trainedOn;
  private final boolean centred;
  private final Rotation rotation;
  private final float[] levels;
  private final float[] subspaces;
  private final DotProducts[] products;
  private final float[][] biases;
  private final int[] wide;
  private final String fingerprint;
  private final ScoringRooms rooms = new ScoringRooms();

  /// How many codes a token has, and of which kind.
  record Shape(int dimension, int levels, int subspaces) {
    int codes() {
      return levels + subspaces;
    }

    /// Dimensions in subspaces: all, or none where there is no subspace.
    int covered() {
      return subspaces == 0 ? 0 : dimension;
    }

    /// Where a subspace begins.
    int start(int subspace) {
      return (int) ((long) subspace * dimension / subspaces);
    }

    int width(int subspace) {
      return start(subspace + 1) - start(subspace);
    }
  }

  /// How the factor of a token is read from its byte.
  ///
  /// @param shortest the least factor, up to [#LONGEST]
  /// @param exponent the next one is `2^-exponent` of the least larger
  record Ratios(float shortest, int exponent) {
    /// The squares of twice this length float32 does not hold.
    static final float LONGEST = 0x1p63f;

    float of(byte code) {
      return code == 0 ? 0 : ofSteps((code & 0xff) - 1);
    }

    float ofSteps(int steps) {
      return shortest * (1 + Math.scalb((float) steps, -exponent));
    }

    byte nearest(float ratio) {
      float steps = Math.scalb(ratio / shortest - 1, exponent);
      return (byte) (1 + Math.clamp(Math.round(steps), 0, 254));
    }
  }

  Codebook(
      Shape shape,
      Ratios ratios,
      float error,
      long trainedOn,
      boolean centred,
      Rotation rotation,
      float[] levels,
      float[] subspaces) {
    this.shape = shape;
    this.ratios = ratios;
    this.error = error;
    this.trainedOn = trainedOn;
    this.centred = centred;
    this.rotation = rotation;
    this.levels = halved(levels);
    this.subspaces = halved(subspaces);
    this.products = products();
    this.biases = Arrays.stream(products).map(DotProducts::nearness).toArray(float[][]::new);
    this.wide = findWide();
    this.fingerprint = digest(toBytes());
  }

  /// What is kept is what is computed with.
  static float[] halved(float[] values) {
    float[] halved = values.clone();
    for (int i = 0; i < halved.length; i++) {
      halved[i] = Float.float16ToFloat(Float.floatToFloat16(halved[i]));
    }
    return halved;
  }

  private DotProducts[] products() {
    DotProducts[] all = new DotProducts[shape.codes()];
    int dimension = shape.dimension();
    for (int level = 0; level < shape.levels(); level++) {
      all[level] = DotProducts.with(levels, levelAt(level), dimension, SixBits.VALUES, dimension);
    }
    for (int s = 0; s < shape.subspaces(); s++) {
      all[shape.levels() + s] =
          DotProducts.with(
              subspaces, subspaceAt(s), shape.width(s), SixBits.VALUES, shape.width(s));
    }
    return all;
  }

  /// Reads what [#toBytes()] wrote.
  ///
  /// @throws IllegalArgumentException when these bytes are no codebook
  public static Codebook read(byte[] bytes) {
    return CodebookBytes.read(bytes);
  }

  /// The bytes that [#read] reads.
  public byte[] toBytes() {
    return CodebookBytes.of(this);
  }

  private static String digest(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(Arrays.copyOf(digest, 16));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /// A digest of all that is in it: codes can be copied between segments whose codebooks have the
  /// same.
  public String fingerprint() {
    return fingerprint;
  }

  /// Numbers per token.
  public int dimension() {
    return shape.dimension();
  }

  /// The mean squared distance of tokens, each of length one, and what their codes made of them,
  /// among the tokens it was trained with.
  public float error() {
    return error;
  }

  /// Tokens that were there when it was trained; a sample of them was used.
  public long trainedOn() {
    return trainedOn;
  }

  /// Whether codes keep what tokens differ from the mean of their document, instead of the tokens.
  public boolean centred() {
    return centred;
  }

  /// Bytes that follow the codes of a document's tokens: its centre, or nothing.
  int documentBytes() {
    return centred ? DocumentCentre.bytes(shape.dimension()) : 0;
  }

  Rotation rotation() {
    return rotation;
  }

  Shape shape() {
    return shape;
  }

  Ratios ratios() {
    return ratios;
  }

  float[] levels() {
    return levels;
  }

  float[] subspaces() {
    return subspaces;
  }

  /// Turns rows that lie one behind the other to where the codebook's vectors are.
  void turn(float[] rows, int from, int count, float[] turned, int to) {
    rotation.turn(rows, from, count, turned, to);
  }

  /// Turns rows back to where they came from.
  void turnBack(float[] turned, int from, int count, float[] rows, int to) {
    rotation.turnBack(turned, from, count, rows, to);
  }

  /// Where a level's vectors begin in [#levels()].
  int levelAt(int level) {
    return level * SixBits.VALUES * shape.dimension();
  }

  /// Where a subspace's vectors begin in [#subspaces()].
  int subspaceAt(int subspace) {
    return SixBits.VALUES * shape.start(subspace);
  }

  /// The codes whose products with tokens are largest, at most [#MOST_WIDE], in ascending order.
  int[] wide() {
    return wide;
  }

  /// Takes the vectors of the first level for typical tokens.
  private int[] findWide() {
    float[] largest = new float[shape.codes()];
    float[] dots = new float[SixBits.VALUES * products[0].width()];
    for (int code = 0; code < largest.length && shape.levels() > 0; code++) {
      int start = code < shape.levels() ? 0 : shape.start(code - shape.levels());
      products[code].multiply(levels, start, shape.dimension(), SixBits.VALUES, dots, 0);
      for (float dot : dots) {
        largest[code] = Math.max(largest[code], Math.abs(dot));
      }
    }
    return IntStream.range(0, largest.length)
        .boxed()
        .sorted(Comparator.comparingDouble(code -> -largest[code]))
        .limit(MOST_WIDE)
        .mapToInt(Integer::intValue)
        .sorted()
        .toArray();
  }

  /// What one query after the other scores in.
  ScoringRooms rooms() {
    return rooms;
  }

  /// What turns a code's products into nearness.
  float[] bias(int code) {
    return biases[code];
  }

  /// The 64 vectors of a code, ready to be multiplied: levels first, then subspaces.
  DotProducts products(int code) {
    return products[code];
  }
}

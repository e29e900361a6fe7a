package pleiad.vector;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The vectors of one text, one per token: a multi-vector. An immutable, row-major view of `count ×
/// dimension` float32 numbers.
///
/// Nothing is copied on the way in: whoever hands over an array or a segment must not write to it
/// afterwards. The view is then safe to share between threads.
public final class TokenVectors {
  private final MemorySegment values;
  private final float @Nullable [] array;
  private final int arrayOffset;
  private final int count;
  private final int dimension;

  private TokenVectors(
      MemorySegment values, float @Nullable [] array, int arrayOffset, int count, int dimension) {
    this.values = values;
    this.array = array;
    this.arrayOffset = arrayOffset;
    this.count = count;
    this.dimension = dimension;
  }

  /// Views `values` as rows of `dimension` numbers.
  ///
  /// @throws IllegalArgumentException when the length is no multiple of a positive dimension
  public static TokenVectors of(float[] values, int dimension) {
    int count = rows(values.length, dimension);
    return new TokenVectors(
        MemorySegment.ofArray(values).asReadOnly(), values, 0, count, dimension);
  }

  /// Views a segment of float32 numbers in native byte order as rows of `dimension` numbers. The
  /// segment's arena must outlive the view.
  ///
  /// @throws IllegalArgumentException when its size is no multiple of a positive dimension's row
  public static TokenVectors of(MemorySegment values, int dimension) {
    if (values.byteSize() % Float.BYTES != 0) {
      throw new IllegalArgumentException(
          "a segment of float32 numbers has a multiple of 4 bytes, this one has "
              + values.byteSize());
    }
    int count = rows(Math.toIntExact(values.byteSize() / Float.BYTES), dimension);
    return new TokenVectors(values.asReadOnly(), null, 0, count, dimension);
  }

  /// Copies a matrix whose rows have equal length, the form Lucene's late-interaction field takes.
  ///
  /// @throws IllegalArgumentException when there is no row or a row differs in length
  public static TokenVectors copyOf(float[][] rows) {
    if (rows.length == 0) {
      throw new IllegalArgumentException("a matrix without rows has no dimension; use empty(int)");
    }
    int dimension = rows[0].length;
    float[] values = new float[Math.multiplyExact(rows.length, dimension)];
    for (int token = 0; token < rows.length; token++) {
      if (rows[token].length != dimension) {
        throw new IllegalArgumentException(
            "row %d has %d numbers, row 0 has %d".formatted(token, rows[token].length, dimension));
      }
      System.arraycopy(rows[token], 0, values, token * dimension, dimension);
    }
    return of(values, dimension);
  }

  /// The vectors of a text without tokens.
  public static TokenVectors empty(int dimension) {
    return of(new float[0], dimension);
  }

  private static int rows(int length, int dimension) {
    if (dimension < 1) {
      throw new IllegalArgumentException("dimension must be at least 1, got " + dimension);
    }
    if (length % dimension != 0) {
      throw new IllegalArgumentException(
          "%d numbers are no whole rows of dimension %d".formatted(length, dimension));
    }
    return length / dimension;
  }

  /// Number of tokens.
  public int count() {
    return count;
  }

  /// Numbers per token.
  public int dimension() {
    return dimension;
  }

  /// One number of one token.
  public float at(int token, int index) {
    Objects.checkIndex(token, count);
    Objects.checkIndex(index, dimension);
    return values.getAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, (long) token * dimension + index);
  }

  /// The tokens `from` (inclusive) to `to` (exclusive), as a view.
  public TokenVectors slice(int from, int to) {
    Objects.checkFromToIndex(from, to, count);
    long rowBytes = (long) dimension * Float.BYTES;
    return new TokenVectors(
        values.asSlice(from * rowBytes, (to - from) * rowBytes),
        array,
        arrayOffset + from * dimension,
        to - from,
        dimension);
  }

  /// Copies the tokens `from` (inclusive) to `to` (exclusive) into `target`, row after row.
  public void copyTo(int from, int to, float[] target, int offset) {
    Objects.checkFromToIndex(from, to, count);
    MemorySegment.copy(
        values,
        ValueLayout.JAVA_FLOAT_UNALIGNED,
        (long) from * dimension * Float.BYTES,
        target,
        offset,
        (to - from) * dimension);
  }

  /// A fresh row-major array of all numbers.
  public float[] toArray() {
    float[] copy = new float[count * dimension];
    copyTo(0, count, copy, 0);
    return copy;
  }

  /// A fresh array of one row per token, the form Lucene's late-interaction field takes.
  public float[][] toRows() {
    float[][] rows = new float[count][dimension];
    for (int token = 0; token < count; token++) {
      copyTo(token, token + 1, rows[token], 0);
    }
    return rows;
  }

  /// The first token that holds a NaN or an infinity, or -1 when every number is finite.
  public int firstNotFinite() {
    for (int token = 0; token < count; token++) {
      for (int index = 0; index < dimension; index++) {
        if (!Float.isFinite(at(token, index))) {
          return token;
        }
      }
    }
    return -1;
  }

  /// The backing array where there is one: what lets the kernels read rows in place.
  float @Nullable [] array() {
    return array;
  }

  /// Where token 0 starts in [#array()].
  int arrayOffset() {
    return arrayOffset;
  }

  /// Two are equal when they hold the same numbers, bit for bit, in rows of one length.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TokenVectors that
        && dimension == that.dimension
        && values.mismatch(that.values) == -1;
  }

  @Override
  public int hashCode() {
    return 31 * dimension + Arrays.hashCode(toArray());
  }

  @Override
  public String toString() {
    return "TokenVectors[%d × %d]".formatted(count, dimension);
  }
}

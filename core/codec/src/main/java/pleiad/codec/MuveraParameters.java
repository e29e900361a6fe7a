package pleiad.codec;

/// How a [MuveraEncoder] makes one vector of many. The same parameters give the same vectors.
///
/// @param repetitions how often space is cut anew, each time giving so many numbers
/// @param bits random planes of a repetition; they cut space into `2^bits` partitions
/// @param inner numbers that a partition's vector is sketched into; 0: it is kept whole
/// @param outer numbers that everything is sketched into at the end; 0: it is kept whole
/// @param seed where planes and sketches come from
public record MuveraParameters(int repetitions, int bits, int inner, int outer, long seed) {
  /// Numbers that a vector has at most.
  public static final int MOST_NUMBERS = 1 << 17;

  private static final int MOST_BEFORE_OUTER = 1 << 20;
  private static final int MOST_BITS = 12;
  private static final int MOST_REPETITIONS = 1_000;

  /// Four repetitions of two partitions, kept whole: eight times as many numbers as a token has. Of
  /// what takes as many bytes this found most, see `docs/concepts/candidates.md`.
  public static final MuveraParameters DEFAULT = new MuveraParameters(4, 1, 0, 0, 1);

  /// @throws IllegalArgumentException when one of them is out of range
  public MuveraParameters {
    check("repetitions", repetitions, 1, MOST_REPETITIONS);
    check("bits", bits, 0, MOST_BITS);
    check("inner", inner, 0, MOST_NUMBERS);
    check("outer", outer, 0, MOST_NUMBERS);
  }

  private static void check(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s of fixed-dimensional encodings go from %,d to %,d, got %,d"
              .formatted(name, least, most, value));
    }
  }

  /// Into how many partitions a repetition cuts space.
  public int partitions() {
    return 1 << bits;
  }

  /// Numbers of a vector that is made of tokens of so many dimensions.
  ///
  /// @throws IllegalArgumentException when all partitions have too many
  public int width(int dimension) {
    int numbers = numbers(dimension);
    return outer > 0 ? outer : numbers;
  }

  /// Numbers of all partitions, before they are sketched at the end.
  int numbers(int dimension) {
    int each = inner == 0 ? dimension : inner;
    long numbers = (long) repetitions * partitions() * each;
    int most = outer > 0 ? MOST_BEFORE_OUTER : MOST_NUMBERS;
    if (numbers > most) {
      throw new IllegalArgumentException(
          "%d repetitions of %d partitions with %d numbers each are %,d numbers, more than %,d; take fewer"
              .formatted(repetitions, partitions(), each, numbers, most));
    }
    return (int) numbers;
  }
}

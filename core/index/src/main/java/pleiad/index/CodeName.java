package pleiad.index;

import pleiad.codec.CodebookTraining;
import pleiad.codec.ResidualCode;
import pleiad.codec.TokenCode;

/// How a field's tokens are to be kept, by the name in flags, JSON and settings.
///
/// | name            | a token is kept as                                                    |
/// |-----------------|-----------------------------------------------------------------------|
/// | `residual`      | 48 six-bit codes and a length: 37 bytes                               |
/// | `residual-20`   | 20 six-bit codes and a length: 16 bytes; any multiple of 4 from 12     |
/// | `residual+int8` | codes to find by, `int8` beside them to score by; also `residual-20+int8` |
/// | `residual+cells`| the same, and which documents have tokens in which cells; also `residual+int8+cells` |
/// | `int8`          | a byte a number and a scale                                           |
/// | `float16`       | two bytes a number                                                    |
///
/// @param name the whole name
/// @param codes per token; 0 without a codebook
/// @param keepsPrecise whether `int8` stays beside the codes
/// @param keepsCells whether postings of cells are kept even where mean vectors are
public record CodeName(String name, int codes, boolean keepsPrecise, boolean keepsCells) {
  private static final int CODES = 48;
  private static final int LEAST_CODES = 12;
  private static final int MOST_CODES = 512;
  private static final String PRECISE_SUFFIX = "+" + FieldEntry.PRECISE_CODE;
  private static final String CELLS_SUFFIX = "+cells";

  /// Reads a name.
  ///
  /// @throws IllegalArgumentException that lists the names there are
  public static CodeName parse(String name) {
    boolean cells = name.endsWith(CELLS_SUFFIX);
    String before = cells ? name.substring(0, name.length() - CELLS_SUFFIX.length()) : name;
    boolean precise = before.endsWith(PRECISE_SUFFIX);
    String code = precise ? before.substring(0, before.length() - PRECISE_SUFFIX.length()) : before;
    if (code.equals(ResidualCode.NAME)) {
      return new CodeName(name, CODES, precise, cells);
    }
    if (code.startsWith(ResidualCode.NAME + "-")) {
      return new CodeName(
          name, codes(name, code.substring(ResidualCode.NAME.length() + 1)), precise, cells);
    }
    if (precise || cells) {
      throw unknown(name);
    }
    try {
      TokenCode.named(name, 1);
    } catch (IllegalArgumentException e) {
      throw unknown(name);
    }
    return new CodeName(name, 0, false, false);
  }

  private static int codes(String name, String number) {
    if (number.matches("[0-9]{1,4}")) {
      int codes = Integer.parseInt(number);
      if (codes % 4 == 0 && codes >= LEAST_CODES && codes <= MOST_CODES) {
        return codes;
      }
    }
    throw new IllegalArgumentException(
        "'%s' is no token code: behind 'residual-' stands a multiple of 4 from %d to %d"
            .formatted(name, LEAST_CODES, MOST_CODES));
  }

  private static IllegalArgumentException unknown(String name) {
    return new IllegalArgumentException(
        "no token code is called '%s'; there are residual, residual-N, int8 and float16, residual+int8, residual+cells and residual+int8+cells"
            .formatted(name));
  }

  /// Bytes that a token of so many numbers takes in a segment; of `residual` codes once there is a
  /// codebook that stands for the collection, and more before. Vectors too wide for a codebook stay
  /// `int8`.
  public int tokenBytes(int dimension) {
    if (!residual()) {
      return TokenCode.named(name, dimension).tokenBytes();
    }
    int precise = TokenCode.named(FieldEntry.PRECISE_CODE, dimension).tokenBytes();
    if (dimension > CodebookTraining.MOST_DIMENSIONS) {
      return precise;
    }
    return ResidualCode.tokenBytes(dimension, codes) + (keepsPrecise ? precise : 0);
  }

  /// Whether tokens are kept as codes of a codebook.
  boolean residual() {
    return codes > 0;
  }
}

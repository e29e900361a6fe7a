package pleiad.index;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import pleiad.codec.CodebookTraining;
import pleiad.codec.MuveraParameters;
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
/// | `residual+centred` | codes of what tokens differ from their document's mean, which is kept once, as `int8`; also `residual+int8+centred` |
/// | `int8`          | a byte a number and a scale                                           |
/// | `float16`       | two bytes a number                                                    |
///
/// Behind any of them `+muvera` keeps a fixed-dimensional encoding a document beside the tokens, a
/// byte a number; `+muvera-20-4-8` says with how many repetitions, bits and numbers a partition,
/// `+muvera-20-4-8-1024` how many numbers are left at the end ([MuveraParameters]).
///
/// @param name the whole name
/// @param codes per token; 0 without a codebook
/// @param keepsPrecise whether `int8` stays beside the codes
/// @param keepsCells whether postings of cells are kept even where mean vectors are
/// @param centred whether a codebook is learnt from what tokens differ from their document's mean;
///   it has no cells, so candidates are found where there are mean vectors
/// @param muvera how fixed-dimensional encodings are made; null: none are
public record CodeName(
    String name,
    int codes,
    boolean keepsPrecise,
    boolean keepsCells,
    boolean centred,
    @Nullable MuveraParameters muvera) {
  private static final int CODES = 48;
  private static final int LEAST_CODES = 12;
  private static final int MOST_CODES = 512;
  private static final String PRECISE_SUFFIX = "+" + FieldEntry.PRECISE_CODE;
  private static final String CELLS_SUFFIX = "+cells";
  private static final String CENTRED_SUFFIX = "+centred";
  private static final String MUVERA_SUFFIX = "+muvera";

  /// Reads a name.
  ///
  /// @throws IllegalArgumentException that lists the names there are
  public static CodeName parse(String name) {
    int at = name.indexOf(MUVERA_SUFFIX);
    if (at >= 0) {
      MuveraParameters muvera = muvera(name, name.substring(at + MUVERA_SUFFIX.length()));
      CodeName before = parse(name.substring(0, at));
      return new CodeName(
          name, before.codes, before.keepsPrecise, before.keepsCells, before.centred, muvera);
    }
    boolean cells = name.endsWith(CELLS_SUFFIX);
    boolean centred = name.endsWith(CENTRED_SUFFIX);
    String before = without(cells ? CELLS_SUFFIX : CENTRED_SUFFIX, name);
    boolean precise = before.endsWith(PRECISE_SUFFIX);
    String code = without(PRECISE_SUFFIX, before);
    if (code.equals(ResidualCode.NAME)) {
      return new CodeName(name, CODES, precise, cells, centred, null);
    }
    if (code.startsWith(ResidualCode.NAME + "-")) {
      int codes = codes(name, code.substring(ResidualCode.NAME.length() + 1));
      return new CodeName(name, codes, precise, cells, centred, null);
    }
    if (precise || cells || centred) {
      throw unknown(name);
    }
    try {
      TokenCode.named(name, 1);
    } catch (IllegalArgumentException e) {
      throw unknown(name);
    }
    return new CodeName(name, 0, false, false, false, null);
  }

  private static String without(String suffix, String name) {
    return name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : name;
  }

  private static MuveraParameters muvera(String name, String numbers) {
    if (numbers.isEmpty()) {
      return MuveraParameters.DEFAULT;
    }
    if (!numbers.matches("(-[0-9]{1,6}){3,4}")) {
      throw new IllegalArgumentException(
          "'%s' is no token code: behind '+muvera' stands nothing, or '-' and each of repetitions, bits, numbers a partition and perhaps numbers in all, as in +muvera-20-4-8"
              .formatted(name));
    }
    int[] each =
        Arrays.stream(numbers.substring(1).split("-", -1)).mapToInt(Integer::parseInt).toArray();
    return new MuveraParameters(
        each[0], each[1], each[2], each.length > 3 ? each[3] : 0, MuveraParameters.DEFAULT.seed());
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
        "no token code is called '%s'; there are residual, residual-N, int8 and float16, residual+int8, residual+cells and residual+int8+cells, the same with +centred for +cells, each with or without +muvera behind it"
            .formatted(name));
  }

  /// Bytes that a token of so many numbers takes in a segment; of `residual` codes once there is a
  /// codebook that stands for the collection, and more before. Vectors too wide for a codebook stay
  /// `int8`.
  public int tokenBytes(int dimension) {
    if (!residual()) {
      return TokenCode.named(plain(), dimension).tokenBytes();
    }
    int precise = TokenCode.named(FieldEntry.PRECISE_CODE, dimension).tokenBytes();
    if (dimension > CodebookTraining.MOST_DIMENSIONS) {
      return precise;
    }
    return ResidualCode.tokenBytes(dimension, codes) + (keepsPrecise ? precise : 0);
  }

  /// Bytes of all that one segment keeps of a field: its tokens by what [Codebooks] has for so
  /// many, the codebook, and fixed-dimensional encodings. Not counted are postings of cells, and
  /// where each document's tokens begin, some two bytes a document.
  public long bytes(int dimension, long documents, long tokens) {
    long encodings =
        muvera == null
            ? 0
            : documents * (muvera.width(dimension) + Float.BYTES) + (long) dimension * Float.BYTES;
    if (!residual() || dimension > CodebookTraining.MOST_DIMENSIONS) {
      return tokens * tokenBytes(dimension) + encodings;
    }
    int precise = TokenCode.named(FieldEntry.PRECISE_CODE, dimension).tokenBytes();
    if (tokens < Codebooks.LEAST_TOKENS) {
      return tokens * precise + encodings;
    }
    int beside = keepsPrecise || tokens < Codebooks.MATURE_TOKENS ? precise : 0;
    return tokens * (ResidualCode.tokenBytes(dimension, codes) + beside)
        + (centred ? documents * ResidualCode.centreBytes(dimension) : 0)
        + ResidualCode.codebookBytes(dimension, codes)
        + encodings;
  }

  /// The name of what a token is kept as, without what stands beside it.
  String plain() {
    int end = name.indexOf('+');
    return end < 0 ? name : name.substring(0, end);
  }

  /// Whether tokens are kept as codes of a codebook.
  boolean residual() {
    return codes > 0;
  }
}

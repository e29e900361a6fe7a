package pleiad.codec;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;

import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorSpecies;

/// The inner loops of [PermuteScorer], for registers of 64 bytes: a code's 64 steps are one
/// register, the codes of 64 document tokens another, and a permutation looks all of them up.
///
/// Everything lies in arrays: in a process that also works with memory segments the compiler
/// sometimes leaves their vector loads to the interpreter, ten thousand times slower.
///
/// The high bytes of the wide codes add up within a byte, two codes' low bytes do; then the even
/// and the odd tokens' sums are kept apart in sixteen bits. No helper is called and nothing is
/// masked here, see `VectorTiles`.
///
/// `block` holds from `at`: a row of 64 bytes for each code, then a row of factors. What is written
/// is a token's similarity in steps: 32 even tokens, then 32 odd ones; the smallest short where no
/// token is.
final class PermuteTiles {
  private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_512;
  private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_512;
  private static final int HIGH_BITS = Integer.numberOfTrailingZeros(ByteTables.HIGH_STEP);

  /// A shift by a register takes one instruction of a vector unit, one by a constant two.
  private static final ShortVector EIGHT = ShortVector.broadcast(SHORTS, 8);

  /// What sums must not exceed, to be loaded where as many of the first half remain as there are
  /// tokens.
  private static final short[] LIMITS = limits();

  private PermuteTiles() {}

  /// What is the same for all blocks and query tokens.
  ///
  /// @param zero the sum of steps that stands for zero
  /// @param factorShift the low bits of a sum, which the factor multiplies by themselves, so that
  ///   either product fits sixteen bits
  /// @param rest a mask of those bits
  /// @param shift bits that the product loses
  record Work(int codes, short zero, int factorShift, short rest, int shift) {
    static Work of(Codebook codebook, ByteTables tables) {
      int pre = tables.factorShift();
      return new Work(
          codebook.shape().codes(),
          tables.zero(),
          pre,
          (short) ((1 << pre) - 1),
          codebook.ratios().exponent() - pre);
    }
  }

  private static short[] limits() {
    short[] limits = new short[64];
    Arrays.fill(limits, 0, 32, Short.MAX_VALUE);
    Arrays.fill(limits, 32, 64, Short.MIN_VALUE);
    return limits;
  }

  /// Four query tokens with a block of up to 64 document tokens.
  static void fourTokens(
      byte[] block,
      int at,
      Work work,
      int[] wide,
      byte[] tables,
      int table,
      int tokens,
      short[] sums,
      int to,
      int stride) {
    int all = work.codes();
    ShortVector eight = EIGHT;
    ShortVector none = ShortVector.zero(SHORTS);
    ByteVector bytes = ByteVector.zero(BYTES);
    ByteVector b0 = bytes;
    ByteVector b1 = bytes;
    ByteVector b2 = bytes;
    ByteVector b3 = bytes;
    int row = table + all * 256;
    for (int i = 0; i < wide.length; i++, row += 256) {
      ByteVector c = ByteVector.fromArray(BYTES, block, at + wide[i] * 64);
      b0 = b0.add(c.selectFrom(ByteVector.fromArray(BYTES, tables, row + 0)));
      b1 = b1.add(c.selectFrom(ByteVector.fromArray(BYTES, tables, row + 64)));
      b2 = b2.add(c.selectFrom(ByteVector.fromArray(BYTES, tables, row + 128)));
      b3 = b3.add(c.selectFrom(ByteVector.fromArray(BYTES, tables, row + 192)));
    }
    ShortVector h0 = b0.reinterpretAsShorts().lanewise(LSHR, eight).lanewise(LSHL, HIGH_BITS);
    ShortVector l0 = b0.reinterpretAsShorts().and((short) 0xff).lanewise(LSHL, HIGH_BITS);
    ShortVector h1 = b1.reinterpretAsShorts().lanewise(LSHR, eight).lanewise(LSHL, HIGH_BITS);
    ShortVector l1 = b1.reinterpretAsShorts().and((short) 0xff).lanewise(LSHL, HIGH_BITS);
    ShortVector h2 = b2.reinterpretAsShorts().lanewise(LSHR, eight).lanewise(LSHL, HIGH_BITS);
    ShortVector l2 = b2.reinterpretAsShorts().and((short) 0xff).lanewise(LSHL, HIGH_BITS);
    ShortVector h3 = b3.reinterpretAsShorts().lanewise(LSHR, eight).lanewise(LSHL, HIGH_BITS);
    ShortVector l3 = b3.reinterpretAsShorts().and((short) 0xff).lanewise(LSHL, HIGH_BITS);
    ShortVector u0 = none, v0 = none;
    ShortVector u1 = none, v1 = none;
    ShortVector u2 = none, v2 = none;
    ShortVector u3 = none, v3 = none;
    row = table;
    for (int code = at; code < at + all * 64; code += 128, row += 512) {
      ByteVector c = ByteVector.fromArray(BYTES, block, code);
      ByteVector d = ByteVector.fromArray(BYTES, block, code + 64);
      ShortVector s0 =
          c.selectFrom(ByteVector.fromArray(BYTES, tables, row + 0))
              .add(d.selectFrom(ByteVector.fromArray(BYTES, tables, row + 256)))
              .reinterpretAsShorts();
      u0 = u0.add(s0);
      v0 = v0.add(s0.lanewise(LSHR, eight));
      ShortVector s1 =
          c.selectFrom(ByteVector.fromArray(BYTES, tables, row + 64))
              .add(d.selectFrom(ByteVector.fromArray(BYTES, tables, row + 320)))
              .reinterpretAsShorts();
      u1 = u1.add(s1);
      v1 = v1.add(s1.lanewise(LSHR, eight));
      ShortVector s2 =
          c.selectFrom(ByteVector.fromArray(BYTES, tables, row + 128))
              .add(d.selectFrom(ByteVector.fromArray(BYTES, tables, row + 384)))
              .reinterpretAsShorts();
      u2 = u2.add(s2);
      v2 = v2.add(s2.lanewise(LSHR, eight));
      ShortVector s3 =
          c.selectFrom(ByteVector.fromArray(BYTES, tables, row + 192))
              .add(d.selectFrom(ByteVector.fromArray(BYTES, tables, row + 448)))
              .reinterpretAsShorts();
      u3 = u3.add(s3);
      v3 = v3.add(s3.lanewise(LSHR, eight));
    }
    ShortVector factors = ByteVector.fromArray(BYTES, block, at + all * 64).reinterpretAsShorts();
    ShortVector even = factors.and((short) 0xff);
    ShortVector odd = factors.lanewise(LSHR, eight);
    ShortVector evenLimit = ShortVector.fromArray(SHORTS, LIMITS, 32 - (tokens + 1) / 2);
    ShortVector oddLimit = ShortVector.fromArray(SHORTS, LIMITS, 32 - tokens / 2);
    short zero = work.zero();
    short rest = work.rest();
    int pre = work.factorShift();
    int post = work.shift();
    l0 = u0.sub(v0.lanewise(LSHL, eight)).add(l0).sub(zero);
    h0 = v0.add(h0).sub(zero);
    l0.add(
            l0.lanewise(ASHR, pre)
                .mul(even)
                .add(l0.and(rest).mul(even).lanewise(ASHR, pre))
                .lanewise(ASHR, post))
        .min(evenLimit)
        .intoArray(sums, to);
    h0.add(
            h0.lanewise(ASHR, pre)
                .mul(odd)
                .add(h0.and(rest).mul(odd).lanewise(ASHR, pre))
                .lanewise(ASHR, post))
        .min(oddLimit)
        .intoArray(sums, to + 32);
    l1 = u1.sub(v1.lanewise(LSHL, eight)).add(l1).sub(zero);
    h1 = v1.add(h1).sub(zero);
    l1.add(
            l1.lanewise(ASHR, pre)
                .mul(even)
                .add(l1.and(rest).mul(even).lanewise(ASHR, pre))
                .lanewise(ASHR, post))
        .min(evenLimit)
        .intoArray(sums, to + stride);
    h1.add(
            h1.lanewise(ASHR, pre)
                .mul(odd)
                .add(h1.and(rest).mul(odd).lanewise(ASHR, pre))
                .lanewise(ASHR, post))
        .min(oddLimit)
        .intoArray(sums, to + stride + 32);
    l2 = u2.sub(v2.lanewise(LSHL, eight)).add(l2).sub(zero);
    h2 = v2.add(h2).sub(zero);
    l2.add(
            l2.lanewise(ASHR, pre)
                .mul(even)
                .add(l2.and(rest).mul(even).lanewise(ASHR, pre))
                .lanewise(ASHR, post))
        .min(evenLimit)
        .intoArray(sums, to + 2 * stride);
    h2.add(
            h2.lanewise(ASHR, pre)
                .mul(odd)
                .add(h2.and(rest).mul(odd).lanewise(ASHR, pre))
                .lanewise(ASHR, post))
        .min(oddLimit)
        .intoArray(sums, to + 2 * stride + 32);
    l3 = u3.sub(v3.lanewise(LSHL, eight)).add(l3).sub(zero);
    h3 = v3.add(h3).sub(zero);
    l3.add(
            l3.lanewise(ASHR, pre)
                .mul(even)
                .add(l3.and(rest).mul(even).lanewise(ASHR, pre))
                .lanewise(ASHR, post))
        .min(evenLimit)
        .intoArray(sums, to + 3 * stride);
    h3.add(
            h3.lanewise(ASHR, pre)
                .mul(odd)
                .add(h3.and(rest).mul(odd).lanewise(ASHR, pre))
                .lanewise(ASHR, post))
        .min(oddLimit)
        .intoArray(sums, to + 3 * stride + 32);
  }

  /// One query token with a block of up to 64 document tokens.
  static void oneToken(
      byte[] block,
      int at,
      Work work,
      int[] wide,
      byte[] tables,
      int table,
      int tokens,
      short[] sums,
      int to,
      int stride) {
    int all = work.codes();
    ShortVector eight = EIGHT;
    ShortVector none = ShortVector.zero(SHORTS);
    ByteVector bytes = ByteVector.zero(BYTES);
    ByteVector b0 = bytes;
    int row = table + all * 64;
    for (int i = 0; i < wide.length; i++, row += 64) {
      ByteVector c = ByteVector.fromArray(BYTES, block, at + wide[i] * 64);
      b0 = b0.add(c.selectFrom(ByteVector.fromArray(BYTES, tables, row + 0)));
    }
    ShortVector h0 = b0.reinterpretAsShorts().lanewise(LSHR, eight).lanewise(LSHL, HIGH_BITS);
    ShortVector l0 = b0.reinterpretAsShorts().and((short) 0xff).lanewise(LSHL, HIGH_BITS);
    ShortVector u0 = none, v0 = none;
    row = table;
    for (int code = at; code < at + all * 64; code += 128, row += 128) {
      ByteVector c = ByteVector.fromArray(BYTES, block, code);
      ByteVector d = ByteVector.fromArray(BYTES, block, code + 64);
      ShortVector s0 =
          c.selectFrom(ByteVector.fromArray(BYTES, tables, row + 0))
              .add(d.selectFrom(ByteVector.fromArray(BYTES, tables, row + 64)))
              .reinterpretAsShorts();
      u0 = u0.add(s0);
      v0 = v0.add(s0.lanewise(LSHR, eight));
    }
    ShortVector factors = ByteVector.fromArray(BYTES, block, at + all * 64).reinterpretAsShorts();
    ShortVector even = factors.and((short) 0xff);
    ShortVector odd = factors.lanewise(LSHR, eight);
    ShortVector evenLimit = ShortVector.fromArray(SHORTS, LIMITS, 32 - (tokens + 1) / 2);
    ShortVector oddLimit = ShortVector.fromArray(SHORTS, LIMITS, 32 - tokens / 2);
    short zero = work.zero();
    short rest = work.rest();
    int pre = work.factorShift();
    int post = work.shift();
    l0 = u0.sub(v0.lanewise(LSHL, eight)).add(l0).sub(zero);
    h0 = v0.add(h0).sub(zero);
    l0.add(
            l0.lanewise(ASHR, pre)
                .mul(even)
                .add(l0.and(rest).mul(even).lanewise(ASHR, pre))
                .lanewise(ASHR, post))
        .min(evenLimit)
        .intoArray(sums, to);
    h0.add(
            h0.lanewise(ASHR, pre)
                .mul(odd)
                .add(h0.and(rest).mul(odd).lanewise(ASHR, pre))
                .lanewise(ASHR, post))
        .min(oddLimit)
        .intoArray(sums, to + 32);
  }

  /// Four codes of `n` tokens, from three planes of as many bytes, into rows of 64; what comes
  /// behind the tokens in a row means nothing. Reads up to 64 bytes beyond the planes.
  static void unpackQuad(byte[] source, int from, int n, byte[] rows, int to) {
    ByteVector a = ByteVector.fromArray(BYTES, source, from);
    ByteVector b = ByteVector.fromArray(BYTES, source, from + n);
    ByteVector c = ByteVector.fromArray(BYTES, source, from + 2 * n);
    a.and((byte) 63).intoArray(rows, to);
    b.and((byte) 63).intoArray(rows, to + 64);
    c.and((byte) 63).intoArray(rows, to + 128);
    a.and((byte) 0xc0)
        .reinterpretAsShorts()
        .lanewise(LSHR, 6)
        .or(b.and((byte) 0xc0).reinterpretAsShorts().lanewise(LSHR, 4))
        .or(c.and((byte) 0xc0).reinterpretAsShorts().lanewise(LSHR, 2))
        .reinterpretAsBytes()
        .intoArray(rows, to + 192);
  }

  /// The steps of 64 factors: one less than their bytes. Behind them the bytes as they are, where 0
  /// is a factor of zero and has no steps. Reads 64 bytes.
  ///
  /// @return a bit for each byte of 0, whether it is a token's or not
  static long unpackFactors(byte[] source, int from, byte[] rows, int to) {
    ByteVector bytes = ByteVector.fromArray(BYTES, source, from);
    bytes.sub((byte) 1).intoArray(rows, to);
    bytes.intoArray(rows, to + 64);
    return bytes.compare(EQ, (byte) 0).toLong();
  }
}

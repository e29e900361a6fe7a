package pleiad.codec;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorSpecies;

/// The inner loops of [PermuteScorer], for registers of 64 bytes: a code's 64 steps are one
/// register, the codes of 64 document tokens another, and a permutation looks all of them up.
///
/// Everything lies in arrays: in a process that also works with memory segments the compiler
/// sometimes leaves their vector loads to the interpreter, ten thousand times slower.
///
/// Two codes' steps, each below 128, are added as bytes; then the even and the odd tokens' sums are
/// kept apart in sixteen bits. No helper is called and nothing is masked here, see `VectorTiles`.
///
/// `block` holds from `codes`: a row of 64 bytes for each code, then as shorts the factors of the
/// even and the odd tokens, then what their sums must not exceed: the smallest short where no token
/// is. What is written is a token's similarity in steps: 32 even tokens, then 32 odd ones.
final class PermuteTiles {
  private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_512;
  private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_512;

  private PermuteTiles() {}

  /// Four query tokens with 64 document tokens.
  static void fourTokens(
      byte[] block,
      int codes,
      int levels,
      int all,
      int shift,
      byte[] tables,
      int table,
      short zero,
      short[] sums,
      int to,
      int stride) {
    ShortVector none = ShortVector.zero(SHORTS);
    ShortVector l0 = none, h0 = none;
    ShortVector l1 = none, h1 = none;
    ShortVector l2 = none, h2 = none;
    ShortVector l3 = none, h3 = none;
    int at = table + all * 256;
    for (int code = 0; code < levels; code += 2, at += 512) {
      ByteVector c = ByteVector.fromArray(BYTES, block, codes + code * 64);
      ByteVector d = ByteVector.fromArray(BYTES, block, codes + code * 64 + 64);
      ShortVector s0 =
          c.selectFrom(ByteVector.fromArray(BYTES, tables, at + 0))
              .add(d.selectFrom(ByteVector.fromArray(BYTES, tables, at + 256)))
              .reinterpretAsShorts();
      l0 = l0.add(s0);
      h0 = h0.add(s0.lanewise(LSHR, 8));
      ShortVector s1 =
          c.selectFrom(ByteVector.fromArray(BYTES, tables, at + 64))
              .add(d.selectFrom(ByteVector.fromArray(BYTES, tables, at + 320)))
              .reinterpretAsShorts();
      l1 = l1.add(s1);
      h1 = h1.add(s1.lanewise(LSHR, 8));
      ShortVector s2 =
          c.selectFrom(ByteVector.fromArray(BYTES, tables, at + 128))
              .add(d.selectFrom(ByteVector.fromArray(BYTES, tables, at + 384)))
              .reinterpretAsShorts();
      l2 = l2.add(s2);
      h2 = h2.add(s2.lanewise(LSHR, 8));
      ShortVector s3 =
          c.selectFrom(ByteVector.fromArray(BYTES, tables, at + 192))
              .add(d.selectFrom(ByteVector.fromArray(BYTES, tables, at + 448)))
              .reinterpretAsShorts();
      l3 = l3.add(s3);
      h3 = h3.add(s3.lanewise(LSHR, 8));
    }
    l0 = l0.sub(h0.lanewise(LSHL, 8)).lanewise(LSHL, 7);
    h0 = h0.lanewise(LSHL, 7);
    l1 = l1.sub(h1.lanewise(LSHL, 8)).lanewise(LSHL, 7);
    h1 = h1.lanewise(LSHL, 7);
    l2 = l2.sub(h2.lanewise(LSHL, 8)).lanewise(LSHL, 7);
    h2 = h2.lanewise(LSHL, 7);
    l3 = l3.sub(h3.lanewise(LSHL, 8)).lanewise(LSHL, 7);
    h3 = h3.lanewise(LSHL, 7);
    ShortVector u0 = none, v0 = none;
    ShortVector u1 = none, v1 = none;
    ShortVector u2 = none, v2 = none;
    ShortVector u3 = none, v3 = none;
    at = table;
    for (int code = 0; code < all; code += 2, at += 512) {
      ByteVector c = ByteVector.fromArray(BYTES, block, codes + code * 64);
      ByteVector d = ByteVector.fromArray(BYTES, block, codes + code * 64 + 64);
      ShortVector s0 =
          c.selectFrom(ByteVector.fromArray(BYTES, tables, at + 0))
              .add(d.selectFrom(ByteVector.fromArray(BYTES, tables, at + 256)))
              .reinterpretAsShorts();
      u0 = u0.add(s0);
      v0 = v0.add(s0.lanewise(LSHR, 8));
      ShortVector s1 =
          c.selectFrom(ByteVector.fromArray(BYTES, tables, at + 64))
              .add(d.selectFrom(ByteVector.fromArray(BYTES, tables, at + 320)))
              .reinterpretAsShorts();
      u1 = u1.add(s1);
      v1 = v1.add(s1.lanewise(LSHR, 8));
      ShortVector s2 =
          c.selectFrom(ByteVector.fromArray(BYTES, tables, at + 128))
              .add(d.selectFrom(ByteVector.fromArray(BYTES, tables, at + 384)))
              .reinterpretAsShorts();
      u2 = u2.add(s2);
      v2 = v2.add(s2.lanewise(LSHR, 8));
      ShortVector s3 =
          c.selectFrom(ByteVector.fromArray(BYTES, tables, at + 192))
              .add(d.selectFrom(ByteVector.fromArray(BYTES, tables, at + 448)))
              .reinterpretAsShorts();
      u3 = u3.add(s3);
      v3 = v3.add(s3.lanewise(LSHR, 8));
    }
    int extra = codes + all * 64;
    ShortVector evenFactor = ByteVector.fromArray(BYTES, block, extra).reinterpretAsShorts();
    ShortVector oddFactor = ByteVector.fromArray(BYTES, block, extra + 64).reinterpretAsShorts();
    ShortVector evenLimit = ByteVector.fromArray(BYTES, block, extra + 128).reinterpretAsShorts();
    ShortVector oddLimit = ByteVector.fromArray(BYTES, block, extra + 192).reinterpretAsShorts();
    l0 = u0.sub(v0.lanewise(LSHL, 8)).add(l0).sub(zero);
    h0 = v0.add(h0).sub(zero);
    l0 =
        l0.add(l0.add((short) 16).lanewise(ASHR, 5).mul(evenFactor).lanewise(ASHR, shift))
            .min(evenLimit);
    h0 =
        h0.add(h0.add((short) 16).lanewise(ASHR, 5).mul(oddFactor).lanewise(ASHR, shift))
            .min(oddLimit);
    l0.intoArray(sums, to + 0 * stride);
    h0.intoArray(sums, to + 0 * stride + 32);
    l1 = u1.sub(v1.lanewise(LSHL, 8)).add(l1).sub(zero);
    h1 = v1.add(h1).sub(zero);
    l1 =
        l1.add(l1.add((short) 16).lanewise(ASHR, 5).mul(evenFactor).lanewise(ASHR, shift))
            .min(evenLimit);
    h1 =
        h1.add(h1.add((short) 16).lanewise(ASHR, 5).mul(oddFactor).lanewise(ASHR, shift))
            .min(oddLimit);
    l1.intoArray(sums, to + 1 * stride);
    h1.intoArray(sums, to + 1 * stride + 32);
    l2 = u2.sub(v2.lanewise(LSHL, 8)).add(l2).sub(zero);
    h2 = v2.add(h2).sub(zero);
    l2 =
        l2.add(l2.add((short) 16).lanewise(ASHR, 5).mul(evenFactor).lanewise(ASHR, shift))
            .min(evenLimit);
    h2 =
        h2.add(h2.add((short) 16).lanewise(ASHR, 5).mul(oddFactor).lanewise(ASHR, shift))
            .min(oddLimit);
    l2.intoArray(sums, to + 2 * stride);
    h2.intoArray(sums, to + 2 * stride + 32);
    l3 = u3.sub(v3.lanewise(LSHL, 8)).add(l3).sub(zero);
    h3 = v3.add(h3).sub(zero);
    l3 =
        l3.add(l3.add((short) 16).lanewise(ASHR, 5).mul(evenFactor).lanewise(ASHR, shift))
            .min(evenLimit);
    h3 =
        h3.add(h3.add((short) 16).lanewise(ASHR, 5).mul(oddFactor).lanewise(ASHR, shift))
            .min(oddLimit);
    l3.intoArray(sums, to + 3 * stride);
    h3.intoArray(sums, to + 3 * stride + 32);
  }

  /// One query token with 64 document tokens.
  static void oneToken(
      byte[] block,
      int codes,
      int levels,
      int all,
      int shift,
      byte[] tables,
      int table,
      short zero,
      short[] sums,
      int to,
      int stride) {
    ShortVector none = ShortVector.zero(SHORTS);
    ShortVector l0 = none, h0 = none;
    int at = table + all * 64;
    for (int code = 0; code < levels; code += 2, at += 128) {
      ByteVector c = ByteVector.fromArray(BYTES, block, codes + code * 64);
      ByteVector d = ByteVector.fromArray(BYTES, block, codes + code * 64 + 64);
      ShortVector s0 =
          c.selectFrom(ByteVector.fromArray(BYTES, tables, at + 0))
              .add(d.selectFrom(ByteVector.fromArray(BYTES, tables, at + 64)))
              .reinterpretAsShorts();
      l0 = l0.add(s0);
      h0 = h0.add(s0.lanewise(LSHR, 8));
    }
    l0 = l0.sub(h0.lanewise(LSHL, 8)).lanewise(LSHL, 7);
    h0 = h0.lanewise(LSHL, 7);
    ShortVector u0 = none, v0 = none;
    at = table;
    for (int code = 0; code < all; code += 2, at += 128) {
      ByteVector c = ByteVector.fromArray(BYTES, block, codes + code * 64);
      ByteVector d = ByteVector.fromArray(BYTES, block, codes + code * 64 + 64);
      ShortVector s0 =
          c.selectFrom(ByteVector.fromArray(BYTES, tables, at + 0))
              .add(d.selectFrom(ByteVector.fromArray(BYTES, tables, at + 64)))
              .reinterpretAsShorts();
      u0 = u0.add(s0);
      v0 = v0.add(s0.lanewise(LSHR, 8));
    }
    int extra = codes + all * 64;
    ShortVector evenFactor = ByteVector.fromArray(BYTES, block, extra).reinterpretAsShorts();
    ShortVector oddFactor = ByteVector.fromArray(BYTES, block, extra + 64).reinterpretAsShorts();
    ShortVector evenLimit = ByteVector.fromArray(BYTES, block, extra + 128).reinterpretAsShorts();
    ShortVector oddLimit = ByteVector.fromArray(BYTES, block, extra + 192).reinterpretAsShorts();
    l0 = u0.sub(v0.lanewise(LSHL, 8)).add(l0).sub(zero);
    h0 = v0.add(h0).sub(zero);
    l0 =
        l0.add(l0.add((short) 16).lanewise(ASHR, 5).mul(evenFactor).lanewise(ASHR, shift))
            .min(evenLimit);
    h0 =
        h0.add(h0.add((short) 16).lanewise(ASHR, 5).mul(oddFactor).lanewise(ASHR, shift))
            .min(oddLimit);
    l0.intoArray(sums, to + 0 * stride);
    h0.intoArray(sums, to + 0 * stride + 32);
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
}

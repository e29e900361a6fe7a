package pleiad.codec;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorSpecies;

/// The inner loops of [PermuteScorer], for registers of 64 bytes: a code's 64 steps are one
/// register, the codes of 64 document tokens another, and a permutation looks all of them up.
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
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  private PermuteTiles() {}

  /// Four query tokens with 64 document tokens.
  static void fourTokens(
      MemorySegment block,
      long codes,
      int levels,
      int all,
      int shift,
      MemorySegment tables,
      long table,
      short[] zeros,
      int token,
      short[] sums,
      int to,
      int stride) {
    ShortVector none = ShortVector.zero(SHORTS);
    ShortVector l0 = none, h0 = none;
    ShortVector l1 = none, h1 = none;
    ShortVector l2 = none, h2 = none;
    ShortVector l3 = none, h3 = none;
    long at = table + (long) all * 256;
    for (int code = 0; code < levels; code += 2, at += 512) {
      ByteVector c = ByteVector.fromMemorySegment(BYTES, block, codes + code * 64L, ORDER);
      ByteVector d = ByteVector.fromMemorySegment(BYTES, block, codes + code * 64L + 64, ORDER);
      ShortVector s0 =
          c.selectFrom(ByteVector.fromMemorySegment(BYTES, tables, at + 0, ORDER))
              .add(d.selectFrom(ByteVector.fromMemorySegment(BYTES, tables, at + 256, ORDER)))
              .reinterpretAsShorts();
      l0 = l0.add(s0);
      h0 = h0.add(s0.lanewise(LSHR, 8));
      ShortVector s1 =
          c.selectFrom(ByteVector.fromMemorySegment(BYTES, tables, at + 64, ORDER))
              .add(d.selectFrom(ByteVector.fromMemorySegment(BYTES, tables, at + 320, ORDER)))
              .reinterpretAsShorts();
      l1 = l1.add(s1);
      h1 = h1.add(s1.lanewise(LSHR, 8));
      ShortVector s2 =
          c.selectFrom(ByteVector.fromMemorySegment(BYTES, tables, at + 128, ORDER))
              .add(d.selectFrom(ByteVector.fromMemorySegment(BYTES, tables, at + 384, ORDER)))
              .reinterpretAsShorts();
      l2 = l2.add(s2);
      h2 = h2.add(s2.lanewise(LSHR, 8));
      ShortVector s3 =
          c.selectFrom(ByteVector.fromMemorySegment(BYTES, tables, at + 192, ORDER))
              .add(d.selectFrom(ByteVector.fromMemorySegment(BYTES, tables, at + 448, ORDER)))
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
      ByteVector c = ByteVector.fromMemorySegment(BYTES, block, codes + code * 64L, ORDER);
      ByteVector d = ByteVector.fromMemorySegment(BYTES, block, codes + code * 64L + 64, ORDER);
      ShortVector s0 =
          c.selectFrom(ByteVector.fromMemorySegment(BYTES, tables, at + 0, ORDER))
              .add(d.selectFrom(ByteVector.fromMemorySegment(BYTES, tables, at + 256, ORDER)))
              .reinterpretAsShorts();
      u0 = u0.add(s0);
      v0 = v0.add(s0.lanewise(LSHR, 8));
      ShortVector s1 =
          c.selectFrom(ByteVector.fromMemorySegment(BYTES, tables, at + 64, ORDER))
              .add(d.selectFrom(ByteVector.fromMemorySegment(BYTES, tables, at + 320, ORDER)))
              .reinterpretAsShorts();
      u1 = u1.add(s1);
      v1 = v1.add(s1.lanewise(LSHR, 8));
      ShortVector s2 =
          c.selectFrom(ByteVector.fromMemorySegment(BYTES, tables, at + 128, ORDER))
              .add(d.selectFrom(ByteVector.fromMemorySegment(BYTES, tables, at + 384, ORDER)))
              .reinterpretAsShorts();
      u2 = u2.add(s2);
      v2 = v2.add(s2.lanewise(LSHR, 8));
      ShortVector s3 =
          c.selectFrom(ByteVector.fromMemorySegment(BYTES, tables, at + 192, ORDER))
              .add(d.selectFrom(ByteVector.fromMemorySegment(BYTES, tables, at + 448, ORDER)))
              .reinterpretAsShorts();
      u3 = u3.add(s3);
      v3 = v3.add(s3.lanewise(LSHR, 8));
    }
    long extra = codes + all * 64L;
    ShortVector evenFactor = ShortVector.fromMemorySegment(SHORTS, block, extra, ORDER);
    ShortVector oddFactor = ShortVector.fromMemorySegment(SHORTS, block, extra + 64, ORDER);
    ShortVector evenLimit = ShortVector.fromMemorySegment(SHORTS, block, extra + 128, ORDER);
    ShortVector oddLimit = ShortVector.fromMemorySegment(SHORTS, block, extra + 192, ORDER);
    l0 = u0.sub(v0.lanewise(LSHL, 8)).add(l0).sub(zeros[token + 0]);
    h0 = v0.add(h0).sub(zeros[token + 0]);
    l0 =
        l0.add(l0.add((short) 16).lanewise(ASHR, 5).mul(evenFactor).lanewise(ASHR, shift))
            .min(evenLimit);
    h0 =
        h0.add(h0.add((short) 16).lanewise(ASHR, 5).mul(oddFactor).lanewise(ASHR, shift))
            .min(oddLimit);
    l0.intoArray(sums, to + 0 * stride);
    h0.intoArray(sums, to + 0 * stride + 32);
    l1 = u1.sub(v1.lanewise(LSHL, 8)).add(l1).sub(zeros[token + 1]);
    h1 = v1.add(h1).sub(zeros[token + 1]);
    l1 =
        l1.add(l1.add((short) 16).lanewise(ASHR, 5).mul(evenFactor).lanewise(ASHR, shift))
            .min(evenLimit);
    h1 =
        h1.add(h1.add((short) 16).lanewise(ASHR, 5).mul(oddFactor).lanewise(ASHR, shift))
            .min(oddLimit);
    l1.intoArray(sums, to + 1 * stride);
    h1.intoArray(sums, to + 1 * stride + 32);
    l2 = u2.sub(v2.lanewise(LSHL, 8)).add(l2).sub(zeros[token + 2]);
    h2 = v2.add(h2).sub(zeros[token + 2]);
    l2 =
        l2.add(l2.add((short) 16).lanewise(ASHR, 5).mul(evenFactor).lanewise(ASHR, shift))
            .min(evenLimit);
    h2 =
        h2.add(h2.add((short) 16).lanewise(ASHR, 5).mul(oddFactor).lanewise(ASHR, shift))
            .min(oddLimit);
    l2.intoArray(sums, to + 2 * stride);
    h2.intoArray(sums, to + 2 * stride + 32);
    l3 = u3.sub(v3.lanewise(LSHL, 8)).add(l3).sub(zeros[token + 3]);
    h3 = v3.add(h3).sub(zeros[token + 3]);
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
      MemorySegment block,
      long codes,
      int levels,
      int all,
      int shift,
      MemorySegment tables,
      long table,
      short[] zeros,
      int token,
      short[] sums,
      int to,
      int stride) {
    ShortVector none = ShortVector.zero(SHORTS);
    ShortVector l0 = none, h0 = none;
    long at = table + (long) all * 64;
    for (int code = 0; code < levels; code += 2, at += 128) {
      ByteVector c = ByteVector.fromMemorySegment(BYTES, block, codes + code * 64L, ORDER);
      ByteVector d = ByteVector.fromMemorySegment(BYTES, block, codes + code * 64L + 64, ORDER);
      ShortVector s0 =
          c.selectFrom(ByteVector.fromMemorySegment(BYTES, tables, at + 0, ORDER))
              .add(d.selectFrom(ByteVector.fromMemorySegment(BYTES, tables, at + 64, ORDER)))
              .reinterpretAsShorts();
      l0 = l0.add(s0);
      h0 = h0.add(s0.lanewise(LSHR, 8));
    }
    l0 = l0.sub(h0.lanewise(LSHL, 8)).lanewise(LSHL, 7);
    h0 = h0.lanewise(LSHL, 7);
    ShortVector u0 = none, v0 = none;
    at = table;
    for (int code = 0; code < all; code += 2, at += 128) {
      ByteVector c = ByteVector.fromMemorySegment(BYTES, block, codes + code * 64L, ORDER);
      ByteVector d = ByteVector.fromMemorySegment(BYTES, block, codes + code * 64L + 64, ORDER);
      ShortVector s0 =
          c.selectFrom(ByteVector.fromMemorySegment(BYTES, tables, at + 0, ORDER))
              .add(d.selectFrom(ByteVector.fromMemorySegment(BYTES, tables, at + 64, ORDER)))
              .reinterpretAsShorts();
      u0 = u0.add(s0);
      v0 = v0.add(s0.lanewise(LSHR, 8));
    }
    long extra = codes + all * 64L;
    ShortVector evenFactor = ShortVector.fromMemorySegment(SHORTS, block, extra, ORDER);
    ShortVector oddFactor = ShortVector.fromMemorySegment(SHORTS, block, extra + 64, ORDER);
    ShortVector evenLimit = ShortVector.fromMemorySegment(SHORTS, block, extra + 128, ORDER);
    ShortVector oddLimit = ShortVector.fromMemorySegment(SHORTS, block, extra + 192, ORDER);
    l0 = u0.sub(v0.lanewise(LSHL, 8)).add(l0).sub(zeros[token + 0]);
    h0 = v0.add(h0).sub(zeros[token + 0]);
    l0 =
        l0.add(l0.add((short) 16).lanewise(ASHR, 5).mul(evenFactor).lanewise(ASHR, shift))
            .min(evenLimit);
    h0 =
        h0.add(h0.add((short) 16).lanewise(ASHR, 5).mul(oddFactor).lanewise(ASHR, shift))
            .min(oddLimit);
    l0.intoArray(sums, to + 0 * stride);
    h0.intoArray(sums, to + 0 * stride + 32);
  }
}

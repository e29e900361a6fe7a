package pleiad.encode.text;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;

/// Checks the `precompiled_charsmap` of a SentencePiece model: which characters become which. The
/// library believes every index in it, and ends the process at a wrong one.
///
/// | bytes      | little-endian                                                        |
/// |------------|----------------------------------------------------------------------|
/// | 4          | bytes of the tree                                                    |
/// | 4 each     | the tree, a double array (darts-clone): label, leaf bit, offset      |
/// | the rest   | replacements in UTF-8, each ended by 0; leaves are indexes into them |
///
/// From a node, the child by byte `c` is at `(place ^ offset) ^ c` if that unit's label is `c`; the
/// leaf, where the unit has one, is at `place ^ offset`.
final class CharacterTable {
  private static final int LABELS = 256;

  private final int[] tree;
  private final byte[] replacements;
  private final BitSet seen = new BitSet();
  private final Deque<Integer> open = new ArrayDeque<>();

  private CharacterTable(int[] tree, byte[] replacements) {
    this.tree = tree;
    this.replacements = replacements;
  }

  /// Whether every walk through the table ends within it.
  static boolean isSound(byte[] table) {
    ByteBuffer bytes = ByteBuffer.wrap(table).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.remaining() < Integer.BYTES) {
      return false;
    }
    int size = bytes.getInt();
    if (size < Integer.BYTES || size > bytes.remaining() || size % Integer.BYTES != 0) {
      return false;
    }
    int[] tree = new int[size / Integer.BYTES];
    bytes.asIntBuffer().get(tree);
    byte[] replacements = new byte[bytes.remaining() - size];
    bytes.get(bytes.position() + size, replacements);
    return isUtf8(replacements) && new CharacterTable(tree, replacements).isSound();
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException wrong) {
      return false;
    }
  }

  private boolean isSound() {
    open.add(offset(tree[0]));
    while (!open.isEmpty()) {
      int base = open.remove();
      if (base < 0 || (base | (LABELS - 1)) >= tree.length) {
        return false;
      }
      for (int label = 1; label < LABELS; label++) {
        int child = base ^ label;
        if ((tree[child] & (1 << 31 | 0xFF)) == label && !enter(child)) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean enter(int node) {
    if (seen.get(node)) {
      return true;
    }
    seen.set(node);
    int base = node ^ offset(tree[node]);
    open.add(base);
    boolean leaf = (tree[node] >> 8 & 1) == 1;
    return !leaf || (base >= 0 && base < tree.length && isReplacement(tree[base] & ~(1 << 31)));
  }

  private static int offset(int unit) {
    return (unit >>> 10) << ((unit & (1 << 9)) >> 6);
  }

  /// Whether a replacement may begin there: within the bytes, and at a character.
  private boolean isReplacement(int index) {
    return index < replacements.length && (replacements[index] & 0xC0) != 0x80;
  }
}

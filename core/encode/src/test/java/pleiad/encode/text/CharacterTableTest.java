package pleiad.encode.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import pleiad.testkit.Seed;

@ExtendWith(Seed.class)
final class CharacterTableTest {
  private static final int UNITS = 512;
  private static final int LEAF = 300;

  /// A table that replaces one character of ASCII: the root's children are at 256, the leaf at 300.
  static byte[] table(String character, String replacement) {
    return table(UNITS, 256, character.charAt(0), LEAF, 0, replacement);
  }

  private static byte[] table(
      int units, int base, int label, int leaf, int value, String replacement) {
    int[] tree = new int[UNITS];
    int child = 256 ^ label;
    tree[0] = base << 10;
    tree[child] = (child ^ leaf) << 10 | 1 << 8 | label;
    tree[LEAF] = 1 << 31 | value;
    byte[] text = (replacement + "\0").getBytes(StandardCharsets.UTF_8);
    ByteBuffer table =
        ByteBuffer.allocate(Integer.BYTES * (1 + UNITS) + text.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    table.putInt(units * Integer.BYTES);
    for (int unit : tree) {
      table.putInt(unit);
    }
    return table.put(text).array();
  }

  @Test
  void aTableWithinItselfIsSound() {
    assertThat(CharacterTable.isSound(table("a", "b"))).isTrue();
    assertThat(CharacterTable.isSound(table("a", ""))).isTrue();
    assertThat(CharacterTable.isSound(table(UNITS, 256, 'a', LEAF, 2, "äb"))).isTrue();
  }

  @Test
  void aTableThatPointsOutOfItselfIsNot() {
    assertThat(CharacterTable.isSound(table(UNITS, 512, 'a', LEAF, 0, "b"))).isFalse();
    assertThat(CharacterTable.isSound(table(UNITS, 256, 'a', 700, 0, "b"))).isFalse();
    assertThat(CharacterTable.isSound(table(UNITS, 256, 'a', LEAF, 2, "b"))).isFalse();
    assertThat(CharacterTable.isSound(table(UNITS, 256, 'a', LEAF, 1, "ä"))).isFalse();
  }

  @Test
  void aTableCutShortIsNot() {
    assertThat(CharacterTable.isSound(new byte[0])).isFalse();
    assertThat(CharacterTable.isSound(new byte[4])).isFalse();
    assertThat(CharacterTable.isSound(table(0, 256, 'a', LEAF, 0, "b"))).isFalse();
    assertThat(CharacterTable.isSound(table(1 << 29, 256, 'a', LEAF, 0, "b"))).isFalse();
    assertThat(CharacterTable.isSound(table(-1, 256, 'a', LEAF, 0, "b"))).isFalse();
    byte[] wrong = table("a", "b");
    wrong[wrong.length - 2] = (byte) 0x80;
    assertThat(CharacterTable.isSound(wrong)).isFalse();
  }

  @Test
  void randomBytesNeverFail(Random random) {
    for (int run = 0; run < 2_000; run++) {
      byte[] table = table("a", "some text");
      for (int change = 0; change < 4; change++) {
        table[random.nextInt(table.length)] = (byte) random.nextInt();
      }
      assertThat(CharacterTable.isSound(table)).isIn(true, false);
    }
  }
}

package pleiad.encode.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Bytes as protobuf's documentation of its encoding has them, and messages as ONNX's has its
/// fields.
final class WireTest {
  private static String hex(Wire wire) {
    return HexFormat.of().formatHex(wire.toBytes());
  }

  @Test
  void numbersTakeSevenBitsAByte() {
    assertThat(hex(new Wire().whole(1, 150))).isEqualTo("089601");
    assertThat(hex(new Wire().whole(1, 0))).isEqualTo("0800");
    assertThat(hex(new Wire().whole(1, 127))).isEqualTo("087f");
    assertThat(hex(new Wire().whole(1, 128))).isEqualTo("088001");
    assertThat(hex(new Wire().whole(20, -1))).isEqualTo("a001ffffffffffffffffff01");
  }

  @Test
  void textsAndMessagesHaveTheirLengthInFront() {
    assertThat(hex(new Wire().text(2, "testing"))).isEqualTo("120774657374696e67");
    assertThat(hex(new Wire().text(2, "ε"))).isEqualTo("1202ceb5");
    assertThat(hex(new Wire().message(3, new Wire().whole(1, 150)))).isEqualTo("1a03089601");
    assertThat(hex(new Wire().opening(5, 300))).isEqualTo("2aac02");
  }

  @Test
  void aFloatIsLittleEndian() {
    assertThat(hex(new Wire().real(2, 1))).isEqualTo("150000803f");
    assertThat(hex(new Wire().real(2, -0f))).isEqualTo("1500000080");
  }

  @Test
  void anAttributeTellsItsKind() {
    assertThat(hex(new Attribute.Whole("axis", -1).wire()))
        .isEqualTo("0a0461786973" + "18ffffffffffffffffff01" + "a00102");
    assertThat(hex(new Attribute.Real("e", 1).wire())).isEqualTo("0a0165150000803fa00101");
    assertThat(hex(new Attribute.Text("a", "b").wire())).isEqualTo("0a0161220162a00103");
    assertThat(hex(new Attribute.Wholes("p", List.of(0L, 2L)).wire()))
        .isEqualTo("0a017040004002a00107");
  }

  @Test
  void aNodeNamesWhatItTakesAndGives() {
    Node node = new Node("Add", "n", List.of("a", "b"), List.of("c"), List.of());
    assertThat(hex(node.wire())).isEqualTo("0a01610a01621201631a016e2203416464");
  }

  @Test
  void aValueHasKnownAndOpenSizes() {
    assertThat(hex(new Value("x", NumberType.INT64, List.of("b", "3")).wire()))
        .isEqualTo("0a017812" + "0f" + "0a0d" + "0807" + "1209" + "0a03120162" + "0a020803");
  }
}

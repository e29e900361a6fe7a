package pleiad.encode.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pleiad.testkit.Seed;

final class GraphContractTest {
  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("model.onnx");
  }

  private GraphContract read(Onnx graph) throws IOException {
    return GraphContract.read(graph.write(file()));
  }

  @Test
  void aGraphWrittenHereSaysWhatItTakesAndGives() throws IOException {
    EncoderGraph written = EncoderGraphs.write(Golden.checkpoint("bert"), file());
    GraphContract contract = GraphContract.read(file());
    assertThat(contract.inputs())
        .extracting(GraphValue::toString)
        .containsExactly(
            "input_ids INT64[batch, tokens]",
            "attention_mask INT64[batch, tokens]",
            "token_type_ids INT64[batch, tokens]");
    assertThat(contract.inputs())
        .extracting(GraphValue::name)
        .containsExactlyElementsOf(written.inputs());
    assertThat(contract.outputs())
        .containsExactly(
            new GraphValue("last_hidden_state", "FLOAT", List.of("batch", "tokens", "32")));
    assertThat(contract.answer().content()).isEqualTo(GraphContent.STATES);
    assertThat(contract.answer().dimension()).isEqualTo(OptionalInt.of(32));
    assertThat(contract.data()).isEmpty();
  }

  @Test
  void aGraphWhoseWeightsLieBesideItNamesTheirFile() throws IOException {
    EncoderGraphs.write(Golden.checkpoint("bert"), file(), Precision.FLOAT32, 10_000);
    GraphContract contract = GraphContract.read(file());
    assertThat(contract.data()).containsExactly("model.onnx.data");
    assertThat(contract.answer().content()).isEqualTo(GraphContent.STATES);
    Files.delete(folder.resolve("model.onnx.data"));
    assertThatThrownBy(contract::answer)
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("model.onnx.data", "which is not beside it");
  }

  @ParameterizedTest
  @CsvSource({
    "output, NORMALIZED",
    "contextual, PROJECTED",
    "last_hidden_state, STATES",
    "token_embeddings, STATES"
  })
  void theNameOfTheOutputTellsWhatItIs(String name, GraphContent content) throws IOException {
    GraphAnswer answer = read(Onnx.encoder(name, "b", "t", "96")).answer();
    assertThat(answer.content()).isEqualTo(content);
    assertThat(answer.dimension()).isEqualTo(OptionalInt.of(96));
    assertThat(read(Onnx.encoder(name, "b", "?", "d")).answer().dimension()).isEmpty();
    assertThat(read(Onnx.encoder(name)).answer().dimension()).isEmpty();
  }

  @Test
  void scoresAreToldByTheirName() throws IOException {
    GraphAnswer answer = read(Onnx.encoder("logits", "b", "3")).answer();
    assertThat(answer.content()).isEqualTo(GraphContent.LOGITS);
    assertThat(answer.dimension()).isEqualTo(OptionalInt.of(3));
  }

  @Test
  void ofSeveralOutputsTheOneThatIsOfUseIsTaken() throws IOException {
    Onnx graph =
        Onnx.encoder("pooler_output", "b", "384").output("last_hidden_state", 1, "b", "t", "384");
    assertThat(read(graph).answer().output().name()).isEqualTo("last_hidden_state");
  }

  @Test
  void weightsAreNoInputs() throws IOException {
    Onnx graph =
        Onnx.encoder("output", "b", "t", "8").weights("w", 100_000).input("w", 3).weights("v", 0);
    assertThat(read(graph).inputs())
        .extracting(GraphValue::name)
        .containsExactly("input_ids", "attention_mask");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sentence_embedding | 1 | b 8     | gives sentence_embedding; expected an output called output, contextual, last_hidden_state, token_embeddings, logits
          output             | 1 | b 8     | the output 'output' of '
          output             | 1 | b 8     | has the sizes [b, 8]; expected 3 of them
          logits             | 1 | b t 8   | has the sizes [b, t, 8]; expected 2 of them
          output             | 10 | b t 8  | has numbers of the type FLOAT16; expected FLOAT
          output             | 99 | b t 8  | has numbers of the type type 99; expected FLOAT
          """)
  void anOutputOfAnotherKindIsRefused(String name, int type, String sizes, String message)
      throws IOException {
    GraphContract contract =
        read(new Onnx().input("input_ids", 7).output(name, type, sizes.split(" ", -1)));
    assertThatThrownBy(contract::answer)
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("model.onnx", message);
  }

  @Test
  void anInputThatNoTextEncoderHasIsRefused() throws IOException {
    GraphContract pixels = read(Onnx.encoder("output", "b", "t", "8").input("pixel_values", 1));
    assertThatThrownBy(pixels::answer)
        .hasMessageContaining("takes pixel_values FLOAT[batch, tokens]; expected INT64 of [");
    GraphContract shorter =
        read(new Onnx().input("input_ids", 6).output("output", 1, "b", "t", "8"));
    assertThatThrownBy(shorter::answer).hasMessageContaining("takes input_ids INT32[");
    GraphContract none = read(new Onnx().output("output", 1, "b", "t", "8"));
    assertThatThrownBy(none::answer).hasMessageContaining("takes nothing; expected input_ids");
    GraphContract silent = read(new Onnx().input("input_ids", 7));
    assertThatThrownBy(silent::answer).hasMessageContaining("gives nothing; expected an output");
  }

  @ParameterizedTest
  @CsvSource({"../secret", "/etc/passwd", "..", "a\\b"})
  void tensorsInAFileElsewhereAreRefused(String name) throws IOException {
    GraphContract contract = read(Onnx.encoder("output", "b", "t", "8").weightsIn(name));
    assertThatThrownBy(contract::answer)
        .hasMessageContaining("keeps tensors in a file that is not beside it");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                         | it holds no graph
          0809                       | it holds no graph
          3a003a00                   | it holds two graphs
          3a05                       | a field claims 5 bytes where 0 are left
          3affffffffffffffff7f       | a field claims 9223372036854775807 bytes where 0 are left
          3affffffffffffffffff01     | a field claims 18446744073709551615 bytes where 0 are left
          3a045affffff               | a number has no end
          ffffffffffffffffffffff01   | a number has more than ten bytes
          0b00                       | a field is of the kind 3
          00                         | a field has the number 0
          3800                       | field 7 is of the kind 0 where a message should be
          3a045a020a05               | a field claims 5 bytes where 0 are left
          3a055a030a01ff             | a name is no UTF-8
          3a045a020800               | field 1 is of the kind 0 where a text should be
          """)
  void aFileThatIsNoGraphIsRefused(String hex, String message) throws IOException {
    Files.write(file(), HexFormat.of().parseHex(hex == null ? "" : hex));
    assertThatThrownBy(() -> GraphContract.read(file()))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("model.onnx' is no ONNX graph that can be read: ", message);
  }

  @Test
  void aFileThatClaimsTooMuchIsRefused() {
    Onnx wide = Onnx.encoder("output", "1 ".repeat(17).split(" "));
    assertThatThrownBy(() -> read(wide)).hasMessageContaining("more than 16 sizes");
    Onnx named = Onnx.encoder("o".repeat(1_001), "8");
    assertThatThrownBy(() -> read(named)).hasMessageContaining("1001 bytes, more than 1000");
    Onnx many = new Onnx();
    for (int i = 0; i <= 10_000; i++) {
      many.output("o", 1);
    }
    assertThatThrownBy(() -> read(many)).hasMessageContaining("more than 10000 inputs and outputs");
    assertThatThrownBy(() -> GraphContract.read(folder.resolve("none.onnx")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("none.onnx");
  }

  @Test
  void aGraphOfThreeGigabytesIsReadInPassing() throws IOException {
    long hole = 3L << 30;
    byte[] values = Onnx.encoder("contextual", "b", "t", "128").toBytes();
    int graphAt = indexOfGraph(values);
    byte[] content = Arrays.copyOfRange(values, graphAt, values.length);
    try (RandomAccessFile sparse = new RandomAccessFile(file().toFile(), "rw")) {
      byte[] tensor = new Wire().opening(9, hole).toBytes();
      byte[] initializer = new Wire().opening(5, tensor.length + hole).toBytes();
      long length = initializer.length + tensor.length + hole + content.length;
      sparse.write(new Wire().opening(7, length).toBytes());
      sparse.write(initializer);
      sparse.write(tensor);
      sparse.seek(sparse.getFilePointer() + hole);
      sparse.write(content);
    }
    assertThat(GraphContract.read(file()).answer().dimension()).isEqualTo(OptionalInt.of(128));
  }

  /// Behind version and producer: the key, and the length in one or two bytes.
  private static int indexOfGraph(byte[] model) {
    int before = new Wire().whole(1, 9).text(2, "test").size();
    return before + (model[before + 1] < 0 ? 3 : 2);
  }

  @Test
  @ExtendWith(Seed.class)
  void aBrokenFileEndsInAnErrorOrInWhatItSays(Random random) throws IOException {
    byte[] whole = Onnx.encoder("output", "b", "t", "8").weights("w", 50).weightsIn("x").toBytes();
    for (int i = 0; i < 2_000; i++) {
      byte[] broken = Arrays.copyOf(whole, random.nextInt(whole.length + 1));
      for (int j = random.nextInt(4); j > 0 && broken.length > 0; j--) {
        broken[random.nextInt(broken.length)] = (byte) random.nextInt();
      }
      Files.write(file(), broken);
      try {
        assertThat(GraphContract.read(file()).file()).isEqualTo(file());
      } catch (IOException refused) {
        assertThat(refused).hasMessageContaining("model.onnx");
      }
    }
  }
}

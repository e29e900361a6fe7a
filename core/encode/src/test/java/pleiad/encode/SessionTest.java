package pleiad.encode;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import pleiad.encode.onnx.EncoderGraph;
import pleiad.encode.onnx.EncoderGraphs;
import pleiad.encode.onnx.Precision;
import pleiad.testkit.Seed;

@ExtendWith(Seed.class)
class SessionTest {
  private final OrtEnvironment environment = OrtLibrary.environment();

  private Session session(Precision precision) throws IOException {
    Path folder = ParityGolden.of("pylate-bert").checkpoint();
    EncoderGraph graph = EncoderGraphs.describe(folder, precision);
    return Session.load(
        environment,
        EncoderGraphs.toBytes(folder, precision),
        new Session.Wanted(graph.output(), graph.dimension(), Device.CPU));
  }

  @Test
  void textsSharePassesInGraphsOfFloatsOnly() throws IOException {
    try (Session floats = session(Precision.FLOAT32);
        Session int8 = session(Precision.INT8)) {
      assertThat(floats.batchTokens()).isEqualTo(256);
      assertThat(int8.batchTokens()).isEqualTo(1);
    }
  }

  @Test
  void aSharedPassGivesEachTextItsOwnRows(Random random) throws IOException {
    try (Session session = session(Precision.FLOAT32)) {
      List<Pass> passes = IntStream.of(5, 2, 9, 9).mapToObj(n -> pass(n, random)).toList();
      List<float[]> together = session.run(passes);
      for (int i = 0; i < passes.size(); i++) {
        assertThat(together.get(i))
            .usingComparatorWithPrecision(1e-5f)
            .containsExactly(session.run(passes.get(i)));
      }
    }
  }

  private static Pass pass(int count, Random random) {
    long[] attention = new long[count];
    Arrays.fill(attention, 1);
    return new Pass(
        random.longs(count, 0, 50).toArray(), attention, new long[count], 0, count, new int[0]);
  }
}

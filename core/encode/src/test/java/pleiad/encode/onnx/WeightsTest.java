package pleiad.encode.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import pleiad.encode.weights.Handmade;
import pleiad.encode.weights.Safetensors;
import pleiad.testkit.Seed;

@ExtendWith(Seed.class)
final class WeightsTest {
  private static final int ROWS = 300;

  private static final int COLUMNS = 500;

  @TempDir private Path folder;

  /// The bytes of an initializer's numbers.
  private static ByteBuffer written(Initializer initializer) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Numbers numbers =
        new Numbers(
            bytes -> {
              byte[] some = new byte[bytes.remaining()];
              bytes.get(some);
              out.writeBytes(some);
            });
    initializer.write(numbers);
    numbers.flush();
    assertThat(out.size()).isEqualTo(initializer.bytes());
    return ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void tensorsAreWrittenWholeAndTransposed(Random random) throws IOException {
    float[] values = values(random);
    try (Safetensors weights = open(values)) {
      Initializer same = Weights.same(weights.tensor("w"));
      Initializer transposed = Weights.transposed(weights.tensor("w"));
      assertThat(same.shape()).containsExactly((long) ROWS, (long) COLUMNS);
      assertThat(transposed.shape()).containsExactly((long) COLUMNS, (long) ROWS);
      ByteBuffer asIs = written(same);
      ByteBuffer turned = written(transposed);
      for (int row = 0; row < ROWS; row++) {
        for (int column = 0; column < COLUMNS; column++) {
          float value = values[row * COLUMNS + column];
          assertThat(asIs.getFloat((row * COLUMNS + column) * Float.BYTES)).isEqualTo(value);
          assertThat(turned.getFloat((column * ROWS + row) * Float.BYTES)).isEqualTo(value);
        }
      }
    }
  }

  @Test
  void anIntegerTimesItsScaleIsHalfAStepFromTheNumber(Random random) throws IOException {
    float[] values = values(random);
    try (Safetensors weights = open(values)) {
      ByteBuffer rows = written(Weights.rows(weights.tensor("w"), 127));
      ByteBuffer turned = written(Weights.rowsTransposed(weights.tensor("w"), 64));
      ByteBuffer fine = written(Weights.scales(weights.tensor("w"), 127, List.of(300L, 1L)));
      ByteBuffer coarse = written(Weights.scales(weights.tensor("w"), 64, List.of(300L)));
      for (int row = 0; row < ROWS; row++) {
        float fineStep = fine.getFloat(row * Float.BYTES);
        float coarseStep = coarse.getFloat(row * Float.BYTES);
        int largest = 0;
        for (int column = 0; column < COLUMNS; column++) {
          float value = values[row * COLUMNS + column];
          byte inRow = rows.get(row * COLUMNS + column);
          byte inColumn = turned.get(column * ROWS + row);
          assertThat(Math.abs(inRow * fineStep - value)).isLessThanOrEqualTo(0.501f * fineStep);
          assertThat(Math.abs(inColumn * coarseStep - value))
              .isLessThanOrEqualTo(0.501f * coarseStep);
          largest = Math.max(largest, Math.abs(inColumn));
        }
        assertThat(largest).isEqualTo(row == 1 ? 0 : 64);
      }
    }
  }

  /// Rows of very different sizes; the second is nothing but zeros.
  private static float[] values(Random random) {
    float[] values = new float[ROWS * COLUMNS];
    for (int i = 0; i < values.length; i++) {
      int row = i / COLUMNS;
      values[i] = row == 1 ? 0 : (float) (random.nextGaussian() * Math.exp(row % 9 - 4));
    }
    return values;
  }

  private Safetensors open(float[] values) throws IOException {
    Path file = folder.resolve("w.safetensors");
    new Handmade().floats("w", List.of((long) ROWS, (long) COLUMNS), values).write(file);
    return Safetensors.open(file);
  }
}

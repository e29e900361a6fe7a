package pleiad.encode.onnx;

import java.io.IOException;
import java.nio.file.Path;

/// A small graph whose tensors lie in a second file, as those of large ones do.
public final class SplitGraph {
  private SplitGraph() {}

  /// Writes a checkpoint's encoder as `FILE` and `FILE.data`.
  public static void write(Path checkpoint, Path file) throws IOException {
    EncoderGraphs.write(checkpoint, file, Precision.FLOAT32, 10_000);
  }
}

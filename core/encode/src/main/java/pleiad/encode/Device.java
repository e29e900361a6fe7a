package pleiad.encode;

import java.util.Locale;

/// What a model runs on. Vectors of one text differ between devices by rounding.
public enum Device {
  /// The processor, a core for each thread that encodes.
  CPU(256),
  /// NVIDIA's GPUs, by ONNX Runtime's GPU artifact; see `docs/how-to/encode-fast.md`.
  CUDA(8_192);

  private final int batchTokens;

  Device(int batchTokens) {
    this.batchTokens = batchTokens;
  }

  /// Tokens, padding included, that short texts share a pass up to. That of the CPU was measured:
  /// what a layer makes of so many still lies in a core's cache. That of CUDA was not.
  int batchTokens() {
    return batchTokens;
  }

  /// The device that a person names.
  ///
  /// @throws IllegalArgumentException when there is none of that name
  public static Device named(String name) {
    for (Device each : values()) {
      if (each.toString().equals(name)) {
        return each;
      }
    }
    throw new IllegalArgumentException("a device is cpu or cuda, got '%s'".formatted(name));
  }

  /// As a person writes it.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

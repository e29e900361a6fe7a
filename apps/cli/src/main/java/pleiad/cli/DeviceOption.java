package pleiad.cli;

import picocli.CommandLine.Option;
import pleiad.encode.Device;

/// What models run on.
final class DeviceOption {
  @Option(
      names = "--device",
      description =
          "What models run on, cpu or cuda (default: ${DEFAULT-VALUE}); cuda needs ONNX Runtime's library for GPUs, see docs/how-to/encode-fast.md.")
  private Device device = Device.CPU;

  DeviceOption() {}

  Device device() {
    return device;
  }
}

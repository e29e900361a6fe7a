package pleiad.cli;

import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import pleiad.Options;
import pleiad.encode.Device;
import pleiad.encode.Encoder;
import pleiad.encode.Encoders;
import pleiad.encode.Reranker;

/// Which model a verb runs.
final class ModelOptions {
  @Option(
      names = "--model",
      description = {
        "The encoder: a model that comes with Pleiad, a folder, or a model of the hub that was fetched (default: ${DEFAULT-VALUE}).",
        "Settings follow its name, as in ORG/NAME@REVISION,profile=stanford,document-length=512."
      })
  private String model = Encoders.DEFAULT;

  @Mixin private DeviceOption device;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  ModelOptions() {}

  /// Opens the model.
  Encoder open() {
    return opener(device.device()).apply(model);
  }

  /// Opens what orders texts by the model.
  Reranker openReranker() {
    return Encoders.openReranker(model, new StoreOptions().store(), device.device());
  }

  /// Opens models by their names; the store is where the environment says.
  static Function<String, Encoder> opener(Device device) {
    return name -> Encoders.open(name, new StoreOptions().store(), device);
  }

  /// Whether a model reads pages as pictures, and no texts.
  static boolean readsPages(String model) {
    return Encoders.readsPages(model, new StoreOptions().store());
  }

  /// How collections are opened, whatever their models are.
  static Options collection() {
    return collection(Device.CPU);
  }

  /// The same, with models on a device.
  static Options collection(Device device) {
    return Options.DEFAULT
        .models(opener(device))
        .rerankers(name -> Encoders.openReranker(name, new StoreOptions().store(), device));
  }
}

package pleiad.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import pleiad.encode.Encoders;
import pleiad.encode.ModelReference;

/// A model that a person names: a folder, or a model of the store.
final class ModelChoice {
  @Parameters(
      paramLabel = "MODEL",
      description = "A model's folder, or ORG/NAME of one that was pulled.")
  private String model;

  @Option(
      names = "--revision",
      paramLabel = "R",
      description = "A branch, a tag or a commit of a model that was pulled (default: main).")
  private @Nullable String revision;

  @Mixin private StoreOptions store;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  ModelChoice() {}

  /// As it was named.
  String name() {
    return model;
  }

  /// The folder with its files.
  Path folder() throws IOException {
    return Encoders.folder(ModelReference.of(model).at(revision), store.store());
  }
}

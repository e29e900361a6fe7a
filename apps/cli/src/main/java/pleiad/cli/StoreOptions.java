package pleiad.cli;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import pleiad.encode.hub.HubSettings;
import pleiad.encode.hub.ModelStore;

/// Where models are kept: as the environment says it to the Hugging Face client, unless an option
/// says otherwise.
final class StoreOptions {
  @Option(
      names = "--cache",
      paramLabel = "FOLDER",
      description = "Where models are kept (default: HF_HUB_CACHE, else ~/.cache/huggingface/hub).")
  private @Nullable Path cache;

  private Map<String, String> environment = System.getenv();

  StoreOptions() {}

  /// Takes these variables instead of the process's.
  void environment(Map<String, String> variables) {
    environment = Map.copyOf(variables);
  }

  HubSettings settings() {
    Map<String, String> variables = new HashMap<>(environment);
    if (cache != null) {
      variables.put("HF_HUB_CACHE", cache.toAbsolutePath().toString());
    }
    return HubSettings.of(variables, Path.of(System.getProperty("user.home")));
  }

  ModelStore store() {
    return new ModelStore(settings());
  }
}

package pleiad.encode.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import pleiad.encode.weights.Config;

/// A step of a model, as `modules.json` lists them.
///
/// @param type the name of its class, without what stands before: `Transformer`, `Dense`
/// @param folder where its own files are
record Step(String type, Path folder) {
  /// Where modules of these names come from; one from elsewhere may do anything.
  private static final String KNOWN = "(?:sentence_transformers|pylate)(?:\\.\\w+)*\\.(\\w+)";

  /// Reads the list; empty when there is none.
  ///
  /// @throws IOException when it is no such list, or a module is of an unknown class
  static List<Step> list(Path folder) throws IOException {
    Path file = folder.resolve("modules.json");
    List<Step> modules = new ArrayList<>();
    if (Files.isRegularFile(file)) {
      for (Config each : Config.readList(file)) {
        String type = each.text("type");
        if (!type.matches(KNOWN)) {
          throw each.unsupported("type", "a module of sentence_transformers or pylate");
        }
        String path = each.text("path", "");
        if (!path.matches("|\\w[\\w.-]*")) {
          throw each.unsupported("path", "the name of a folder beside the file");
        }
        modules.add(new Step(type.replaceFirst(".*\\.", ""), folder.resolve(path)));
      }
    }
    return modules;
  }

  boolean is(String name) {
    return type.equals(name);
  }

  /// Its settings, where it has some.
  Optional<Config> ownConfig() throws IOException {
    return Files.exists(folder.resolve("config.json")) ? Optional.of(config()) : Optional.empty();
  }

  /// Its settings.
  Config config() throws IOException {
    return Config.read(folder.resolve("config.json"));
  }
}

package pleiad.encode.checkpoint;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import pleiad.encode.weights.Config;

/// Dimensions that a model's vectors may be cut to.
final class Matryoshka {
  private static final List<String> NAMES = List.of("matryoshka_dimensions", "matryoshka_dims");

  private Matryoshka() {}

  /// How many numbers sentence-transformers' file says to keep, where that is fewer.
  static OptionalInt cut(Contents contents, int dimension) throws IOException {
    Optional<Config> sentence = contents.said().sentence();
    if (sentence.isEmpty() || !sentence.get().has("truncate_dim")) {
      return OptionalInt.empty();
    }
    int cut = sentence.get().whole("truncate_dim", 1, Settings.LONGEST);
    return cut < dimension ? OptionalInt.of(cut) : OptionalInt.empty();
  }

  /// Those that `config.json` lists, or that are known of the model; largest first.
  static List<Integer> shorter(Contents contents, Optional<KnownModel> model, int dimension)
      throws IOException {
    List<Integer> all = model.map(KnownModel::shorter).orElse(List.of());
    if (contents.said().model().isPresent()) {
      Config config = contents.said().model().get();
      for (String name : NAMES) {
        if (config.has(name)) {
          all = config.wholes(name, 1, Settings.LONGEST);
        }
      }
    }
    return all.stream()
        .filter(each -> each < dimension)
        .distinct()
        .sorted(Comparator.reverseOrder())
        .toList();
  }
}

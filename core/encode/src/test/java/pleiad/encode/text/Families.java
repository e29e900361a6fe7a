package pleiad.encode.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/// The small tokenizers that `pieces.py` trained, one for each family in use.
final class Families {
  static final List<String> ALL =
      List.of(
          "bert-uncased", "bert-cased", "bert-vocabulary", "modernbert", "roberta", "xlm-roberta");

  private Families() {}

  static Path folder(String family) {
    try {
      URI place =
          Objects.requireNonNull(Families.class.getResource(family + "/golden.jsonl")).toURI();
      return Objects.requireNonNull(Path.of(place).getParent());
    } catch (URISyntaxException impossible) {
      throw new AssertionError(impossible);
    }
  }

  static Tokenizer open(String family) {
    try {
      return Tokenizers.open(folder(family));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /// A column of a text's pieces.
  static List<Integer> ids(Pieces pieces) {
    return IntStream.of(pieces.ids()).boxed().toList();
  }

  static List<Integer> starts(Pieces pieces) {
    return IntStream.range(0, pieces.count()).map(pieces::start).boxed().toList();
  }

  static List<Integer> ends(Pieces pieces) {
    return IntStream.range(0, pieces.count()).map(pieces::end).boxed().toList();
  }

  /// What the vocabulary calls them.
  static List<String> names(Tokenizer tokenizer, Pieces pieces) {
    return IntStream.of(pieces.ids()).mapToObj(tokenizer::piece).toList();
  }
}

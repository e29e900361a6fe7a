package pleiad.encode.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// What a model's folder says.
///
/// ```java
/// switch (Checkpoint.read(Path.of("answerai-colbert-small-v1"))) {
///   case LateInteraction tokens -> tokens.projection().dimension();
///   case BiEncoder single -> single.pooling();
///   case CrossEncoder pairs -> pairs.labels();
/// }
/// ```
public sealed interface Checkpoint permits LateInteraction, BiEncoder, CrossEncoder {
  /// What every kind of model has.
  Basis basis();

  /// The model's folder.
  default Path folder() {
    return basis().folder();
  }

  /// In which way the folder tells what the model is.
  default Dialect dialect() {
    return basis().dialect();
  }

  /// What runs the model.
  default Graph graph() {
    return basis().graph();
  }

  /// What a person should know before trusting the vectors.
  default List<String> warnings() {
    return basis().warnings();
  }

  /// Reads a folder: settings, tokenizer, and what weights and graphs say of themselves, not their
  /// numbers.
  ///
  /// @throws IOException when a file is missing, cannot be read, or says what is not supported;
  ///   names it
  static Checkpoint read(Path folder) throws IOException {
    Contents contents = Contents.read(folder);
    Kind kind = Kind.of(contents);
    return switch (kind.model()) {
      case TOKENS -> LateInteractions.read(contents, kind.dialect());
      case ONE_VECTOR -> BiEncoders.read(contents, kind.dialect());
      case PAIRS -> CrossEncoders.read(contents, kind.dialect());
    };
  }
}

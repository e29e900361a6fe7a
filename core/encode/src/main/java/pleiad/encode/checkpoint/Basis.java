package pleiad.encode.checkpoint;

import java.nio.file.Path;
import java.util.List;

/// What every kind of model has.
///
/// @param folder the model's folder
/// @param dialect in which way it tells what it is
/// @param backbone the encoder under it
/// @param tokenizer what is known of its tokenizer
/// @param graph what runs it
/// @param warnings what a person should know before trusting the vectors
public record Basis(
    Path folder,
    Dialect dialect,
    Backbone backbone,
    TokenizerFiles tokenizer,
    Graph graph,
    List<String> warnings) {
  /// Keeps the warnings.
  public Basis {
    warnings = List.copyOf(warnings);
  }
}

package pleiad.encode.checkpoint;

import java.nio.file.Path;
import java.util.OptionalInt;

/// The encoder under a model, as `config.json` has it.
///
/// @param folder where its `config.json` and weights are; mostly the model's own folder
/// @param family `bert`, `modernbert`, …; `unknown` where there is no `config.json`
/// @param dimension numbers of a token's state; nothing where no file says
/// @param window tokens, with the special ones, that a text may have; nothing where no file says
public record Backbone(Path folder, String family, OptionalInt dimension, OptionalInt window) {}

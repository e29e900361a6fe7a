package pleiad.encode.checkpoint;

import java.nio.file.Path;
import java.util.Optional;

/// A matrix in a safetensors file, `[outputs, inputs]`, and what is added to its product.
///
/// @param file the file, or the index of a sharded one
/// @param weight the matrix's name in it
/// @param bias the name of the vector that is added, if one is
/// @param inputs numbers that it takes
/// @param outputs numbers that it gives
public record Linear(Path file, String weight, Optional<String> bias, int inputs, int outputs) {}

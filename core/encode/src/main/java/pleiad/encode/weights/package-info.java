/// Reads the files of a checkpoint as training leaves them: weights in safetensors and settings in
/// `config.json`. Neither is trusted: what does not add up is an [java.io.IOException] that names
/// the file and the place, and memory is bounded by small limits, not by what a file claims.
@NullMarked
package pleiad.encode.weights;

import org.jspecify.annotations.NullMarked;

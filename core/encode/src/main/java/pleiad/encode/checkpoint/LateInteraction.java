package pleiad.encode.checkpoint;

import java.util.Optional;

/// A model that gives a vector for each token, and scores by [Similarity].
///
/// @param basis what every kind of model has
/// @param form how it wants its texts
/// @param projection what makes its vectors of the encoder's states
/// @param pooling how the checkpoint wants vectors pooled, if it does
/// @param similarity how vectors come to a score
/// @param prompts texts that the checkpoint names beside the markers
public record LateInteraction(
    Basis basis,
    TextForm form,
    Projection projection,
    Optional<TokenPooling> pooling,
    Similarity similarity,
    Prompts prompts)
    implements Checkpoint {}

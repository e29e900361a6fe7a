package pleiad.encode.checkpoint;

/// Fewer vectors for a text, by hierarchical clustering, as the checkpoint wants it.
///
/// @param factor tokens that come to one on the average
/// @param spared tokens at the beginning that stay as they are
/// @param ofQueries whether queries are pooled too
/// @param renormalized whether means are brought to unit length
public record TokenPooling(int factor, int spared, boolean ofQueries, boolean renormalized) {}

package pleiad.encode.checkpoint;

/// Tokens for each role.
///
/// @param query of a text that asks
/// @param document of a text to be found
public record Lengths(int query, int document) {}

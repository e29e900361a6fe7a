package pleiad.encode.hub;

/// What a removal took away.
///
/// @param models snapshots that were there and are gone
/// @param bytes that the disk has back
public record Removal(int models, long bytes) {}

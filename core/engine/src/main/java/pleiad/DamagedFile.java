package pleiad;

/// A file of a collection that is not what was written.
///
/// @param name the file
/// @param problem what is wrong with it
public record DamagedFile(String name, String problem) {}

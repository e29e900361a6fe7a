package pleiad.bench;

/// What a search of so many documents takes, and what their index does.
///
/// @param spliced whether some of the documents are made of real ones
/// @param p50 median milliseconds of a search on one thread
/// @param p95 the time that 95 of 100 searches do not exceed
/// @param recall10 the share of the true best 10, by exact MaxSim of the uncompressed vectors
/// @param bytes all files of the multi-vector field
/// @param heapMegabytes what the opened and warm index holds on the heap, in 10⁶ bytes
/// @param buildSeconds from the first document to the last commit, on all cores
public record GrowthRow(
    int documents,
    long tokens,
    boolean spliced,
    double p50,
    double p95,
    double recall10,
    double bytes,
    double heapMegabytes,
    double buildSeconds) {}

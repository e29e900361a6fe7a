package pleiad.bench;

/// How one setting searched with a filter, on one thread.
///
/// @param documents that the filter keeps
/// @param p50 median milliseconds of a search
/// @param p95 the time that 95 of 100 searches do not exceed
/// @param same the share of queries whose answer is the one that scoring every document which the
///   filter keeps gives, score by score
/// @param recall the share of those best documents that was found, as a mean over queries
public record FilteredRow(int documents, double p50, double p95, double same, double recall) {}

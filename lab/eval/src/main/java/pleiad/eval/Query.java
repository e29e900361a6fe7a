package pleiad.eval;

/// A question put to a collection.
///
/// @param id names the query in judgements and runs
public record Query(String id, String text) {}

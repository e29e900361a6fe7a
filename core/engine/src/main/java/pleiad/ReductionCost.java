package pleiad;

/// What leaving out or pooling tokens saved and cost, of the documents that were added since a
/// collection was opened.
///
/// The cost is measured on a sample of them: spans of some are looked for among the others, by all
/// tokens and by those that are kept.
///
/// @param field the multi-vector field
/// @param tokens of all documents, as they came
/// @param kept tokens of theirs that were written
/// @param documents of the sample
/// @param queries spans that were looked for
/// @param scoreDifference how far MaxSim of what is kept is from MaxSim of everything, as a share
///   of it
/// @param recall10 the share of the ten best documents by all tokens that are among the ten best by
///   those that are kept
public record ReductionCost(
    String field,
    long tokens,
    long kept,
    int documents,
    int queries,
    double scoreDifference,
    double recall10) {}

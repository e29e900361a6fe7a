package pleiad.bench;

/// How long one setting scored documents that were all to be scored, on one thread.
///
/// @param candidates that the ranker `maxsim` was given
/// @param ranker median milliseconds of the ranker for one query, without what found the candidates
/// @param rankerQueries that were timed for it
/// @param exact median milliseconds of `ExactMaxSimQuery` over all documents
/// @param exactQueries that were timed for it
public record RankedRow(
    int candidates, double ranker, int rankerQueries, double exact, int exactQueries) {}

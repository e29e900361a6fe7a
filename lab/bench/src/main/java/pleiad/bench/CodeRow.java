package pleiad.bench;

import java.util.OptionalDouble;

/// What one way of keeping tokens costs.
///
/// @param code its name
/// @param bytesPerToken for each token that the collection has, pooled or not
/// @param trainSeconds to learn what it needs, on all cores
/// @param tokensPerSecond that one thread pools and encodes
/// @param error the mean squared distance between directions of length one and what came back of
///   them, scaled to length one; none where tokens were pooled
/// @param recall10 the share of the true best 10 among the best 10 by MaxSim of what came back
/// @param ndcg10 nDCG@10 of these by the collection's judgements
public record CodeRow(
    String code,
    double bytesPerToken,
    double trainSeconds,
    double tokensPerSecond,
    OptionalDouble error,
    double recall10,
    double ndcg10) {}

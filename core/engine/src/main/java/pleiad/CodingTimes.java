package pleiad;

import java.time.Duration;

/// What codes have taken since a collection was opened to write: the time that flushing and merging
/// threads spent on them, by the clock. Each of them may use several cores; where two work at once,
/// both of their times count.
///
/// @param training of codebooks
/// @param encoding of tokens, as codes and as `int8` or `float16`
public record CodingTimes(Duration training, Duration encoding) {}

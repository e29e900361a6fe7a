package pleiad;

/// A span of one of a collection's own documents, taken for a query.
///
/// @param id the document that it is from, which answers it better than any other
/// @param search for the span, with everything else as usual
public record SampledQuery(String id, Search search) {}

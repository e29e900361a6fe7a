package pleiad;

import java.util.List;
import java.util.Map;
import pleiad.encode.Token;
import pleiad.search.Request;

/// A question in every form that a plan needs.
///
/// @param queryPieces the query tokens' pieces of text by field, where the text was encoded
/// @param millis what encoding took
record Question(Request request, Map<String, List<Token>> queryPieces, double millis) {}

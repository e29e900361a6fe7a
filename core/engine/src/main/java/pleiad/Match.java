package pleiad;

import org.jspecify.annotations.Nullable;
import pleiad.encode.image.PageArea;

/// What one query token found in a document.
///
/// @param queryToken the query token's piece of text; its number where the query is vectors
/// @param documentToken the document token's piece of text, of pooled tokens all of them with ` + `
///   between; the number of the kept vector where the text is unknown, which it is where vectors
///   are the caller's
/// @param similarity their dot product; these add up to the hit's MaxSim
/// @param weight how much the query token counts in the plan: 1 where all count the same
/// @param share what it adds to the sum of similarities, each as often as it counts; 1 being all
/// @param place where the document token stands, of pooled ones the one that is the query's own
///   word, or the first; null where the text is unknown
/// @param area of a page that was encoded as a picture, the part that the vector stands for, of
///   pooled patches the first; null for a token of a prompt, and where that is unknown
public record Match(
    String queryToken,
    String documentToken,
    float similarity,
    float weight,
    float share,
    @Nullable Place place,
    @Nullable PageArea area) {
  /// A piece of a document's title or text, by UTF-16 index; the end is exclusive.
  public record Place(Part part, int start, int end) {}
}

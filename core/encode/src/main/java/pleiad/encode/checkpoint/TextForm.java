package pleiad.encode.checkpoint;

import java.util.OptionalInt;

/// How a late-interaction model wants its texts.
///
/// @param markers what tells queries from documents
/// @param lengths tokens of each, with special ones and marker
/// @param expansion how queries are filled up
/// @param skiplist tokens whose vectors are left out
/// @param lowerCase whether texts are put into lower case before the tokenizer sees them
public record TextForm(
    Markers markers, Lengths lengths, Expansion expansion, Skiplist skiplist, boolean lowerCase) {
  /// Tokens that are left for the text itself, behind special tokens and marker. A prefix that is
  /// several tokens takes more than is known here.
  public Lengths room(TokenizerFiles tokenizer) {
    int special = tokenizer.frame().tokens();
    return new Lengths(
        Math.max(0, lengths.query() - special - tokens(markers.query())),
        Math.max(0, lengths.document() - special - tokens(markers.document())));
  }

  private static int tokens(Marker marker) {
    return switch (marker) {
      case Marker.None _ -> 0;
      case Marker.Inserted _ -> 1;
      case Marker.Prefix(_, OptionalInt id) -> id.isPresent() ? 1 : 0;
    };
  }
}

package pleiad.encode;

import java.util.Objects;

/// One id that a model is given for a text, and what becomes of the row that comes out for it.
///
/// @param pass which pass over the text it is of, from 0; a long text takes several
/// @param piece the entry of the vocabulary
/// @param id its number
/// @param attended whether other tokens look at it
/// @param kept whether its row is among the text's vectors
/// @param start where in the text it stands, a UTF-16 index; a token that is not of the text stands
///   at its beginning or at its end, and has no length
/// @param end where it ends, exclusive
public record InputRow(
    int pass, String piece, int id, boolean attended, boolean kept, int start, int end) {
  public InputRow {
    Objects.requireNonNull(piece, "piece");
  }
}

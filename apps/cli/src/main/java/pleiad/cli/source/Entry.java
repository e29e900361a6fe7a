package pleiad.cli.source;

import pleiad.Document;
import pleiad.PagePicture;

/// One entry of a source: a document, or why there is none.
public sealed interface Entry {
  /// The file, with the line or page where there is one.
  String where();

  /// A document to be added.
  record Good(String where, Document document) implements Entry {}

  /// A page to be added with its picture.
  ///
  /// @param document the text on it, which may be empty
  record Page(String where, Document document, PagePicture picture) implements Entry {}

  /// A page without text, of which a model of texts makes nothing.
  record Blank(String where) implements Entry {}

  /// An entry that is no document.
  ///
  /// @param problem what was expected and what was found
  record Bad(String where, String problem) implements Entry {}
}

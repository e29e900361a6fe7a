package pleiad.cli.source;

import pleiad.Document;

/// One entry of a source: a document, or why there is none.
public sealed interface Entry {
  /// The file, with the line where there is one.
  String where();

  /// A document to be added.
  record Good(String where, Document document) implements Entry {}

  /// An entry that is no document.
  ///
  /// @param problem what was expected and what was found
  record Bad(String where, String problem) implements Entry {}
}

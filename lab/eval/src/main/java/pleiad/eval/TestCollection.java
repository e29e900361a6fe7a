package pleiad.eval;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Documents, queries, and judgements which document answers which query: a folder in one of the
/// two layouts that most public collections come in. Nothing is read until it is asked for.
///
/// | layout   | documents        | queries                                | judgements of a split |
/// |----------|------------------|----------------------------------------|-----------------------|
/// | BEIR     | `corpus.jsonl`   | `queries.jsonl`                        | `qrels/SPLIT.tsv`     |
/// | MS MARCO | `collection.tsv` | `queries.SPLIT.tsv` or `queries.tsv`   | `qrels.SPLIT.tsv`     |
///
/// In BEIR's layout a document is a JSON object a line, with `_id` (or `id`), `text` and perhaps
/// `title`; judgements are query, document and grade between tabs, with or without a header. In MS
/// MARCO's a document is `id, passage[, title]` between tabs, judgements are in TREC's format, and
/// a file called `qrels.tsv` is the split `all`. Files are UTF-8; a byte order mark, Windows line
/// ends and blank lines do no harm.
///
/// What is wrong inside a file is a [MalformedFileException] that names file and line; a file that
/// is missing is a [NoSuchFileException] that says what belongs there.
public sealed interface TestCollection permits BeirCollection, MsMarcoCollection {
  /// Opens a folder, whose files tell the layout.
  ///
  /// @throws NoSuchFileException when it has neither `corpus.jsonl` nor `collection.tsv`
  static TestCollection open(Path folder) throws IOException {
    if (Files.exists(folder.resolve(BeirCollection.CORPUS))) {
      return new BeirCollection(folder);
    }
    if (Files.exists(folder.resolve(MsMarcoCollection.COLLECTION))) {
      return new MsMarcoCollection(folder);
    }
    throw new NoSuchFileException(
        folder.toString(),
        null,
        "no collection here; expected corpus.jsonl (BEIR) or collection.tsv (MS MARCO)");
  }

  /// Opens a folder of queries and judgements whose documents are elsewhere.
  ///
  /// @throws NoSuchFileException when it has neither `queries.jsonl` nor `queries.tsv`
  static TestCollection openQueries(Path folder) throws IOException {
    if (Files.exists(folder.resolve(BeirCollection.QUERIES))) {
      return new BeirCollection(folder);
    }
    try (Stream<Path> files = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
      if (files.anyMatch(file -> file.getFileName().toString().matches("queries(\\..+)?\\.tsv"))) {
        return new MsMarcoCollection(folder);
      }
    }
    throw new NoSuchFileException(
        folder.toString(),
        null,
        "no queries here; expected queries.jsonl and qrels/ (BEIR) or queries.tsv and qrels.tsv (MS MARCO)");
  }

  /// The documents in the file's order, read while the stream is consumed: only their ids are
  /// remembered, to find one that comes twice. The caller closes the stream.
  ///
  /// An error met on the way is thrown from the stream's operations, input and output errors as
  /// [java.io.UncheckedIOException].
  Stream<Document> documents() throws IOException;

  /// The names of the splits that have judgements, sorted.
  List<String> splits() throws IOException;

  /// All queries, judged or not, in the file's order.
  List<Query> queries() throws IOException;

  /// The queries that are judged in a split, in the file's order. A query that is judged and has no
  /// text is not among them.
  ///
  /// @throws IllegalArgumentException when there is no such split; the message names those there
  ///   are
  List<Query> queries(String split) throws IOException;

  /// The judgements of a split.
  ///
  /// @throws IllegalArgumentException when there is no such split; the message names those there
  ///   are
  Qrels qrels(String split) throws IOException;
}

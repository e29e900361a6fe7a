package pleiad;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import pleiad.search.Plan;

/// What is in a collection.
///
/// @param documents live documents
/// @param tokens tokens that are kept in all multi-vector fields, those of deleted documents that
///   no merge has removed yet included
/// @param segments Lucene's
/// @param bytes all files of the newest commit
/// @param bytesPerToken bytes of all files of the multi-vector fields, those of their mean vectors
///   among them, per kept token; 0 without tokens
/// @param files the newest commit's
/// @param fields the multi-vector fields
/// @param kept how each of them is kept
/// @param language BM25's
public record Stats(
    int documents,
    long tokens,
    int segments,
    long bytes,
    double bytesPerToken,
    List<File> files,
    List<VectorField> fields,
    List<FieldStats> kept,
    Language language) {
  /// One file.
  ///
  /// @param role what it is for, in words
  public record File(String name, long bytes, String role) {}

  public Stats {
    files = List.copyOf(files);
    fields = List.copyOf(fields);
    kept = List.copyOf(kept);
  }

  /// Bytes of the files that a plan goes through to find and order documents: nothing to filter by,
  /// and stored texts where a model reads them. Vectors of one kind count whichever field they are
  /// of.
  public long bytesFor(Plan plan) {
    Set<String> roles =
        plan.reads().stream()
            .flatMap(stored -> FileRoles.of(stored).stream())
            .collect(Collectors.toSet());
    return files.stream().filter(file -> roles.contains(file.role())).mapToLong(File::bytes).sum();
  }
}

package pleiad.encode.hub;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// A model in the store, at one commit.
///
/// @param name `ORG/NAME`
/// @param commit 40 digits
/// @param revisions the branches and tags that stand for the commit here; none after a pull by
///   commit
/// @param folder the snapshot: the model's files under their own names
/// @param files how many there are
/// @param bytes of these files
/// @param written bytes of graphs that Pleiad wrote beside them; they may be deleted, and are
///   written again
/// @param complete whether nothing is missing, as far as can be told without the hub
public record StoredModel(
    String name,
    String commit,
    List<String> revisions,
    Path folder,
    int files,
    long bytes,
    long written,
    boolean complete) {
  /// Takes a copy of the revisions.
  public StoredModel {
    revisions = List.copyOf(revisions);
  }

  static StoredModel of(Snapshot snapshot) throws IOException {
    ModelFolder folder = snapshot.folder();
    return new StoredModel(
        folder.name().value(),
        snapshot.commit(),
        folder.revisions().getOrDefault(snapshot.commit(), List.of()),
        snapshot.path(),
        snapshot.files().size(),
        snapshot.bytes(snapshot.files()),
        snapshot.bytes(snapshot.written()),
        snapshot.complete());
  }
}

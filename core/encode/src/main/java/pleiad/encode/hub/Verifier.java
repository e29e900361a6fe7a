package pleiad.encode.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import pleiad.encode.hub.Verification.Checked;
import pleiad.encode.hub.Verification.State;

/// Computes a snapshot's checksums anew. What they should be say, first to last: the list of a
/// pull, the client's own list, the name of the blob that a file links to.
final class Verifier {
  private final Snapshot snapshot;
  private final Map<String, Checksum> expected = new TreeMap<>();
  private final TreeSet<String> files = new TreeSet<>();

  private Verifier(Snapshot snapshot) {
    this.snapshot = snapshot;
  }

  static Verification verify(Snapshot snapshot) throws IOException {
    return new Verifier(snapshot).run();
  }

  private Verification run() throws IOException {
    ModelFolder folder = snapshot.folder();
    for (Path list : List.of(folder.clientList(snapshot.commit()), pulled())) {
      Manifest.read(list)
          .ifPresent(
              manifest ->
                  manifest.files().forEach(file -> expected.put(file.path(), file.checksum())));
    }
    Manifest.read(pulled())
        .ifPresent(manifest -> manifest.files().forEach(file -> files.add(file.path())));
    files.addAll(snapshot.files());
    List<Checked> checked = new ArrayList<>();
    for (String file : files) {
      checked.add(check(file));
    }
    for (String file : snapshot.written()) {
      checked.add(new Checked(file, State.WRITTEN, "", ""));
    }
    return new Verification(StoredModel.of(snapshot), checked);
  }

  /// The list of the pull that ended here, or else of the one that began.
  private Path pulled() {
    Path ended = snapshot.folder().pulledList(snapshot.commit());
    return Files.exists(ended) ? ended : snapshot.folder().pendingList(snapshot.commit());
  }

  private Checked check(String file) throws IOException {
    Optional<Checksum> known = Optional.ofNullable(expected.get(file));
    if (known.isEmpty()) {
      known = snapshot.blobName(file).flatMap(Checksum::parse);
    }
    String hex = known.map(Checksum::hex).orElse("");
    if (!Files.isRegularFile(snapshot.path(file))) {
      return new Checked(file, State.MISSING, hex, "");
    }
    if (known.isEmpty()) {
      return new Checked(file, State.UNKNOWN, "", "");
    }
    Checksum found = known.get().of(snapshot.path(file));
    State state = found.equals(known.get()) ? State.GOOD : State.DAMAGED;
    return new Checked(file, state, hex, found.hex());
  }
}

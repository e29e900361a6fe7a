package pleiad.encode.hub;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Takes a model's files away. Links are taken away themselves, never what they point to; revisions
/// go first, so that a removal that is interrupted leaves no name for half a model.
final class Remover {
  private final ModelFolder folder;
  private long bytes;

  private Remover(ModelFolder folder) {
    this.folder = folder;
  }

  /// Removes all of a model.
  static Removal all(ModelFolder folder) throws IOException {
    Remover remover = new Remover(folder);
    int models = folder.commits().size();
    remover.delete(folder.refs());
    remover.delete(folder.path());
    return new Removal(models, remover.bytes);
  }

  /// Removes one commit of a model, and the blobs that no other has.
  static Removal commit(Snapshot snapshot) throws IOException {
    Set<String> others = new HashSet<>(snapshot.folder().commits());
    if (!others.remove(snapshot.commit())) {
      return new Removal(0, 0);
    }
    if (others.isEmpty()) {
      return all(snapshot.folder());
    }
    Remover remover = new Remover(snapshot.folder());
    remover.commit(snapshot.commit());
    return new Removal(1, remover.bytes);
  }

  private void commit(String commit) throws IOException {
    for (String revision : folder.revisions().getOrDefault(commit, List.of())) {
      delete(folder.refs().resolve(revision));
    }
    List<String> blobs = blobs(commit);
    delete(folder.snapshot(commit).path());
    delete(folder.pulledList(commit));
    delete(folder.pendingList(commit));
    delete(folder.clientList(commit));
    Set<String> kept = folder.linkedBlobs();
    for (String blob : blobs) {
      if (!kept.contains(blob)) {
        delete(folder.blob(blob));
        delete(folder.partial(blob));
      }
    }
  }

  private List<String> blobs(String commit) throws IOException {
    Snapshot snapshot = folder.snapshot(commit);
    List<String> blobs = new ArrayList<>();
    for (String file : snapshot.files()) {
      snapshot.blobName(file).ifPresent(blobs::add);
    }
    for (Path list : List.of(folder.pulledList(commit), folder.pendingList(commit))) {
      Manifest.read(list)
          .ifPresent(manifest -> manifest.files().forEach(file -> blobs.add(file.etag())));
    }
    return blobs;
  }

  private void delete(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            bytes += attributes.isRegularFile() ? attributes.size() : 0;
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}

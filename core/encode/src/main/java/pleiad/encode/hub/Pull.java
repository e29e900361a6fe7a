package pleiad.encode.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Brings one model into the store. Its blobs come first, then their names, then the revision:
/// until the last of them, nobody finds a new model, and what was there before stays.
final class Pull {
  private final HubSettings settings;
  private final Patience patience;
  private final HubClient client;
  private final ModelFolder folder;
  private final String revision;
  private final PullProgress progress;

  Pull(
      HubSettings settings,
      Patience patience,
      HubClient client,
      ModelFolder folder,
      String revision,
      PullProgress progress) {
    this.settings = settings;
    this.patience = patience;
    this.client = client;
    this.folder = folder;
    this.revision = revision;
    this.progress = progress;
  }

  /// @param also files beside those that are chosen
  StoredModel run(Collection<String> also) throws IOException {
    ModelListing listing = retries().run(this::listing);
    if (Checksum.isSha1(revision) && !revision.equals(listing.commit())) {
      throw new HubException(
          "the hub has the commit %s where %s was asked for: nothing was fetched"
              .formatted(listing.commit(), revision));
    }
    Snapshot snapshot = folder.snapshot(listing.commit());
    Set<String> wanted = new LinkedHashSet<>(also);
    List<RepoFile> files = FileChoice.of(folder.name(), listing.files(), wanted);
    if (!isThere(snapshot, files)) {
      folder.requireInside();
      try (ModelLock _ = ModelLock.of(folder, progress)) {
        wanted.addAll(pulledBefore(snapshot, listing));
        bring(snapshot, FileChoice.of(folder.name(), listing.files(), wanted));
      }
    }
    return StoredModel.of(snapshot);
  }

  private Retries retries() {
    return new Retries(patience, progress);
  }

  private ModelListing listing() throws IOException {
    Asked asked = Asked.listing(settings.endpoint(), folder.name(), revision);
    try (Answer answer = client.get(asked)) {
      return ModelListing.read(answer.body().readAll(ModelListing.LARGEST));
    }
  }

  /// Whether nothing is to be done, so that a store that cannot be written is good enough.
  private boolean isThere(Snapshot snapshot, List<RepoFile> files) throws IOException {
    Optional<Manifest> pulled = snapshot.pulled();
    boolean named =
        revision.equals(snapshot.commit())
            || folder.commit(revision).equals(Optional.of(snapshot.commit()));
    return named
        && pulled.isPresent()
        && pulled.get().files().containsAll(files)
        && snapshot.complete();
  }

  /// Files that were asked for by name in an earlier pull of this commit; they stay.
  private static List<String> pulledBefore(Snapshot snapshot, ModelListing listing)
      throws IOException {
    List<String> paths = new ArrayList<>();
    snapshot
        .pulled()
        .ifPresent(
            manifest ->
                manifest.files().stream()
                    .filter(listing.files()::contains)
                    .forEach(file -> paths.add(file.path())));
    return paths;
  }

  private void bring(Snapshot snapshot, List<RepoFile> files) throws IOException {
    Path pending = folder.pendingList(snapshot.commit());
    new Manifest(files).write(pending);
    checkRoom(snapshot, files);
    download(snapshot, files);
    Files.move(
        pending,
        folder.pulledList(snapshot.commit()),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    for (RepoFile file : files) {
      snapshot.place(file, settings.links());
    }
    forgetUnlinked(files);
    if (!revision.equals(snapshot.commit())) {
      folder.writeRef(revision, snapshot.commit());
    }
  }

  private void checkRoom(Snapshot snapshot, List<RepoFile> files) throws IOException {
    long missing = 0;
    for (RepoFile file : files) {
      Path partial = folder.partial(file.etag());
      long there = Files.exists(partial) ? Math.min(Files.size(partial), file.size()) : 0;
      missing += snapshot.has(file) ? 0 : file.size() - there;
    }
    long free = Files.getFileStore(folder.path()).getUsableSpace();
    if (missing > free) {
      throw new HubException(
          "'%s' takes %,d bytes more, and there are %,d free at '%s'; HF_HUB_CACHE names another folder"
              .formatted(folder.name().value(), missing, free, folder.cache()));
    }
  }

  private void download(Snapshot snapshot, List<RepoFile> files) throws IOException {
    long total = files.stream().mapToLong(RepoFile::size).sum();
    Map<String, Long> arrived = new LinkedHashMap<>();
    for (RepoFile file : files) {
      Download.Arrived heard =
          bytes -> {
            arrived.put(file.path(), bytes);
            long done = arrived.values().stream().mapToLong(Long::longValue).sum();
            progress.at(file.path(), done, total);
          };
      if (!snapshot.has(file)) {
        new Download(client, settings, retries(), snapshot, file, heard).run();
      }
      heard.at(file.size());
    }
  }

  /// Where snapshots hold files and not links, blobs would be the same bytes again.
  private void forgetUnlinked(List<RepoFile> files) throws IOException {
    Set<String> linked = folder.linkedBlobs();
    for (RepoFile file : files) {
      if (!linked.contains(file.etag())) {
        Files.deleteIfExists(folder.blob(file.etag()));
      }
    }
  }
}

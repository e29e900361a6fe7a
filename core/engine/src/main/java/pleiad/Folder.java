package pleiad;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.jspecify.annotations.Nullable;

/// The folder of a collection on disk: what it holds before anything is opened.
final class Folder {
  private Folder() {}

  /// Whether there is a collection.
  static boolean holdsCollection(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return false;
    }
    try (Directory directory = FSDirectory.open(path)) {
      return DirectoryReader.indexExists(directory) && description(directory) != null;
    }
  }

  /// Opens the folder of a collection to read.
  static Directory existing(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new NoSuchFileException(
          path.toString(), null, "no such folder; index some documents into it first");
    }
    refuseFile(path);
    Directory directory = FSDirectory.open(path);
    if (!DirectoryReader.indexExists(directory)) {
      directory.close();
      throw new IllegalArgumentException(
          "'%s' is no Pleiad collection: it holds no index".formatted(path));
    }
    return directory;
  }

  /// Opens the folder of a collection to write, a new one where there is nothing yet.
  static Directory existingOrNew(Path path) throws IOException {
    if (Files.exists(path)) {
      refuseFile(path);
      refuseForeignFiles(path);
    }
    return FSDirectory.open(path);
  }

  private static void refuseFile(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      throw new NotDirectoryException(
          path + " is a file; a Pleiad collection is a folder. Give another path");
    }
  }

  /// A collection is not begun among other people's files.
  private static void refuseForeignFiles(Path path) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        boolean lucenes =
            name.startsWith("_")
                || name.startsWith("segments")
                || name.startsWith("pending_segments")
                || name.equals("write.lock");
        if (!lucenes) {
          throw new IllegalArgumentException(
              "'%s' is no Pleiad collection: it holds '%s'. Give an empty or a new folder"
                  .formatted(path, name));
        }
      }
    }
  }

  /// What the newest commit says of the collection, or null when it is not Pleiad's.
  static @Nullable Description description(Directory directory) throws IOException {
    return Description.read(newestCommit(directory).getUserData());
  }

  /// The newest commit's list of segments.
  ///
  /// @throws CorruptIndexException that names the file which is damaged or missing
  static SegmentInfos newestCommit(Directory directory) throws IOException {
    try {
      return SegmentInfos.readLatestCommit(directory);
    } catch (CorruptIndexException damaged) {
      Throwable cause = damaged.getCause();
      if (cause == null) {
        throw damaged;
      }
      throw new CorruptIndexException(
          "%s %s".formatted(damaged.getOriginalMessage(), cause.getMessage()),
          damaged.getResourceDescription(),
          damaged);
    }
  }

  /// What the newest commit says of the collection.
  static Description descriptionOrRefuse(Directory directory, Path path) throws IOException {
    Description description = description(directory);
    if (description == null) {
      throw new IllegalArgumentException(
          "'%s' holds a Lucene index that Pleiad did not make; give another folder"
              .formatted(path));
    }
    return description;
  }

  /// What a folder's collection is, by the models that made it, or what one of these settings is to
  /// be where there is none yet.
  ///
  /// @param wanted null: any
  /// @throws IllegalArgumentException when it is something else, or was made by other models
  static Description descriptionOrNew(
      Directory directory, Path path, @Nullable Settings wanted, Models models) throws IOException {
    if (!DirectoryReader.indexExists(directory)) {
      return models.described(wanted == null ? Settings.DEFAULT : wanted);
    }
    Description found = descriptionOrRefuse(directory, path);
    models.openAll(found);
    if (wanted != null && !found.equals(models.described(wanted))) {
      throw new IllegalArgumentException(
          "'%s' was made with %s; asked for was %s. Leave the settings out, or take another folder"
              .formatted(path, found.inWords(), models.described(wanted).inWords()));
    }
    return found;
  }
}

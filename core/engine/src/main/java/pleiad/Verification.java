package pleiad;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;

/// Reads every file of the newest commit to its end and holds it against the checksum behind it.
final class Verification {
  private Verification() {}

  /// The damaged files.
  ///
  /// @throws CorruptIndexException that names the file when the collection does not open
  static List<DamagedFile> of(Directory directory) throws IOException {
    while (true) {
      SegmentInfos commit = Folder.newestCommit(directory);
      List<DamagedFile> damaged = damaged(directory, commit);
      // A writer that made another commit meanwhile may have deleted this one's files.
      if (damaged.isEmpty()
          || SegmentInfos.getLastCommitGeneration(directory) == commit.getGeneration()) {
        refuseWhatDoesNotOpen(directory, damaged);
        return damaged;
      }
    }
  }

  private static List<DamagedFile> damaged(Directory directory, SegmentInfos commit)
      throws IOException {
    List<DamagedFile> damaged = new ArrayList<>();
    for (String name : new TreeSet<>(commit.files(true))) {
      try (IndexInput file = directory.openInput(name, IOContext.READONCE)) {
        CodecUtil.checksumEntireFile(file);
      } catch (FileNotFoundException | NoSuchFileException gone) {
        damaged.add(new DamagedFile(name, "is missing"));
      } catch (CorruptIndexException corrupt) {
        // Without the name of the resource, which Lucene puts behind.
        damaged.add(new DamagedFile(name, corrupt.getOriginalMessage()));
      } catch (IndexFormatTooNewException | IndexFormatTooOldException | EOFException wrong) {
        damaged.add(new DamagedFile(name, String.valueOf(wrong.getMessage())));
      }
    }
    return damaged;
  }

  private static void refuseWhatDoesNotOpen(Directory directory, List<DamagedFile> damaged)
      throws IOException {
    try (DirectoryReader _ = DirectoryReader.open(directory)) {
      assert true : "it opens";
    } catch (IOException doesNotOpen) {
      if (damaged.isEmpty()) {
        throw doesNotOpen;
      }
      throw new CorruptIndexException(
          "the collection does not open; damaged are "
              + damaged.stream()
                  .map(file -> "%s (%s)".formatted(file.name(), file.problem()))
                  .collect(Collectors.joining(", ")),
          directory.toString(),
          doesNotOpen);
    }
  }
}

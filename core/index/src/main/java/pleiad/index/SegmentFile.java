package pleiad.index;

import java.io.EOFException;
import java.io.IOException;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.store.ChecksumIndexInput;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.IOUtils;

/// A file that a format adds to a segment: it begins with Lucene's index header and ends with its
/// footer. One that is read at open has an entry for each field behind the field's number, and
/// [#END] behind the last.
///
/// @param extension of the file's name
/// @param codec the name in its header
/// @param version in its header
record SegmentFile(String extension, String codec, int version) {
  /// Stands where the number of a further field would.
  private static final int END = -1;

  /// Begins a file.
  IndexOutput create(SegmentWriteState state) throws IOException {
    String name =
        IndexFileNames.segmentFileName(state.segmentInfo.name, state.segmentSuffix, extension);
    IndexOutput output = state.directory.createOutput(name, state.context);
    try {
      CodecUtil.writeIndexHeader(
          output, codec, version, state.segmentInfo.getId(), state.segmentSuffix);
      return output;
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, output);
      throw t;
    }
  }

  /// Ends the entries of fields.
  static void endEntries(IndexOutput output) throws IOException {
    output.writeInt(END);
  }

  private String name(SegmentReadState state) {
    return IndexFileNames.segmentFileName(state.segmentInfo.name, state.segmentSuffix, extension);
  }

  /// Reads the entry of a field, all of it.
  @FunctionalInterface
  interface EntryReader {
    void read(FieldInfo field, IndexInput input) throws IOException;
  }

  /// Reads what is behind the entries.
  @FunctionalInterface
  interface RestReader {
    void read(IndexInput input) throws IOException;
  }

  /// Reads a file of entries, to its end.
  ///
  /// @throws CorruptIndexException when it is not what was written
  void readEntries(SegmentReadState state, EntryReader entries, RestReader rest)
      throws IOException {
    try (ChecksumIndexInput input = state.directory.openChecksumInput(name(state))) {
      Throwable failure = null;
      try {
        CodecUtil.checkIndexHeader(
            input, codec, version, version, state.segmentInfo.getId(), state.segmentSuffix);
        for (int number = input.readInt(); number != END; number = input.readInt()) {
          FieldInfo field = state.fieldInfos.fieldInfo(number);
          if (field == null) {
            throw new CorruptIndexException("no field has number " + number, input);
          }
          entries.read(field, input);
        }
        rest.read(input);
      } catch (Throwable t) {
        failure = t;
      }
      CodecUtil.checkFooter(input, failure);
    }
  }

  /// Opens a file to read from anywhere; its checksum is only looked at.
  ///
  /// @throws CorruptIndexException when it has another header or footer
  IndexInput open(SegmentReadState state, IOContext context) throws IOException {
    IndexInput input = state.directory.openInput(name(state), context);
    try {
      CodecUtil.checkIndexHeader(
          input, codec, version, version, state.segmentInfo.getId(), state.segmentSuffix);
      CodecUtil.retrieveChecksum(input);
      return input;
    } catch (EOFException e) {
      IOUtils.closeWhileSuppressingExceptions(e, input);
      throw new CorruptIndexException("the file ends inside of its header", input, e);
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, input);
      throw t;
    }
  }
}

package pleiad.index;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.IOUtils;
import org.jspecify.annotations.Nullable;
import pleiad.codec.CellCode;

/// Turns the cells of documents, one document after the other, into what [CellPostings] reads.
///
/// Postings are compressed as they come, a third of a byte per token of long texts. When they take
/// [#MOST_BYTES] of the heap they go to a temporary file; each time every cell's part of it costs a
/// number of eight bytes. As a document is written as its distance from the one before, the parts
/// of a cell put one behind the other are its postings.
final class CellWriter implements Closeable {
  private static final int MOST_BYTES = 1 << 25;
  private static final int DISTANCE_BYTES = 5;

  private final Directory directory;
  private final String prefix;
  private final IOContext context;
  private final int mostBytes;
  private final byte[][] parts = new byte[CellCode.COUNT][0];
  private final int[] lengths = new int[CellCode.COUNT];
  private final int[] counts = new int[CellCode.COUNT];
  private final int[] last = new int[CellCode.COUNT];
  private int bytes;

  /// For each time the heap was emptied where the cells' parts begin in the file, and the end.
  private final List<long[]> spilled = new ArrayList<>();

  private @Nullable IndexOutput temporary;

  CellWriter(SegmentWriteState state) {
    this(state.directory, state.segmentInfo.name, state.context, MOST_BYTES);
  }

  /// @param mostBytes postings that are kept on the heap
  CellWriter(Directory directory, String prefix, IOContext context, int mostBytes) {
    this.directory = directory;
    this.prefix = prefix;
    this.context = context;
    this.mostBytes = mostBytes;
    Arrays.fill(last, -1);
  }

  /// Adds the cells of a document, each as often as it has tokens there. Documents come ascending.
  void add(int document, int[] cells, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      int cell = cells[i];
      if (last[cell] != document) {
        append(cell, document - last[cell]);
        last[cell] = document;
        counts[cell]++;
      }
    }
    if (bytes >= mostBytes) {
      spill();
    }
  }

  private void append(int cell, int distance) {
    int at = lengths[cell];
    byte[] part = parts[cell];
    if (part.length < at + DISTANCE_BYTES) {
      part = ArrayUtil.grow(part, at + DISTANCE_BYTES);
      parts[cell] = part;
    }
    int rest = distance;
    while (rest > 0x7f) {
      part[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    part[at++] = (byte) rest;
    bytes += at - lengths[cell];
    lengths[cell] = at;
  }

  private void spill() throws IOException {
    if (temporary == null) {
      temporary = directory.createTempOutput(prefix, "cells", context);
    }
    long[] starts = new long[CellCode.COUNT + 1];
    for (int cell = 0; cell < CellCode.COUNT; cell++) {
      starts[cell] = temporary.getFilePointer();
      temporary.writeBytes(parts[cell], lengths[cell]);
      lengths[cell] = 0;
    }
    starts[CellCode.COUNT] = temporary.getFilePointer();
    spilled.add(starts);
    bytes = 0;
  }

  /// Writes table and postings; returns where they are.
  FieldEntry.Range write(IndexOutput data) throws IOException {
    long start = data.getFilePointer();
    for (int cell = 0; cell < CellCode.COUNT; cell++) {
      long length = lengths[cell];
      for (long[] starts : spilled) {
        length += starts[cell + 1] - starts[cell];
      }
      data.writeVInt(counts[cell]);
      data.writeVLong(length - counts[cell]);
    }
    if (temporary == null) {
      for (int cell = 0; cell < CellCode.COUNT; cell++) {
        data.writeBytes(parts[cell], lengths[cell]);
      }
    } else {
      writeSpilled(temporary, data);
    }
    return new FieldEntry.Range(start, data.getFilePointer() - start);
  }

  private void writeSpilled(IndexOutput written, IndexOutput data) throws IOException {
    CodecUtil.writeFooter(written);
    written.close();
    try (IndexInput input = directory.openInput(written.getName(), context)) {
      CodecUtil.checksumEntireFile(input);
      for (int cell = 0; cell < CellCode.COUNT; cell++) {
        for (long[] starts : spilled) {
          input.seek(starts[cell]);
          data.copyBytes(input, starts[cell + 1] - starts[cell]);
        }
        data.writeBytes(parts[cell], lengths[cell]);
      }
    }
  }

  /// Removes the temporary file.
  @Override
  public void close() throws IOException {
    if (temporary != null) {
      try {
        temporary.close();
      } finally {
        IOUtils.deleteFiles(directory, List.of(temporary.getName()));
      }
    }
  }
}

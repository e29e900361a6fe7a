package pleiad.index;

import java.io.EOFException;
import java.io.IOException;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.RandomAccessInput;
import pleiad.codec.CellCode;

/// Which documents of a segment have tokens in which cells, see [CellCode]. For one thread, as the
/// values that give it.
///
/// | type | in `.plv`                                                                      |
/// |------|--------------------------------------------------------------------------------|
/// | vInt | for each of 4,096 cells its number of documents                                 |
/// | vLong | and how many bytes more than documents its postings take                       |
/// | vInt | the postings, cell by cell: each document's distance from the one before it, the first one's from -1 |
public final class CellPostings {
  private final Table table;
  private final RandomAccessInput postings;
  private final String name;
  private final int maxDoc;

  /// Where every cell's postings are; on the heap, 48 KiB.
  static final class Table {
    private final int[] counts = new int[CellCode.COUNT];
    private final long[] starts = new long[CellCode.COUNT + 1];

    /// Reads the table at the beginning of the region, and holds its numbers against each other.
    ///
    /// @param documents those that have the field
    static Table read(IndexInput region, int documents) throws IOException {
      Table table = new Table();
      long length = 0;
      try {
        for (int cell = 0; cell < CellCode.COUNT; cell++) {
          int count = region.readVInt();
          long more = region.readVLong();
          if (count < 0 || count > documents || more < 0 || more > (MOST_BYTES - 1L) * count) {
            throw new CorruptIndexException(
                "cell %d has %d documents of %d in %d more bytes"
                    .formatted(cell, count, documents, more),
                region);
          }
          table.counts[cell] = count;
          table.starts[cell] = length;
          length += count + more;
        }
      } catch (EOFException e) {
        throw new CorruptIndexException("the table of cells has no end", region, e);
      }
      long first = region.getFilePointer();
      if (first + length != region.length()) {
        throw new CorruptIndexException(
            "cells of %d bytes behind a table of %d, in %d bytes"
                .formatted(length, first, region.length()),
            region);
      }
      for (int cell = 0; cell < CellCode.COUNT; cell++) {
        table.starts[cell] += first;
      }
      table.starts[CellCode.COUNT] = first + length;
      return table;
    }
  }

  /// Bytes of a document at most.
  private static final int MOST_BYTES = 5;

  CellPostings(Table table, RandomAccessInput postings, String name, int maxDoc) {
    this.table = table;
    this.postings = postings;
    this.name = name;
    this.maxDoc = maxDoc;
  }

  /// Number of documents with tokens in a cell, deleted ones included.
  public int count(int cell) {
    return table.counts[cell];
  }

  /// The documents with tokens in a cell, each once, ascending, deleted ones included.
  public DocIdSetIterator documents(int cell) {
    return new Documents(cell);
  }

  private final class Documents extends DocIdSetIterator {
    private final int cell;
    private final long end;
    private long at;
    private int left;
    private int doc = -1;

    Documents(int cell) {
      this.cell = cell;
      this.at = table.starts[cell];
      this.end = table.starts[cell + 1];
      this.left = table.counts[cell];
    }

    @Override
    public int nextDoc() throws IOException {
      if (left == 0) {
        doc = NO_MORE_DOCS;
        return doc;
      }
      left--;
      int distance = distance();
      if (distance <= 0 || distance >= maxDoc - doc) {
        throw damaged("%d documents behind document %d of %d".formatted(distance, doc, maxDoc));
      }
      doc += distance;
      return doc;
    }

    private int distance() throws IOException {
      int value = 0;
      for (int shift = 0; shift < 7 * MOST_BYTES && at < end; shift += 7) {
        byte part = postings.readByte(at++);
        value |= (part & 0x7f) << shift;
        if (part >= 0) {
          return value;
        }
      }
      throw damaged("a number that does not end behind document " + doc);
    }

    private CorruptIndexException damaged(String found) {
      return new CorruptIndexException("the postings of cell %d: %s".formatted(cell, found), name);
    }

    @Override
    public int docID() {
      return doc;
    }

    @Override
    public int advance(int target) throws IOException {
      return slowAdvance(target);
    }

    @Override
    public long cost() {
      return table.counts[cell];
    }
  }
}

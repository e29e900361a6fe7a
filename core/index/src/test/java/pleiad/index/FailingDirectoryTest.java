package pleiad.index;

import static org.assertj.core.api.Assertions.assertThat;
import static pleiad.index.SmallCollection.MATURE_AT_ONCE;
import static pleiad.index.SmallCollection.all;
import static pleiad.index.SmallCollection.codebooks;
import static pleiad.index.SmallCollection.config;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.Term;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.FilterIndexOutput;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import pleiad.testkit.Seed;
import pleiad.vector.TokenVectors;

/// A disk that fails at one operation, whichever: what was committed before is there and whole.
@ExtendWith(Seed.class)
class FailingDirectoryTest {
  private static final String CODE = "residual-12";
  private static final int RUNS = 60;

  @Test
  void afterEveryFailureTheLastCommitIsWhole(Random random) throws IOException {
    Map<String, TokenVectors> before = new TreeMap<>();
    SmallCollection collection = new SmallCollection(4, random);
    try (Directory start = new ByteBuffersDirectory()) {
      Codebooks codebooks = codebooks(MATURE_AT_ONCE);
      try (IndexWriter writer = new IndexWriter(start, config(CODE, codebooks))) {
        collection.add(writer, 0, 12, 10, before);
      }
      SmallCollection.merge(start, CODE, codebooks);
      Map<String, TokenVectors> after = new TreeMap<>(before);
      List<TokenVectors> added = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        added.add(collection.vectors(10));
        after.put(SmallCollection.id(100 + i), added.get(i));
      }
      after.remove("d00003");
      int operations = fail(start, Integer.MAX_VALUE, added, before, after);
      assertThat(operations).isGreaterThan(100);
      int step = Math.max(1, operations / RUNS);
      for (int at = 1 + random.nextInt(step); at <= operations; at += step) {
        fail(start, at, added, before, after);
      }
    }
  }

  /// Runs on a copy that fails at one operation; returns how many there were.
  private static int fail(
      Directory start,
      int at,
      List<TokenVectors> added,
      Map<String, TokenVectors> before,
      Map<String, TokenVectors> after)
      throws IOException {
    try (Directory disk = new ByteBuffersDirectory()) {
      for (String file : start.listAll()) {
        disk.copyFrom(start, file, file, IOContext.DEFAULT);
      }
      FailingDirectory failing = new FailingDirectory(disk, at);
      boolean confirmed = write(failing, added);
      assertThat(confirmed).isEqualTo(at > failing.operations);
      Map<String, float[]> found = all(disk, SmallCollection::rows);
      if (confirmed) {
        assertThat(found.keySet()).isEqualTo(after.keySet());
        assertThat(SmallCollection.error(after, found)).isLessThan(0.1);
      } else {
        assertThat(found.keySet()).isIn(before.keySet(), after.keySet());
        Map<String, TokenVectors> expected =
            found.keySet().equals(before.keySet()) ? before : after;
        assertThat(SmallCollection.error(expected, found)).isLessThan(0.1);
      }
      ResidualModelTest.assertClean(disk);
      return failing.operations;
    }
  }

  /// Flushes codes and int8, deletes, merges, commits; returns whether all of that went well.
  private static boolean write(Directory folder, List<TokenVectors> added) {
    Codebooks codebooks = codebooks(MATURE_AT_ONCE);
    try (IndexWriter writer =
        new IndexWriter(
            folder,
            config(CODE, codebooks, new SmallCollection.MergeAll()).setCommitOnClose(false))) {
      for (int i = 0; i < added.size(); i++) {
        writer.addDocument(SmallCollection.document(SmallCollection.id(100 + i), added.get(i)));
        if (i % 4 == 3) {
          writer.flush();
        }
      }
      writer.deleteDocuments(new Term("id", "d00003"));
      writer.forceMerge(1);
      writer.commit();
      return true;
    } catch (IOException | IllegalStateException expected) {
      return failed(expected);
    }
  }

  /// Only the failure that was asked for, or what follows from it, may end a writer.
  private static boolean failed(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    assertThat(cause).hasMessage(FailingDirectory.MESSAGE);
    return false;
  }

  private static final class FailingDirectory extends FilterDirectory {
    static final String MESSAGE = "the disk fails, as it was asked to";

    private final int failing;
    private int operations;

    FailingDirectory(Directory in, int failing) {
      super(in);
      this.failing = failing;
    }

    private void operate() throws IOException {
      operations++;
      if (operations == failing) {
        throw new IOException(MESSAGE);
      }
    }

    @Override
    public IndexOutput createOutput(String name, IOContext context) throws IOException {
      operate();
      return output(in.createOutput(name, context));
    }

    @Override
    public IndexOutput createTempOutput(String prefix, String suffix, IOContext context)
        throws IOException {
      operate();
      return output(in.createTempOutput(prefix, suffix, context));
    }

    private IndexOutput output(IndexOutput output) {
      return new FilterIndexOutput("failing " + output, output.getName(), output) {
        @Override
        public void writeByte(byte b) throws IOException {
          operate();
          out.writeByte(b);
        }

        @Override
        public void writeBytes(byte[] bytes, int offset, int length) throws IOException {
          operate();
          out.writeBytes(bytes, offset, length);
        }
      };
    }

    @Override
    public IndexInput openInput(String name, IOContext context) throws IOException {
      operate();
      return in.openInput(name, context);
    }

    @Override
    public void sync(java.util.Collection<String> names) throws IOException {
      operate();
      in.sync(names);
    }

    @Override
    public void rename(String source, String target) throws IOException {
      operate();
      in.rename(source, target);
    }
  }
}

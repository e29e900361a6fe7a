package pleiad.search;

import java.io.IOException;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FilterBinaryDocValues;
import org.apache.lucene.index.FilterDirectoryReader;
import org.apache.lucene.index.FilterLeafReader;
import org.apache.lucene.index.LeafReader;
import org.jspecify.annotations.Nullable;

/// Shows multi-vectors as bytes and nothing more, like a reader that another library put around
/// ours.
final class PlainReader extends FilterDirectoryReader {
  PlainReader(DirectoryReader in) throws IOException {
    super(
        in,
        new SubReaderWrapper() {
          @Override
          public LeafReader wrap(LeafReader reader) {
            return new PlainLeaf(reader);
          }
        });
  }

  @Override
  protected DirectoryReader doWrapDirectoryReader(DirectoryReader in) throws IOException {
    return new PlainReader(in);
  }

  @Override
  protected void doClose() {
    // The reader within is closed by whoever opened it.
  }

  @Override
  public @Nullable CacheHelper getReaderCacheHelper() {
    return null;
  }

  private static final class PlainLeaf extends FilterLeafReader {
    PlainLeaf(LeafReader in) {
      super(in);
    }

    @Override
    public @Nullable BinaryDocValues getBinaryDocValues(String field) throws IOException {
      BinaryDocValues values = super.getBinaryDocValues(field);
      return values == null ? null : new FilterBinaryDocValues(values) {};
    }

    @Override
    public @Nullable CacheHelper getCoreCacheHelper() {
      return null;
    }

    @Override
    public @Nullable CacheHelper getReaderCacheHelper() {
      return null;
    }
  }
}

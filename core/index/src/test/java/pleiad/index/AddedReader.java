package pleiad.index;

import java.io.IOException;
import org.apache.lucene.codecs.DocValuesProducer;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DocValuesSkipper;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FilterCodecReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.SortedNumericDocValues;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.util.BytesRef;

/// A reader that gives payloads only, as one does that filters or reorders documents.
final class AddedReader extends FilterCodecReader {
  AddedReader(CodecReader reader) {
    super(reader);
  }

  @Override
  public DocValuesProducer getDocValuesReader() {
    return new Payloads(in.getDocValuesReader());
  }

  @Override
  public CacheHelper getCoreCacheHelper() {
    return in.getCoreCacheHelper();
  }

  @Override
  public CacheHelper getReaderCacheHelper() {
    return in.getReaderCacheHelper();
  }

  private static final class Payloads extends DocValuesProducer {
    private final DocValuesProducer in;

    Payloads(DocValuesProducer in) {
      this.in = in;
    }

    @Override
    public BinaryDocValues getBinary(FieldInfo field) throws IOException {
      BinaryDocValues values = in.getBinary(field);
      return new BinaryDocValues() {
        @Override
        public BytesRef binaryValue() throws IOException {
          return values.binaryValue();
        }

        @Override
        public boolean advanceExact(int target) throws IOException {
          return values.advanceExact(target);
        }

        @Override
        public int docID() {
          return values.docID();
        }

        @Override
        public int nextDoc() throws IOException {
          return values.nextDoc();
        }

        @Override
        public int advance(int target) throws IOException {
          return values.advance(target);
        }

        @Override
        public long cost() {
          return values.cost();
        }
      };
    }

    @Override
    public NumericDocValues getNumeric(FieldInfo field) throws IOException {
      return in.getNumeric(field);
    }

    @Override
    public SortedDocValues getSorted(FieldInfo field) throws IOException {
      return in.getSorted(field);
    }

    @Override
    public SortedNumericDocValues getSortedNumeric(FieldInfo field) throws IOException {
      return in.getSortedNumeric(field);
    }

    @Override
    public SortedSetDocValues getSortedSet(FieldInfo field) throws IOException {
      return in.getSortedSet(field);
    }

    @Override
    public DocValuesSkipper getSkipper(FieldInfo field) throws IOException {
      return in.getSkipper(field);
    }

    @Override
    public void checkIntegrity() throws IOException {
      in.checkIntegrity();
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}

package pleiad;

import java.io.IOException;
import java.util.Objects;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.ParallelLeafReader;
import org.apache.lucene.index.StoredFieldDataInput;
import org.apache.lucene.index.StoredFieldVisitor;
import org.apache.lucene.index.StoredFields;

/// A segment and new fields of its documents, read as one. Owns neither.
///
/// A stored field is told of by its number here: Lucene's own class tells of it by the number that
/// it has in its part, under which a merge would take it for another field.
final class JoinedSegment extends ParallelLeafReader {
  JoinedSegment(LeafReader segment, LeafReader fields) throws IOException {
    super(false, segment, fields);
  }

  @Override
  public StoredFields storedFields() throws IOException {
    StoredFields both = super.storedFields();
    FieldInfos numbers = getFieldInfos();
    return new StoredFields() {
      @Override
      public void prefetch(int document) throws IOException {
        both.prefetch(document);
      }

      @Override
      public void document(int document, StoredFieldVisitor visitor) throws IOException {
        both.document(document, new Renumbered(numbers, visitor));
      }
    };
  }

  /// Passes on what it is told, with other numbers of fields.
  private static final class Renumbered extends StoredFieldVisitor {
    private final FieldInfos numbers;
    private final StoredFieldVisitor visitor;

    Renumbered(FieldInfos numbers, StoredFieldVisitor visitor) {
      this.numbers = numbers;
      this.visitor = visitor;
    }

    private FieldInfo here(FieldInfo field) {
      return Objects.requireNonNull(numbers.fieldInfo(field.name), field.name);
    }

    @Override
    public Status needsField(FieldInfo field) throws IOException {
      return visitor.needsField(here(field));
    }

    @Override
    public void binaryField(FieldInfo field, StoredFieldDataInput value) throws IOException {
      visitor.binaryField(here(field), value);
    }

    @Override
    public void binaryField(FieldInfo field, byte[] value) throws IOException {
      visitor.binaryField(here(field), value);
    }

    @Override
    public void stringField(FieldInfo field, String value) throws IOException {
      visitor.stringField(here(field), value);
    }

    @Override
    public void intField(FieldInfo field, int value) throws IOException {
      visitor.intField(here(field), value);
    }

    @Override
    public void longField(FieldInfo field, long value) throws IOException {
      visitor.longField(here(field), value);
    }

    @Override
    public void floatField(FieldInfo field, float value) throws IOException {
      visitor.floatField(here(field), value);
    }

    @Override
    public void doubleField(FieldInfo field, double value) throws IOException {
      visitor.doubleField(here(field), value);
    }
  }
}

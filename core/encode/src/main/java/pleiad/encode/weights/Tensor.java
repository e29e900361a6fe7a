package pleiad.encode.weights;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;

/// A named array of numbers in a safetensors file, row-major. Nothing is copied until it is read.
public final class Tensor {
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Path file;
  private final String name;
  private final ElementType type;
  private final List<Long> shape;
  private final MemorySegment bytes;

  /// @param bytes as many as type and shape make; the reader of the header saw to that
  Tensor(Path file, String name, ElementType type, List<Long> shape, MemorySegment bytes) {
    this.file = file;
    this.name = name;
    this.type = type;
    this.shape = List.copyOf(shape);
    this.bytes = bytes;
  }

  /// The file that holds it.
  public Path file() {
    return file;
  }

  /// Its name in the file.
  public String name() {
    return name;
  }

  /// How its numbers are kept.
  public ElementType type() {
    return type;
  }

  /// Its sizes, outermost first; empty for a single number.
  public List<Long> shape() {
    return shape;
  }

  /// How many numbers it has.
  public long count() {
    return bytes.byteSize() / type.bytes();
  }

  /// Reads all its numbers.
  ///
  /// @throws IOException when they are of no [readable][ElementType#readable] type, or more than an
  ///   array holds
  public float[] floats() throws IOException {
    if (count() > Integer.MAX_VALUE - 8) {
      throw new IOException(
          "the tensor '%s' in '%s' has %d numbers, more than an array holds; read it in parts"
              .formatted(name, file, count()));
    }
    float[] floats = new float[(int) count()];
    read(0, floats, floats.length);
    return floats;
  }

  /// Reads some of its numbers into the beginning of an array.
  ///
  /// @param from the first of them
  /// @param count how many; the tensor has as many from there on, and the array has room for them
  /// @throws IOException when they are of no [readable][ElementType#readable] type
  public void read(long from, float[] into, int count) throws IOException {
    checkReadable();
    MemorySegment part = bytes.asSlice(from * type.bytes(), (long) count * type.bytes());
    if (type == ElementType.F32) {
      MemorySegment.copy(part, FLOAT, 0, into, 0, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      short half = part.getAtIndex(SHORT, i);
      into[i] =
          type == ElementType.F16
              ? Float.float16ToFloat(half)
              : Float.intBitsToFloat(half << Short.SIZE);
    }
  }

  /// Refuses a tensor whose numbers are not read here.
  ///
  /// @throws IOException when they are not; names file, tensor and type
  public void checkReadable() throws IOException {
    if (!type.readable()) {
      throw new IOException(
          "the tensor '%s' in '%s' has the element type %s; expected F32, F16 or BF16"
              .formatted(name, file, type));
    }
  }

  /// Name, type and shape.
  @Override
  public String toString() {
    return "%s %s %s".formatted(name, type, shape);
  }
}

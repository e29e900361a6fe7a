package pleiad.encode.weights;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One safetensors file, mapped into memory.
///
/// | bytes | what                                                                             |
/// |-------|----------------------------------------------------------------------------------|
/// | 8     | bytes of the header, little-endian                                               |
/// | n     | header: `{"name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}, …}` |
/// | rest  | the numbers; offsets count from here, and every byte belongs to one tensor       |
final class SafetensorsFile {
  private static final ValueLayout.OfLong LENGTH =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /// Bytes of a header; that of a model with a thousand tensors has a tenth of a million.
  private static final int LARGEST_HEADER = 16 << 20;

  private static final String METADATA = "__metadata__";

  private final Path file;
  private final MemorySegment data;
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();

  private SafetensorsFile(Path file, MemorySegment data) {
    this.file = file;
    this.data = data;
  }

  /// The tensors of a file, in the header's order.
  ///
  /// @param arena how long they can be read
  static Map<String, Tensor> read(Path file, Arena arena) throws IOException {
    MemorySegment all = map(file, arena);
    if (all.byteSize() < Long.BYTES) {
      throw new IOException(
          "'%s' has %d bytes; a safetensors file begins with 8 that tell the header's length"
              .formatted(file, all.byteSize()));
    }
    long room = all.byteSize() - Long.BYTES;
    long header = all.get(LENGTH, 0);
    if (header < 0 || header > Math.min(room, LARGEST_HEADER)) {
      throw new IOException(
          "the header of '%s' claims %s bytes; the file has room for %d, and at most %d are read"
              .formatted(file, Long.toUnsignedString(header), room, LARGEST_HEADER));
    }
    byte[] json = all.asSlice(Long.BYTES, header).toArray(ValueLayout.JAVA_BYTE);
    SafetensorsFile reader = new SafetensorsFile(file, all.asSlice(Long.BYTES + header));
    return reader.tensors(Json.parse(json, file));
  }

  private static MemorySegment map(Path file, Arena arena) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
    }
  }

  private Map<String, Tensor> tensors(Json header) throws IOException {
    if (!(header instanceof Json.Members members)) {
      throw new IOException(
          "the header of '%s' should be an object, and is %s".formatted(file, header.described()));
    }
    List<Span> spans = new ArrayList<>();
    for (Map.Entry<String, Json> member : members.byName().entrySet()) {
      if (!member.getKey().equals(METADATA)) {
        spans.add(add(member.getKey(), member.getValue()));
      }
    }
    checkThatNothingOverlapsOrIsLeftOver(spans);
    return tensors;
  }

  /// The bytes of a tensor, the end exclusive.
  private record Span(String name, long begin, long end) {}

  private Span add(String name, Json described) throws IOException {
    if (!(described instanceof Json.Members members)) {
      throw wrong(name, "should be an object, and is " + described.described());
    }
    ElementType type = type(name, members.byName().get("dtype"));
    List<Long> shape = wholes(name, "shape", members.byName().get("shape"));
    List<Long> offsets = wholes(name, "data_offsets", members.byName().get("data_offsets"));
    if (offsets.size() != 2
        || offsets.get(0) > offsets.get(1)
        || offsets.get(1) > data.byteSize()) {
      throw wrong(
          name,
          "has the data_offsets %s; expected a begin and an end of 0 to %d"
              .formatted(offsets, data.byteSize()));
    }
    Span span = new Span(name, offsets.get(0), offsets.get(1));
    long found = span.end() - span.begin();
    long expected = bytes(name, type, shape);
    if (found != expected) {
      throw wrong(
          name,
          "has %d bytes; expected %d for %s of the shape %s"
              .formatted(found, expected, type, shape));
    }
    tensors.put(name, new Tensor(file, name, type, shape, data.asSlice(span.begin(), found)));
    return span;
  }

  private ElementType type(String name, @Nullable Json dtype) throws IOException {
    if (!(dtype instanceof Json.Text text)) {
      throw wrong(name, "has the dtype %s; expected a string".formatted(described(dtype)));
    }
    try {
      return ElementType.named(text.value());
    } catch (IOException unknown) {
      throw wrong(name, String.valueOf(unknown.getMessage()));
    }
  }

  private List<Long> wholes(String name, String member, @Nullable Json value) throws IOException {
    List<Long> wholes = new ArrayList<>();
    if (!(value instanceof Json.Items items)) {
      throw wrong(name, "has the %s %s; expected an array".formatted(member, described(value)));
    }
    for (Json item : items.values()) {
      if (!(item instanceof Json.Digits digits) || !digits.written().matches("\\d{1,18}")) {
        throw wrong(
            name,
            "has %s in its %s; expected whole numbers of 0 to 10¹⁸-1"
                .formatted(item.described(), member));
      }
      wholes.add(Long.parseLong(digits.written()));
    }
    return wholes;
  }

  private long bytes(String name, ElementType type, List<Long> shape) throws IOException {
    try {
      long bytes = type.bytes();
      for (long size : shape) {
        bytes = Math.multiplyExact(bytes, size);
      }
      return bytes;
    } catch (ArithmeticException tooLarge) {
      throw new IOException(
          "the tensor '%s' in '%s' has the shape %s, which is more than any file holds"
              .formatted(name, file, shape),
          tooLarge);
    }
  }

  private void checkThatNothingOverlapsOrIsLeftOver(List<Span> spans) throws IOException {
    spans.sort(Comparator.comparingLong(Span::begin).thenComparingLong(Span::end));
    long end = 0;
    for (Span span : spans) {
      if (span.begin() != end) {
        throw wrong(
            span.name(),
            "begins at byte %d; expected %d, where the tensor before it ends"
                .formatted(span.begin(), end));
      }
      end = span.end();
    }
    if (end != data.byteSize()) {
      throw new IOException(
          "the tensors of '%s' end at byte %d of the data; expected %d, its end"
              .formatted(file, end, data.byteSize()));
    }
  }

  private static String described(@Nullable Json value) {
    return value == null ? "absent" : value.described();
  }

  private IOException wrong(String name, String what) {
    return new IOException("the tensor '%s' in '%s' %s".formatted(name, file, what));
  }
}

package pleiad.encode.weights;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Safetensors files made by tests, right ones and wrong ones.
public final class Handmade {
  private final Map<String, String> members = new LinkedHashMap<>();
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();

  /// Adds a tensor of floats.
  public Handmade floats(String name, List<Long> shape, float... values) {
    byte[] bytes = new byte[values.length * Float.BYTES];
    littleEndian(bytes).asFloatBuffer().put(values);
    return add(name, "F32", shape, bytes);
  }

  /// Adds a tensor of any type.
  Handmade add(String name, String type, List<Long> shape, byte[] bytes) {
    int begin = data.size();
    data.writeBytes(bytes);
    members.put(
        name,
        "{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
            .formatted(type, shape, begin, data.size()));
    return this;
  }

  /// Writes the file.
  public Path write(Path file) throws IOException {
    String header =
        members.entrySet().stream()
            .map(each -> "\"%s\":%s".formatted(each.getKey(), each.getValue()))
            .collect(Collectors.joining(",", "{", "}"));
    return write(file, header, data.toByteArray());
  }

  /// Writes a header as it is, in front of some bytes.
  static Path write(Path file, String header, byte[] data) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return write(file, json.length, json, data);
  }

  /// Writes a header with a length of its own choosing.
  static Path write(Path file, long length, byte[] header, byte[] data) throws IOException {
    byte[] all = new byte[Long.BYTES + header.length + data.length];
    littleEndian(all).putLong(length).put(header).put(data);
    return Files.write(file, all);
  }

  static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /// The tensors of a file.
  public static Map<String, Tensor> tensors(Safetensors file) throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (String name : file.names()) {
      tensors.put(name, file.tensor(name));
    }
    return tensors;
  }
}

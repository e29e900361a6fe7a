package pleiad.encode.weights;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// The weights of a checkpoint by name: one safetensors file, or several shards with an index. They
/// are mapped into memory and can be read, by any thread, until this is closed.
///
/// ```java
/// try (Safetensors weights = Safetensors.open(Path.of("checkpoint"))) {
///   float[] table = weights.tensor("embeddings.word_embeddings.weight").floats();
/// }
/// ```
public final class Safetensors implements AutoCloseable {
  /// The file of a checkpoint that is not sharded.
  static final String SINGLE = "model.safetensors";

  /// The file that tells which shard holds what.
  static final String INDEX = "model.safetensors.index.json";

  /// Bytes of an index; that of a thousand tensors has a tenth of a million.
  private static final int LARGEST_INDEX = 16 << 20;

  private final Path place;
  private final Arena arena;
  private final Map<String, Tensor> tensors;

  private Safetensors(Path place, Arena arena, Map<String, Tensor> tensors) {
    this.place = place;
    this.arena = arena;
    this.tensors = Collections.unmodifiableMap(tensors);
  }

  /// Opens the weights of a checkpoint.
  ///
  /// @param place a safetensors file, the index of a sharded one, or the folder that holds
  ///   `model.safetensors` or `model.safetensors.index.json`
  /// @throws IOException when nothing of that is there, or what is there does not add up
  public static Safetensors open(Path place) throws IOException {
    Path file = Files.isDirectory(place) ? inFolder(place) : place;
    Arena arena = Arena.ofShared();
    try {
      Map<String, Tensor> tensors =
          file.toString().endsWith(".json")
              ? sharded(file, arena)
              : SafetensorsFile.read(file, arena);
      return new Safetensors(place, arena, tensors);
    } catch (IOException | RuntimeException | Error failed) {
      arena.close();
      throw failed;
    }
  }

  /// The safetensors files of a folder, by name; those of other parts than the encoder among them.
  public static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".safetensors"))
          .sorted()
          .toList();
    }
  }

  private static Path inFolder(Path folder) throws IOException {
    for (String name : new String[] {SINGLE, INDEX}) {
      if (Files.exists(folder.resolve(name))) {
        return folder.resolve(name);
      }
    }
    throw new IOException(
        "there are no weights in '%s'; expected %s or %s".formatted(folder, SINGLE, INDEX));
  }

  private static Map<String, Tensor> sharded(Path index, Arena arena) throws IOException {
    Map<String, Map<String, Tensor>> shards = new HashMap<>();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, Json> entry : weightMap(index).entrySet()) {
      String shard = shard(index, entry);
      if (!shards.containsKey(shard)) {
        shards.put(shard, SafetensorsFile.read(present(index, shard), arena));
      }
      Tensor tensor = shards.get(shard).get(entry.getKey());
      if (tensor == null) {
        throw new IOException(
            "'%s' says that the tensor '%s' is in '%s', and it is not"
                .formatted(index, entry.getKey(), shard));
      }
      tensors.put(entry.getKey(), tensor);
    }
    return tensors;
  }

  private static Path present(Path index, String shard) throws IOException {
    Path file = index.resolveSibling(shard);
    if (!Files.exists(file)) {
      throw new IOException("'%s' names '%s', which is not beside it".formatted(index, shard));
    }
    return file;
  }

  private static Map<String, Json> weightMap(Path index) throws IOException {
    if (Json.read(index, LARGEST_INDEX) instanceof Json.Members members
        && members.byName().get("weight_map") instanceof Json.Members map) {
      return map.byName();
    }
    throw new IOException(
        "'%s' should be an object with an object 'weight_map', and is not".formatted(index));
  }

  /// The name of a file beside the index, and of nothing elsewhere.
  private static String shard(Path index, Map.Entry<String, Json> entry) throws IOException {
    if (entry.getValue() instanceof Json.Text text
        && text.value().matches("[\\w][\\w.-]{0,200}\\.safetensors")) {
      return text.value();
    }
    throw new IOException(
        "'%s' says that the tensor '%s' is in %s; expected the name of a .safetensors file beside it"
            .formatted(index, entry.getKey(), entry.getValue().described()));
  }

  /// The names of all tensors, in the order of the file or its index.
  public Set<String> names() {
    return tensors.keySet();
  }

  /// A tensor.
  ///
  /// @throws IOException when there is none of that name
  public Tensor tensor(String name) throws IOException {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IOException(
          "there is no tensor '%s' among the %d in '%s'".formatted(name, tensors.size(), place));
    }
    return tensor;
  }

  /// The folder or file.
  @Override
  public String toString() {
    return place.toString();
  }

  /// Ends reading; a tensor that is read afterwards fails.
  @Override
  public void close() {
    arena.close();
  }
}

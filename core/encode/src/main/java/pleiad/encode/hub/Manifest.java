package pleiad.encode.hub;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Files of a model at one commit, as a file: what a pull has to bring, and each file's checksum
/// also where a snapshot holds no links that would tell it.
///
/// The layout is that of the lists the Hugging Face client keeps under `trees/`, which are read
/// too:
///
/// ```
/// {"format_version": 1, "files": {
///   PATH: {"size": BYTES, "blob_id": SHA-1}, PATH: {"size": BYTES, "lfs_sha256": SHA-256}}}
/// ```
record Manifest(List<RepoFile> files) {
  private static final int VERSION = 1;
  private static final JsonFactory JSON = new JsonFactory();

  Manifest {
    files = List.copyOf(files);
  }

  /// Reads one; nothing where there is none, or one of a later version.
  static Optional<Manifest> read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file);
        JsonParser parser = JSON.createParser(in)) {
      return read(parser).map(Manifest::new);
    } catch (JsonProcessingException | HubException broken) {
      throw new IOException(
          "'%s' is damaged (%s); delete it and pull the model again"
              .formatted(file, Shown.text(String.valueOf(broken.getMessage()))),
          broken);
    }
  }

  private static Optional<List<RepoFile>> read(JsonParser parser) throws IOException {
    List<RepoFile> files = null;
    boolean known = false;
    parser.nextToken();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "format_version" -> known = parser.getValueAsInt() == VERSION;
        case "files" -> files = files(parser);
        default -> parser.skipChildren();
      }
    }
    return known && files != null ? Optional.of(files) : Optional.empty();
  }

  private static List<RepoFile> files(JsonParser parser) throws IOException {
    List<RepoFile> files = new ArrayList<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String path = parser.currentName();
      RepoPaths.check(path);
      parser.nextToken();
      files.add(file(path, parser));
    }
    return files;
  }

  private static RepoFile file(String path, JsonParser parser) throws IOException {
    long size = -1;
    String blob = null;
    String sha256 = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "size" -> size = parser.getValueAsLong(-1);
        case "blob_id" -> blob = parser.getValueAsString();
        case "lfs_sha256" -> sha256 = parser.getValueAsString();
        default -> parser.skipChildren();
      }
    }
    return new RepoFile(path, size, checksum(path, sha256 == null ? blob : sha256));
  }

  private static Checksum checksum(String path, @Nullable String text) throws HubException {
    return Checksum.parse(text == null ? "" : text)
        .orElseThrow(() -> new HubException("'%s' has no checksum".formatted(Shown.text(path))));
  }

  /// Writes it whole or not at all.
  void write(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Path partial = file.resolveSibling(file.getFileName() + ".tmp");
    try (OutputStream out = Files.newOutputStream(partial);
        JsonGenerator json = JSON.createGenerator(out).useDefaultPrettyPrinter()) {
      json.writeStartObject();
      json.writeNumberField("format_version", VERSION);
      json.writeObjectFieldStart("files");
      for (RepoFile each : files) {
        json.writeObjectFieldStart(each.path());
        json.writeNumberField("size", each.size());
        boolean small = Checksum.isSha1(each.etag());
        json.writeStringField(small ? "blob_id" : "lfs_sha256", each.etag());
        json.writeEndObject();
      }
      json.writeEndObject();
      json.writeEndObject();
    }
    Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
  }
}

package pleiad.encode.hub;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a model consists of at one commit: the hub's answer to
/// `/api/models/NAME/revision/REVISION?blobs=true`.
///
/// ```
/// {"sha": COMMIT, "siblings": [
///   {"rfilename": PATH, "size": BYTES, "blobId": SHA-1, "lfs": {"sha256": SHA-256, "size": BYTES}}]}
/// ```
///
/// @param commit 40 digits
/// @param files all of them, with names that stay inside a folder
record ModelListing(String commit, List<RepoFile> files) {
  /// Bytes of an answer; a thousand files take about 200 KiB.
  static final int LARGEST = 16 << 20;

  /// Bytes of a file that are not absurd: 1 TiB.
  private static final long LARGEST_FILE = 1L << 40;

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  ModelListing {
    files = List.copyOf(files);
  }

  /// Reads the hub's answer, of which nothing is believed.
  static ModelListing read(byte[] json) throws IOException {
    try (JsonParser parser = JSON.createParser(json)) {
      return read(parser);
    } catch (JsonProcessingException broken) {
      throw wrong("it is no JSON (%s)".formatted(Shown.text(broken.getOriginalMessage())));
    }
  }

  private static ModelListing read(JsonParser parser) throws IOException {
    require(parser.nextToken() == JsonToken.START_OBJECT, "it is no object");
    String commit = null;
    List<RepoFile> files = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "sha" -> commit = text(parser, "sha");
        case "siblings" -> files = files(parser);
        default -> parser.skipChildren();
      }
    }
    require(parser.nextToken() == null, "something follows it");
    if (commit == null || !Checksum.isSha1(commit)) {
      throw wrong("'sha' is no commit");
    }
    if (files == null) {
      throw wrong("'siblings' is missing");
    }
    return new ModelListing(commit, files);
  }

  private static List<RepoFile> files(JsonParser parser) throws IOException {
    require(parser.currentToken() == JsonToken.START_ARRAY, "'siblings' is no array");
    List<RepoFile> files = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      require(parser.currentToken() == JsonToken.START_OBJECT, "a file in 'siblings' is no object");
      files.add(file(parser));
    }
    return files;
  }

  private static RepoFile file(JsonParser parser) throws IOException {
    String path = null;
    long size = -1;
    String blob = null;
    Large large = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "rfilename" -> path = text(parser, "rfilename");
        case "size" -> size = size(parser);
        case "blobId" -> blob = text(parser, "blobId");
        case "lfs" -> large = large(parser);
        default -> parser.skipChildren();
      }
    }
    if (path == null) {
      throw wrong("a file has no 'rfilename'");
    }
    RepoPaths.check(path);
    return file(path, size, blob, large);
  }

  private static RepoFile file(String path, long size, @Nullable String blob, @Nullable Large large)
      throws HubException {
    String checksum = large == null ? blob : large.sha256();
    long bytes = large == null ? size : large.size();
    if (checksum == null || !isChecksum(checksum, large != null)) {
      throw wrong("the file '%s' has no checksum".formatted(Shown.text(path)));
    }
    require(
        bytes >= 0 && bytes <= LARGEST_FILE,
        "the file '%s' has %,d bytes".formatted(Shown.text(path), bytes));
    return new RepoFile(path, bytes, new Checksum(checksum));
  }

  private static boolean isChecksum(String text, boolean large) {
    return large ? Checksum.isSha256(text) : Checksum.isSha1(text);
  }

  /// What git keeps elsewhere because it is large.
  private record Large(@Nullable String sha256, long size) {}

  private static @Nullable Large large(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return null;
    }
    require(parser.currentToken() == JsonToken.START_OBJECT, "'lfs' is no object");
    String sha256 = null;
    long size = -1;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "sha256", "oid" -> sha256 = text(parser, field);
        case "size" -> size = size(parser);
        default -> parser.skipChildren();
      }
    }
    return new Large(sha256, size);
  }

  private static String text(JsonParser parser, String field) throws IOException {
    require(parser.currentToken() == JsonToken.VALUE_STRING, "'%s' is no text".formatted(field));
    return parser.getText();
  }

  private static long size(JsonParser parser) throws IOException {
    require(parser.currentToken() == JsonToken.VALUE_NUMBER_INT, "a 'size' is no whole number");
    return parser.getLongValue();
  }

  private static void require(boolean holds, String otherwise) throws HubException {
    if (!holds) {
      throw wrong(otherwise);
    }
  }

  private static HubException wrong(String how) {
    return new HubException(
        "the hub's list of files is not as expected: %s; does HF_ENDPOINT name a hub?"
            .formatted(how));
  }
}

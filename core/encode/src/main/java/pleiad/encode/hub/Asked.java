package pleiad.encode.hub;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// What the hub is asked for.
///
/// @param model whose
/// @param revision a branch, a tag or a commit
/// @param what `its list of files`, or a file's name: what a message calls it
/// @param uri where
/// @param from the first byte that is wanted; 0 for all
record Asked(ModelName model, String revision, String what, URI uri, long from) {
  /// The list of a revision's files.
  static Asked listing(URI endpoint, ModelName model, String revision) {
    String address =
        "%s/api/models/%s/revision/%s?blobs=true"
            .formatted(endpoint, model.value(), encoded(revision));
    return new Asked(model, revision, "its list of files", URI.create(address), 0);
  }

  /// A file, or the rest of it.
  static Asked file(URI endpoint, ModelName model, String commit, String path, long from) {
    StringBuilder address = new StringBuilder();
    address.append(endpoint).append('/').append(model.value()).append("/resolve/").append(commit);
    for (String segment : path.split("/", -1)) {
      address.append('/').append(encoded(segment));
    }
    return new Asked(model, commit, "'" + path + "'", URI.create(address.toString()), from);
  }

  /// Where a person reads about the model.
  URI page(URI endpoint) {
    return URI.create(endpoint + "/" + model.value());
  }

  private static String encoded(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }
}

package pleiad.encode.hub;

/// A file of a model, as the hub announces it.
///
/// @param path in the model, with slashes
/// @param size bytes
/// @param checksum of its bytes; names its blob
record RepoFile(String path, long size, Checksum checksum) {
  String etag() {
    return checksum.hex();
  }
}

package pleiad.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import pleiad.encode.hub.StoredModel;

/// A model of the store, for a person and for a program.
final class ModelView {
  private static final int SHORT_COMMIT = 12;

  private ModelView() {}

  static void json(StoredModel model, ObjectNode node) {
    node.put("name", model.name()).put("commit", model.commit());
    ArrayNode revisions = node.putArray("revisions");
    model.revisions().forEach(revisions::add);
    node.put("folder", model.folder().toString())
        .put("files", model.files())
        .put("bytes", model.bytes())
        .put("written", model.written())
        .put("complete", model.complete());
  }

  /// The branches and tags that stand for it, else the beginning of its commit.
  static String revision(StoredModel model) {
    return model.revisions().isEmpty()
        ? model.commit().substring(0, SHORT_COMMIT)
        : String.join(", ", model.revisions());
  }

  /// Whether a revision that a person wrote means this model.
  static boolean isOf(StoredModel model, String revision) {
    return model.commit().equals(revision) || model.revisions().contains(revision);
  }

  /// Bytes as a person reads them, in powers of ten.
  static String size(long bytes) {
    List<String> units = List.of("kB", "MB", "GB", "TB");
    if (bytes < 1_000) {
      return bytes + " B";
    }
    double size = bytes;
    int unit = -1;
    while (size >= 999.95 && unit < units.size() - 1) {
      size /= 1_000;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", size, units.get(unit));
  }
}

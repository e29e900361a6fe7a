package pleiad.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pleiad.Options;
import pleiad.Pleiad;
import pleiad.ReductionCost;
import pleiad.Reindex;
import pleiad.Settings;
import pleiad.VectorField;

/// Fields that a collection was given, filled from the documents that were there.
///
/// @param report null: it lacked none
/// @param reused tokens whose vectors were found and not made
/// @param seconds that it took
record AddedFields(Reindex.@Nullable Report report, long reused, double seconds) {
  static final AddedFields NONE = new AddedFields(null, 0, 0);

  /// Adds the fields that a collection lacks, and says what was done or why it stopped.
  static AddedFields add(
      Path folder, Settings wanted, Options options, KeptEncodings.Opened kept, Output output)
      throws IOException {
    long start = System.nanoTime();
    long reusedBefore = kept.reusedTokens();
    try (Progress progress =
        Progress.of("fields", "documents", () -> Pleiad.stats(folder).documents())) {
      Stopping stopping = new Stopping(progress);
      // Said before the process may end.
      try (Interruption _ = Interruption.stops(stopping::stop)) {
        Reindex.Report report = Reindex.addFields(folder, wanted, options, stopping);
        AddedFields added =
            new AddedFields(
                report, kept.reusedTokens() - reusedBefore, (System.nanoTime() - start) / 1e9);
        if (added.finished()) {
          added.say(output);
        } else {
          stopping.say(folder, output);
        }
        return added;
      }
    }
  }

  boolean finished() {
    return report == null || report.finished();
  }

  /// What pooling costs in them, measured on the documents that were there.
  List<ReductionCost> costs() {
    return report == null ? List.of() : report.reductionCosts();
  }

  private List<String> names() {
    return report == null
        ? List.of()
        : report.to().stream()
            .filter(field -> !report.from().contains(field))
            .map(VectorField::name)
            .toList();
  }

  private long encoded() {
    return report == null ? 0 : report.tokens() - reused;
  }

  private void say(Output output) {
    if (report != null && !names().isEmpty()) {
      output.say(
          "%s for the %,d documents that are there: %,d tokens encoded, %,d reused, in %.1f s",
          String.join(", ", names()), report.documents(), encoded(), reused, seconds);
    }
  }

  ObjectNode json(ObjectNode node) {
    ArrayNode names = node.putArray("fields_added");
    (finished() ? names() : List.<String>of()).forEach(names::add);
    return node.put("fields_tokens", encoded())
        .put("fields_reused", reused)
        .put("fields_seconds", seconds);
  }
}

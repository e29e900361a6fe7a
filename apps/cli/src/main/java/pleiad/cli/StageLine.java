package pleiad.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import pleiad.Explanation;
import pleiad.search.Plan;

/// What a stage of a plan made of a document, for people.
///
/// @param stage its name
/// @param outcome rank and score, or how it was lost
/// @param terms what each word added to the score; empty where words add nothing
record StageLine(String stage, String outcome, String terms) {
  /// Of all stages, up to the one that lost the document.
  static List<StageLine> of(Explanation explanation) {
    List<StageLine> lines = new ArrayList<>();
    boolean there = false;
    for (Explanation.Stage stage : explanation.stages()) {
      if (stage.rank() != null && stage.score() != null) {
        lines.add(
            new StageLine(
                stage.name(),
                "rank %d, score %.4f".formatted(stage.rank(), stage.score()),
                terms(stage)));
        there = true;
      } else if (stage.source()) {
        lines.add(new StageLine(stage.name(), "did not find it", ""));
      } else {
        lines.add(new StageLine(stage.name(), there ? "lost it" : "was not given it", ""));
        break;
      }
    }
    return lines;
  }

  private static String terms(Explanation.Stage stage) {
    return stage.terms().stream()
        .map(term -> "%s%s %.4f".formatted(place(term.field()), term.term(), term.score()))
        .collect(Collectors.joining(", "));
  }

  /// Words are of title and text where nothing is said.
  private static String place(String field) {
    return field.isEmpty() || field.equals(Plan.TEXT_FIELD) ? "" : field + ":";
  }
}

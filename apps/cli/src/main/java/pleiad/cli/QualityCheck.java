package pleiad.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import pleiad.eval.ExpectedQuality.Outcome;

/// What was measured beside what was expected.
///
/// @param expected where the expectation is from
record QualityCheck(String expected, List<Outcome> outcomes) {
  boolean passed() {
    return outcomes.stream().noneMatch(Outcome::fell);
  }

  void print(Output output) {
    for (Outcome each : outcomes) {
      if (each.fell()) {
        output.line(
            "@|bold,red fell|@  %s: %s by %.4f to %.4f, expected %.4f and at most %.4f less",
            each.plan(),
            each.measure(),
            -each.difference(),
            each.measured(),
            each.expected(),
            each.tolerance());
      } else if (each.rose()) {
        output.line(
            "@|bold,green rose|@  %s: %s by %.4f to %.4f; --expect writes a new expectation",
            each.plan(), each.measure(), each.difference(), each.measured());
      }
    }
    long held = outcomes.stream().filter(each -> !each.fell()).count();
    output.line(
        "%,d of %,d measures are as good as expected by %s", held, outcomes.size(), expected);
  }

  ObjectNode json() {
    ObjectNode node = Output.object().put("expected", expected).put("passed", passed());
    ArrayNode rows = node.putArray("measures");
    for (Outcome each : outcomes) {
      rows.addObject()
          .put("plan", each.plan())
          .put("measure", each.measure().toString())
          .put("expected", each.expected())
          .put("measured", each.measured())
          .put("difference", each.difference())
          .put("tolerance", each.tolerance())
          .put("fell", each.fell());
    }
    return node;
  }
}

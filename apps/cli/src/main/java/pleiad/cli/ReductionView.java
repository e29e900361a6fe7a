package pleiad.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import pleiad.ReductionCost;

/// What pooling and leaving out tokens saved and cost, for a person and for a program.
final class ReductionView {
  private ReductionView() {}

  static void print(List<ReductionCost> costs, Output output) {
    for (ReductionCost cost : costs) {
      output.line(
          "field %s: %,d of %,d tokens kept (%.0f %%)",
          cost.field(), cost.kept(), cost.tokens(), 100.0 * cost.kept() / cost.tokens());
      output.line(
          "  what that costs, by %d spans looked for among %d of these documents: MaxSim differs by %.2f %%, recall@10 is %.3f",
          cost.queries(), cost.documents(), 100 * cost.scoreDifference(), cost.recall10());
    }
  }

  static void json(List<ReductionCost> costs, ObjectNode node) {
    ArrayNode array = node.putArray("reductions");
    for (ReductionCost cost : costs) {
      array
          .addObject()
          .put("field", cost.field())
          .put("tokens", cost.tokens())
          .put("tokens_kept", cost.kept())
          .put("sample_documents", cost.documents())
          .put("sample_queries", cost.queries())
          .put("score_difference", cost.scoreDifference())
          .put("recall@10", cost.recall10());
    }
  }
}

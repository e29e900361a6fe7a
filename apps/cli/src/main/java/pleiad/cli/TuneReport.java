package pleiad.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import pleiad.eval.Comparison;
import pleiad.eval.CrossValidation.Choice;
import pleiad.eval.Interval;

/// What `tune` chose, and what the choice is worth. What the chosen plan has on the queries that it
/// was chosen by is not told: it flatters.
///
/// @param split chosen by
record TuneReport(
    Path collection, String split, Tuning.Judged judged, int folds, long seed, Tuning tuning) {
  private static final double SIGNIFICANT = 0.05;

  void print(Output output) {
    output.out().println("%-34s %10s  %s".formatted("", judged.measure(), "weights over folds"));
    for (int source = 0; source < tuning.sources().size(); source++) {
      print(output, tuning.sources().get(source), tuning.alone().get(source), "");
    }
    for (Tuning.ByMethod each : tuning.methods()) {
      print(output, name(each) + ", equal weights", each.equal(), "");
      print(
          output,
          name(each) + ", held out",
          each.choice().heldOutMean(),
          shares(each.choice().byFold()));
    }
    print(output, "any of them, held out", tuning.any().heldOutMean(), "");
    output.line(
        "%,d judged queries of split '%s' in %d folds, seed %d",
        judged.qrels().queries().size(), split, folds, seed);
    output.line("%nBest on all of them: @|bold %s|@", plan(tuning.any().overall()));
    Tuning.AsGood near = tuning.asGood();
    output.line(
        "Within %s of it on these queries: %d of %d blends, %s",
        Tuning.NEARLY, near.blends(), near.tried(), inWords(near.shares()));
    printGain(output);
  }

  private static void print(Output output, String what, double mean, String beside) {
    output.out().println("%-34s %10.4f  %s".formatted(what, mean, beside).stripTrailing());
  }

  private void printGain(Output output) {
    Comparison.Row gain = tuning.gain();
    output.line(
        "Held out, that is %+.4f to %s alone, in 95 %% of resamples %+.4f to %+.4f; randomisation p = %.2g: %s",
        gain.difference(),
        tuning.bestAlone(),
        gain.ci95().low(),
        gain.ci95().high(),
        gain.pRandomisation(),
        verdict(gain));
  }

  private String verdict(Comparison.Row gain) {
    if (gain.pRandomisation() > SIGNIFICANT) {
      return "chance could have made as much";
    }
    return gain.difference() > 0 ? "better" : "worse";
  }

  private static String name(Tuning.ByMethod method) {
    return method.method().name().toLowerCase(Locale.ROOT);
  }

  private String plan(Blend blend) {
    return blend.plan(tuning.sources());
  }

  private String shares(List<Blend> blends) {
    return inWords(shareList(blends));
  }

  private List<Interval> shareList(List<Blend> blends) {
    List<Interval> shares = new ArrayList<>();
    for (int source = 0; source < tuning.sources().size(); source++) {
      shares.add(Tuning.shares(blends, source));
    }
    return shares;
  }

  private String inWords(List<Interval> shares) {
    List<String> words = new ArrayList<>();
    for (int source = 0; source < shares.size(); source++) {
      Interval each = shares.get(source);
      words.add(
          each.low() == each.high()
              ? "%s %.2f".formatted(tuning.sources().get(source), each.low())
              : "%s %.2f to %.2f".formatted(tuning.sources().get(source), each.low(), each.high()));
    }
    return String.join(", ", words);
  }

  ObjectNode json() {
    ObjectNode node =
        Output.object()
            .put("collection", String.valueOf(collection.getFileName()))
            .put("split", split)
            .put("queries", judged.qrels().queries().size())
            .put("measure", judged.measure().toString())
            .put("folds", folds)
            .put("seed", seed);
    ArrayNode rows = node.putArray("rows");
    for (int source = 0; source < tuning.sources().size(); source++) {
      row(rows, "source", tuning.sources().get(source), tuning.alone().get(source));
    }
    for (Tuning.ByMethod each : tuning.methods()) {
      row(rows, "equal", name(each), each.equal());
      heldOut(row(rows, "held_out", name(each), each.choice().heldOutMean()), each.choice());
    }
    heldOut(row(rows, "held_out", "any", tuning.any().heldOutMean()), tuning.any());
    Tuning.AsGood near = tuning.asGood();
    ObjectNode asGood =
        node.put("plan", plan(tuning.any().overall()))
            .putObject("as_good")
            .put("within", Tuning.NEARLY)
            .put("blends", near.blends())
            .put("tried", near.tried());
    weights(asGood.putArray("weights"), near.shares());
    gain(node.putObject("gain"));
    return node;
  }

  private static ObjectNode row(ArrayNode rows, String kind, String name, double mean) {
    return rows.addObject().put("kind", kind).put("name", name).put("mean", mean);
  }

  private void heldOut(ObjectNode row, Choice<Blend> choice) {
    row.put("plan", plan(choice.overall()));
    ArrayNode plans = row.putArray("folds");
    choice.byFold().forEach(blend -> plans.add(plan(blend)));
    weights(row.putArray("weights"), shareList(choice.byFold()));
  }

  private void weights(ArrayNode array, List<Interval> shares) {
    for (int source = 0; source < shares.size(); source++) {
      array
          .addObject()
          .put("source", tuning.sources().get(source))
          .put("least", shares.get(source).low())
          .put("most", shares.get(source).high());
    }
  }

  private void gain(ObjectNode node) {
    Comparison.Row gain = tuning.gain();
    node.put("over", tuning.bestAlone()).put("difference", gain.difference());
    node.putArray("ci95").add(gain.ci95().low()).add(gain.ci95().high());
    node.put("p_randomisation", gain.pRandomisation())
        .put("significant", gain.pRandomisation() <= SIGNIFICANT);
  }
}

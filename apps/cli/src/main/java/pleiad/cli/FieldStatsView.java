package pleiad.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import pleiad.FieldStats;
import pleiad.TokenReduction;
import pleiad.VectorField;

/// How a multi-vector field is kept, for a person and for a program.
final class FieldStatsView {
  /// Characters of a fingerprint that tell codebooks apart for a person.
  private static final int FINGERPRINT = 8;

  private FieldStatsView() {}

  static void print(VectorField field, FieldStats kept, Output output) {
    output.line(
        "field %-10s %s, %d dimensions of %s, kept as %s",
        field.name(),
        field.model() == null ? "vectors of the caller's" : field.model(),
        field.dimension(),
        part(field),
        field.code());
    if (field.fingerprint() != null) {
      output.line("  fingerprint %s", field.fingerprint());
    }
    TokenReduction reduction = field.reduction();
    if (!reduction.equals(TokenReduction.NONE)) {
      output.line(
          "  documents' tokens pooled by %d to %d at least, duplicates %s",
          reduction.pooling(),
          reduction.least(),
          reduction.duplicates() == 0 ? "kept" : "left out from " + reduction.duplicates());
    }
    output.line(
        "  %,d token vectors in %,d bytes: %,d as codes, %,d as codes and int8, %,d without codes; encoded anew from codes %d times",
        kept.tokens(),
        kept.bytes(),
        kept.codedTokens(),
        kept.bothTokens(),
        kept.plainTokens(),
        kept.reencoded());
    for (FieldStats.CodebookStats codebook : kept.codebooks()) {
      Double error = codebook.error();
      output.line(
          "  codebook %s: %,d vectors in %d segments, trained on %,d; error %.4f in training, %s",
          codebook.fingerprint().substring(0, FINGERPRINT),
          codebook.tokens(),
          codebook.segments(),
          codebook.trainedOn(),
          codebook.trainingError(),
          error == null
              ? "unknown now: no vectors are kept beside the codes"
              : "%.4f now".formatted(error));
    }
  }

  private static String part(VectorField field) {
    return field.part().name().toLowerCase(Locale.ROOT);
  }

  static void json(VectorField field, FieldStats kept, ObjectNode node) {
    node.put("name", field.name())
        .put("model", field.model())
        .put("fingerprint", field.fingerprint())
        .put("dimension", field.dimension())
        .put("part", part(field))
        .put("codec", field.code())
        .put("pooling", field.reduction().pooling())
        .put("pooled_to_at_least", field.reduction().least())
        .put("prune_duplicates", field.reduction().duplicates())
        .put("tokens", kept.tokens())
        .put("bytes", kept.bytes())
        .put("tokens_as_codes", kept.codedTokens())
        .put("tokens_as_codes_and_int8", kept.bothTokens())
        .put("tokens_without_codes", kept.plainTokens())
        .put("reencoded", kept.reencoded());
    ArrayNode codebooks = node.putArray("codebooks");
    for (FieldStats.CodebookStats codebook : kept.codebooks()) {
      codebooks
          .addObject()
          .put("fingerprint", codebook.fingerprint())
          .put("tokens", codebook.tokens())
          .put("segments", codebook.segments())
          .put("trained_on", codebook.trainedOn())
          .put("training_error", codebook.trainingError())
          .put("error", codebook.error());
    }
  }
}

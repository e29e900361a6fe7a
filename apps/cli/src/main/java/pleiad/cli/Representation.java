package pleiad.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import pleiad.VectorField;
import pleiad.encode.Encoder;
import pleiad.encode.Encoding;
import pleiad.encode.PolyCodes;
import pleiad.encode.Role;
import pleiad.encode.checkpoint.Pooling;
import pleiad.vector.TokenVectors;

/// A text as vectors in one of the ways of the field, and what they take.
///
/// @param name the way
/// @param vectors the text's
/// @param kept bytes in a multi-vector field, by token code; none for one vector a text, which is
///   kept as the floats it is
/// @param what they are, for a person
record Representation(String name, TokenVectors vectors, Map<String, Long> kept, String what) {
  /// Token codes that are compared.
  private static final List<String> CODES = List.of("float16", "int8", "residual");

  /// The ways that can be asked for.
  enum As {
    CLS,
    MEAN,
    CODES,
    TOKENS
  }

  static Representation single(Encoding encoding) {
    return one("single", encoding.single(), "what the model has for one vector");
  }

  static Representation tokens(Encoding encoding) {
    return many("tokens", encoding.vectors(), "a vector a token");
  }

  static Representation codes(Encoding encoding, PolyCodes codes) {
    return many(
        "codes",
        codes.attend(encoding.vectors()),
        codes.trained()
            ? "codes of a poly-encoder, each attending over the token vectors"
            : "random codes, untrained, each attending over the token vectors");
  }

  static Representation pooled(Encoder encoder, String text, Role role, As as) {
    boolean first = as == As.CLS;
    float[] vector = encoder.pooled(text, role, first ? Pooling.Mode.CLS : Pooling.Mode.MEAN);
    return one(
        as.name().toLowerCase(Locale.ROOT),
        vector,
        first ? "the first token's state, of length one" : "the mean of the states, of length one");
  }

  private static Representation one(String name, float[] vector, String what) {
    return new Representation(name, TokenVectors.of(vector, vector.length), Map.of(), what);
  }

  private static Representation many(String name, TokenVectors vectors, String what) {
    Map<String, Long> kept = new LinkedHashMap<>();
    VectorField field = VectorField.ofVectors(name, vectors.dimension());
    for (String code : CODES) {
      kept.put(code, (long) vectors.count() * field.withCode(code).tokenBytes());
    }
    return new Representation(name, vectors, kept, what);
  }

  /// Bytes as floats.
  long bytes() {
    return (long) Float.BYTES * vectors.count() * vectors.dimension();
  }

  void json(ObjectNode node) {
    node.put("name", name)
        .put("vectors", vectors.count())
        .put("dim", vectors.dimension())
        .put("bytes", bytes())
        .put("what", what);
    if (!kept.isEmpty()) {
      ObjectNode codes = node.putObject("kept_bytes");
      kept.forEach(codes::put);
    }
  }

  static void print(List<Representation> all, Output output) {
    output.line(
        "@|faint %-8s%8s%6s%12s%12s%12s%12s  what|@",
        "", "vectors", "dim", "float32", CODES.get(0), CODES.get(1), CODES.get(2));
    for (Representation each : all) {
      StringBuilder codes = new StringBuilder();
      for (String code : CODES) {
        Long bytes = each.kept.get(code);
        codes.append("%12s".formatted(bytes == null ? "-" : "%,d".formatted(bytes)));
      }
      output.line(
          "%-8s%8d%6d%,12d%s  %s",
          each.name,
          each.vectors.count(),
          each.vectors.dimension(),
          each.bytes(),
          codes,
          each.what);
    }
  }
}

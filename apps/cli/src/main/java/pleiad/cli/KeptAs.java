package pleiad.cli;

import java.util.ArrayList;
import java.util.List;
import pleiad.FieldSize;
import pleiad.Settings;
import pleiad.TokenReduction;
import pleiad.VectorField;
import pleiad.bench.CodeBench;
import pleiad.search.Plan;

/// What a collection's vectors take, kept in one way.
///
/// @param name of the way; those of Pleiad as `index --codec` has them, behind `pool-2+` pooled
/// @param bytes of all vectors and of what finds them: codebooks and mean vectors, where they are
///   Pleiad's own
/// @param bytesPerToken for each token of the texts, pooled or not
record KeptAs(String name, long bytes, double bytesPerToken) {
  private static final List<String> CODES =
      List.of("float16", "int8", "residual+int8", "residual-96", "residual-80+centred", "residual");
  private static final List<String> POOLED_CODES =
      List.of("residual-96", "residual-80+centred", "residual");
  private static final List<Integer> PLAID_BITS = List.of(4, 2, 1);

  /// What is to be kept.
  ///
  /// @param tokens of each document
  /// @param dimension of a token's vector
  /// @param single dimension of a document's one vector
  record Vectors(long documents, int tokens, int dimension, int single) {
    long allTokens() {
      return Math.multiplyExact(documents, (long) tokens);
    }
  }

  /// Every way, from one vector a document to pooled codes.
  static List<KeptAs> all(Vectors vectors) {
    List<KeptAs> all = new ArrayList<>();
    all.add(
        of("one vector a document", vectors.documents() * vectors.single() * Float.BYTES, vectors));
    all.add(of("float32", vectors.allTokens() * vectors.dimension() * Float.BYTES, vectors));
    for (int bits : PLAID_BITS) {
      int bytes = CodeBench.plaidTokenBytes(vectors.dimension(), bits);
      all.add(of("plaid-" + bits, vectors.allTokens() * bytes, vectors));
    }
    VectorField field = field(vectors);
    CODES.forEach(code -> all.add(of(code, field.withCode(code), vectors)));
    VectorField pooled = field.withReduction(TokenReduction.PAIRS);
    POOLED_CODES.forEach(code -> all.add(of("pool-2+" + code, pooled.withCode(code), vectors)));
    return all;
  }

  private static VectorField field(Vectors vectors) {
    return VectorField.ofVectors(Plan.TOKENS_FIELD, vectors.dimension());
  }

  /// What they take as a field that a model fills keeps them, where nothing else is said.
  static FieldSize usual(Vectors vectors) {
    return field(vectors)
        .withReduction(TokenReduction.PAIRS)
        .withCode(Settings.Encoded.DEFAULT_CODE)
        .size(vectors.documents(), vectors.tokens());
  }

  private static KeptAs of(String name, VectorField field, Vectors vectors) {
    FieldSize size = field.size(vectors.documents(), vectors.tokens());
    return of(name, size.bytes(), vectors);
  }

  private static KeptAs of(String name, long bytes, Vectors vectors) {
    return new KeptAs(name, bytes, (double) bytes / vectors.allTokens());
  }
}

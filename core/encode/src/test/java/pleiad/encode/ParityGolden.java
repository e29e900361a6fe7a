package pleiad.encode;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import pleiad.encode.weights.Safetensors;
import pleiad.encode.weights.Tensor;

/// A small checkpoint that a reference implementation saved, and what it makes of texts, as
/// `lab/golden` wrote it down.
///
/// @param name of the checkpoint: its folder
/// @param kind `late interaction`, `dense` or `pairs`
/// @param similarity what scores are: `maxsim`, `meanmaxsim`, `cosine`; empty where the reference
///   has no choice
/// @param dimension of a vector; of `pairs`, how many labels
/// @param cases every text in every role, or every pair
/// @param scores of some queries with some documents
record ParityGolden(
    String name,
    String kind,
    String similarity,
    int dimension,
    List<Case> cases,
    List<Scored> scores) {
  /// A text, or a pair of texts, and what was made of it.
  ///
  /// @param name within the checkpoint: `query.3`
  /// @param about what the text is there for: `exactly the query length`
  /// @param role `query`, `document`, or the name of a prompt; empty for a pair
  /// @param text of a pair, the query
  /// @param pair of a pair, the document; else empty
  /// @param ids tokens as the model was given them, padding and all
  /// @param attention for each token, 1 when it is attended to
  /// @param types for each token, which text it is of; empty when the model was not told
  /// @param kept for each token, 1 when its row is among the vectors; empty unless late interaction
  record Case(
      String name,
      String about,
      String role,
      String text,
      String pair,
      List<Integer> ids,
      List<Integer> attention,
      List<Integer> types,
      List<Integer> kept) {
    /// The name of the rows that hold what the scores of this pair were before their activation.
    String logits() {
      return name + ".logits";
    }
  }

  /// A score of two cases.
  ///
  /// @param how `alone`; `padded` when the reference scored many documents at once; either with `,
  ///   query negated`; of a dense model, its similarity
  record Scored(String query, String document, String how, double score) {}

  /// Rows of one dimension.
  static final class Rows {
    private final int dimension;
    private final float[] values;

    private Rows(int dimension, float[] values) {
      this.dimension = dimension;
      this.values = values;
    }

    int count() {
      return values.length / dimension;
    }

    int dimension() {
      return dimension;
    }

    /// A row, to keep.
    float[] row(int index) {
      return Arrays.copyOfRange(values, index * dimension, (index + 1) * dimension);
    }
  }

  /// The checkpoints, in the order of their names.
  static List<ParityGolden> all() throws IOException {
    List<ParityGolden> all = new ArrayList<>();
    try (Stream<Path> folders = Files.list(place("parity"))) {
      for (Path folder : folders.sorted().toList()) {
        all.add(read(folder));
      }
    }
    return all;
  }

  /// Those of a kind.
  static List<ParityGolden> all(String kind) throws IOException {
    return all().stream().filter(golden -> golden.kind.equals(kind)).toList();
  }

  /// One checkpoint.
  static ParityGolden of(String name) throws IOException {
    return read(place("parity").resolve(name));
  }

  /// The folder of the checkpoint.
  Path checkpoint() {
    return place("parity").resolve(name);
  }

  /// What the reference came to, by the name of a case: a row for each token that is kept, in
  /// order; one row of a dense model; of a pair, its scores. What these were before their
  /// activation is under [Case#logits()].
  Map<String, Rows> rows() throws IOException {
    Map<String, Rows> rows = new LinkedHashMap<>();
    try (Safetensors file = Safetensors.open(checkpoint().resolve("golden.safetensors"))) {
      for (String each : file.names()) {
        Tensor tensor = file.tensor(each);
        rows.put(each, new Rows(Math.toIntExact(tensor.shape().get(1)), tensor.floats()));
      }
    }
    return rows;
  }

  @Override
  public String toString() {
    return name;
  }

  private static Path place(String name) {
    try {
      return Path.of(Objects.requireNonNull(ParityGolden.class.getResource(name), name).toURI());
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static ParityGolden read(Path folder) throws IOException {
    ParityJson json = ParityJson.read(folder.resolve("golden.json"));
    return new ParityGolden(
        String.valueOf(folder.getFileName()),
        json.text("kind"),
        json.text("similarity"),
        (int) json.number(json.has("labels") ? "labels" : "dimension"),
        json.objects("cases").stream().map(ParityGolden::readCase).toList(),
        json.objects("scores").stream().map(ParityGolden::readScore).toList());
  }

  private static Case readCase(ParityJson json) {
    return new Case(
        json.text("name"),
        json.text("about"),
        json.text("role"),
        json.text(json.has("query") ? "query" : "text"),
        json.text("document"),
        json.numbers("ids"),
        json.numbers("attention"),
        json.numbers("types"),
        json.numbers("kept"));
  }

  private static Scored readScore(ParityJson json) {
    return new Scored(
        json.text("query"), json.text("document"), json.text("how"), json.number("score"));
  }
}

package pleiad.encode;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pleiad.encode.checkpoint.Checkpoint;
import pleiad.encode.checkpoint.Graph;
import pleiad.encode.onnx.EncoderGraph;
import pleiad.encode.onnx.EncoderGraphs;
import pleiad.encode.onnx.GraphContent;
import pleiad.encode.onnx.Precision;
import pleiad.encode.onnx.WrittenGraph;

/// What runs a checkpoint: a graph of its own, or one that is written from its weights.
final class LocalGraph {
  private final Checkpoint checkpoint;
  private final Precision precision;

  /// The digest of what a graph is written from, once it was asked for.
  private @Nullable String weights;

  private LocalGraph(Checkpoint checkpoint, Precision precision) {
    this.checkpoint = checkpoint;
    this.precision = precision;
  }

  /// @throws IllegalArgumentException when another precision is asked for than the checkpoint's own
  ///   graph has
  static LocalGraph of(Checkpoint checkpoint, ModelReference reference) {
    if (checkpoint.graph() instanceof Graph.File graph
        && reference.precision() != Precision.FLOAT32) {
      throw new IllegalArgumentException(
          "the model '%s' has a graph of its own, '%s', which runs as it is; precision is for graphs that are written from weights. Leave it out, or take a copy of the folder without its .onnx files"
              .formatted(reference.name(), checkpoint.folder().relativize(graph.file())));
    }
    return new LocalGraph(checkpoint, reference.precision());
  }

  /// Whether the graph's vectors are projected already.
  boolean isProjected() {
    return checkpoint.graph() instanceof Graph.File file
        && file.answer().content() != GraphContent.STATES;
  }

  /// Loads it.
  ///
  /// @param width numbers of the last axis of what it gives
  Session session(int width) throws IOException {
    OrtEnvironment environment = OrtLibrary.environment();
    return switch (checkpoint.graph()) {
      case Graph.File file ->
          Session.load(environment, file.file(), file.answer().output().name(), width);
      case Graph.Written written -> session(environment, written.encoder());
      case Graph.Missing missing -> throw new IOException(missing.reason());
    };
  }

  private Session session(OrtEnvironment environment, EncoderGraph graph) throws IOException {
    Optional<Path> kept = WrittenGraph.kept(folder(), precision, weights());
    return kept.isPresent()
        ? Session.load(environment, kept.get(), graph.output(), graph.dimension())
        : Session.load(
            environment,
            EncoderGraphs.toBytes(folder(), precision),
            graph.output(),
            graph.dimension());
  }

  private Path folder() {
    return checkpoint.basis().backbone().folder();
  }

  private String weights() throws IOException {
    if (weights == null) {
      weights = new Fingerprint().withWeights(folder()).end();
    }
    return weights;
  }

  /// Adds all of it that decides a vector.
  void addTo(Fingerprint fingerprint) throws IOException {
    switch (checkpoint.graph()) {
      case Graph.File file -> fingerprint.withGraph(file.file());
      case Graph.Written _ -> fingerprint.with(weights()).with(precision.name());
      case Graph.Missing missing -> throw new IOException(missing.reason());
    }
  }
}

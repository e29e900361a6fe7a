package pleiad.bench;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import pleiad.encode.Encoders;
import pleiad.encode.ModelReference;
import pleiad.encode.checkpoint.BiEncoder;
import pleiad.encode.checkpoint.Checkpoint;
import pleiad.encode.checkpoint.CrossEncoder;
import pleiad.encode.checkpoint.Dense;
import pleiad.encode.checkpoint.Graph;
import pleiad.encode.checkpoint.LateInteraction;
import pleiad.encode.hub.ModelStore;
import pleiad.encode.onnx.EncoderGraphs;
import pleiad.encode.onnx.GraphContent;
import pleiad.encode.onnx.GraphOperators;

/// The graph that an encoder runs, for others to run it.
///
/// @param output the name of its output, a row a token
/// @param exact whether a text's numbers do not depend on what shares a pass with it
/// @param layers what makes a token's vector of its state
/// @param folder the checkpoint's; null for the model that comes with Pleiad
record BenchModel(
    String name,
    Opening opening,
    String output,
    boolean exact,
    List<Dense> layers,
    @Nullable Path folder) {
  private static final String BUNDLED = "/bge-small-en-v1.5-q.onnx";
  private static final String STATES = "last_hidden_state";

  BenchModel {
    layers = List.copyOf(layers);
  }

  /// Makes a session.
  interface Opening {
    OrtSession open(OrtEnvironment environment, OrtSession.SessionOptions options)
        throws OrtException;
  }

  /// The model that [Encoders] opens by the same name.
  ///
  /// @param store null: none
  /// @throws IOException when its files cannot be read
  static BenchModel of(String model, @Nullable ModelStore store) throws IOException {
    if (model.equals(Encoders.DEFAULT)) {
      try (InputStream resource =
          Objects.requireNonNull(BenchModel.class.getResourceAsStream(BUNDLED), BUNDLED)) {
        return ofBytes(model, resource.readAllBytes(), STATES, List.of(), null);
      }
    }
    ModelReference reference = ModelReference.parse(model);
    Checkpoint checkpoint = Checkpoint.read(Encoders.folder(reference, store));
    return switch (checkpoint.graph()) {
      case Graph.File file -> ofFile(model, checkpoint, file);
      case Graph.Written written ->
          ofBytes(
              model,
              EncoderGraphs.toBytes(checkpoint.basis().backbone().folder(), reference.precision()),
              written.encoder().output(),
              layers(checkpoint),
              checkpoint.folder());
      case Graph.Missing missing -> throw new IOException(missing.reason());
    };
  }

  private static BenchModel ofBytes(
      String name, byte[] graph, String output, List<Dense> layers, @Nullable Path folder)
      throws IOException {
    return new BenchModel(
        name,
        (environment, options) -> environment.createSession(graph, options),
        output,
        GraphOperators.of(graph).keepTextsApart(),
        layers,
        folder);
  }

  private static BenchModel ofFile(String name, Checkpoint checkpoint, Graph.File graph)
      throws IOException {
    boolean states = graph.answer().content() == GraphContent.STATES;
    return new BenchModel(
        name,
        (environment, options) -> environment.createSession(graph.file().toString(), options),
        graph.answer().output().name(),
        GraphOperators.read(graph.file()).keepTextsApart(),
        states ? layers(checkpoint) : List.of(),
        checkpoint.folder());
  }

  /// The layers over tokens; those of a bi-encoder are over its one vector.
  private static List<Dense> layers(Checkpoint checkpoint) {
    return switch (checkpoint) {
      case LateInteraction tokens -> tokens.projection().layers();
      case BiEncoder _, CrossEncoder _ -> List.of();
    };
  }
}

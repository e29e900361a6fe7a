package pleiad.encode;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.nio.LongBuffer;

/// A graph in ONNX Runtime, and the gate that its passes go through.
final class LoadedGraph {
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final Passes passes;

  private LoadedGraph(OrtEnvironment environment, OrtSession session, Passes passes) {
    this.environment = environment;
    this.session = session;
    this.passes = passes;
  }

  /// Makes a session; the ways differ in where the graph lies.
  interface Opening {
    OrtSession open(SessionOptions options) throws OrtException;
  }

  /// Makes what runs a graph, or refuses one of another kind.
  interface Use<T> {
    T of(LoadedGraph graph) throws OrtException;
  }

  /// Loads a graph for a use; what its use refuses is freed again.
  ///
  /// @param environment as [OrtLibrary] gives it
  /// @param options closed here
  /// @param otherwise begins the message of the error: what the graph is not
  /// @throws IllegalStateException when the graph cannot be run or is refused, or the JVM is
  ///   shutting down
  static <T> T load(
      OrtEnvironment environment,
      SessionOptions options,
      String otherwise,
      Opening opening,
      Use<T> use) {
    Passes passes = new Passes();
    try (options) {
      OrtSession session = passes.run(() -> opening.open(options));
      try {
        return use.of(new LoadedGraph(environment, session, passes));
      } catch (OrtException unfit) {
        session.close();
        throw unfit;
      }
    } catch (OrtException refused) {
      passes.forgetExit();
      throw new IllegalStateException(
          "%s that ONNX Runtime %s can run: %s"
              .formatted(otherwise, environment.getVersion(), refused.getMessage()),
          refused);
    }
  }

  OrtEnvironment environment() {
    return environment;
  }

  OrtSession session() {
    return session;
  }

  /// Runs native code, unless the graph is closed or the JVM is shutting down.
  ///
  /// @throws IllegalStateException when it is
  <T> T run(Passes.Pass<T, OrtException> pass) throws OrtException {
    return passes.run(pass);
  }

  /// A tensor of one row.
  OnnxTensor row(long[] values) throws OrtException {
    return OnnxTensor.createTensor(
        environment, LongBuffer.wrap(values), new long[] {1, values.length});
  }

  /// Waits for passes under way and frees the session; a second call does nothing.
  ///
  /// @param because what later passes are told
  void close(String because) {
    if (!passes.shut(because)) {
      return;
    }
    passes.forgetExit();
    try {
      session.close();
    } catch (OrtException failed) {
      throw new IllegalStateException("the model could not be freed", failed);
    }
  }
}

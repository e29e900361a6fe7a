package pleiad.encode;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/// A BERT in ONNX Runtime: token numbers in, one hidden state a token out.
///
/// One text a pass and no padding. That is the fastest form on a processor, and with int8 weights
/// the only one in which a vector is a function of its text alone: activations are scaled by the
/// largest of a whole batch. A pass runs on its caller's thread and does not spin; parallelism is
/// many callers on one session.
final class BertGraph implements AutoCloseable {
  private static final String HIDDEN = "last_hidden_state";

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final Passes passes;
  private final int dimension;

  private BertGraph(OrtEnvironment environment, OrtSession session, Passes passes, int dimension) {
    this.environment = environment;
    this.session = session;
    this.passes = passes;
    this.dimension = dimension;
  }

  /// Loads the graph from the bytes of an `.onnx` file.
  ///
  /// @param environment as [OrtLibrary] gives it
  /// @param dimension numbers of a hidden state
  /// @throws IllegalStateException when the graph cannot be run, or the JVM is shutting down
  static BertGraph load(OrtEnvironment environment, byte[] onnx, int dimension) {
    Passes passes = new Passes();
    try (SessionOptions options = new SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      options.setExecutionMode(SessionOptions.ExecutionMode.SEQUENTIAL);
      options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
      OrtSession session = passes.run(() -> environment.createSession(onnx, options));
      check(session, dimension);
      return new BertGraph(environment, session, passes, dimension);
    } catch (OrtException refused) {
      passes.forgetExit();
      throw new IllegalStateException(
          "the graph of %d bytes is no BERT that ONNX Runtime %s can run: %s"
              .formatted(onnx.length, environment.getVersion(), refused.getMessage()),
          refused);
    }
  }

  private static void check(OrtSession session, int dimension) throws OrtException {
    NodeInfo output = session.getOutputInfo().get(HIDDEN);
    if (output != null
        && output.getInfo() instanceof TensorInfo tensor
        && tensor.getShape().length == 3
        && tensor.getShape()[2] == dimension) {
      return;
    }
    session.close();
    throw new OrtException(
        "'%s' should have the shape [batch, tokens, %d], and is %s"
            .formatted(HIDDEN, dimension, output));
  }

  /// The last layer's states, row-major.
  ///
  /// @param ids token numbers with their special tokens
  float[] hidden(long[] ids) {
    try {
      return passes.run(() -> pass(ids));
    } catch (OrtException failed) {
      throw new IllegalStateException(
          "the model failed on %d tokens: %s".formatted(ids.length, failed.getMessage()), failed);
    }
  }

  private float[] pass(long[] ids) throws OrtException {
    long[] ones = new long[ids.length];
    Arrays.fill(ones, 1);
    try (OnnxTensor words = row(ids);
        OnnxTensor mask = row(ones);
        OnnxTensor types = row(new long[ids.length]);
        OrtSession.Result result =
            session.run(
                Map.of("input_ids", words, "attention_mask", mask, "token_type_ids", types),
                Set.of(HIDDEN))) {
      FloatBuffer states = ((OnnxTensor) result.get(0)).getFloatBuffer();
      float[] hidden = new float[ids.length * dimension];
      states.get(hidden);
      return hidden;
    }
  }

  private OnnxTensor row(long[] values) throws OrtException {
    return OnnxTensor.createTensor(
        environment, LongBuffer.wrap(values), new long[] {1, values.length});
  }

  /// Waits for passes under way.
  @Override
  public void close() {
    if (!passes.shut("the encoder is closed")) {
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

package pleiad.encode.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A written graph in ONNX Runtime, set up as [pleiad.encode.Encoders] sets it up.
final class OnnxSession implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;

  OnnxSession(byte[] onnx) throws OrtException {
    try (SessionOptions options = options()) {
      session = environment.createSession(onnx, options);
    }
  }

  OnnxSession(Path onnx) throws OrtException {
    try (SessionOptions options = options()) {
      session = environment.createSession(onnx.toString(), options);
    }
  }

  private static SessionOptions options() throws OrtException {
    SessionOptions options = new SessionOptions();
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
    return options;
  }

  Set<String> inputs() {
    return session.getInputNames();
  }

  /// Runs a batch.
  ///
  /// @param inputs by name, each `[texts, tokens]`
  float[] states(Map<String, List<Long>> inputs, int texts) throws OrtException {
    Map<String, OnnxTensor> tensors = new HashMap<>();
    try {
      for (Map.Entry<String, List<Long>> input : inputs.entrySet()) {
        long[] values = input.getValue().stream().mapToLong(Long::longValue).toArray();
        long[] shape = {texts, values.length / texts};
        tensors.put(
            input.getKey(), OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape));
      }
      try (OrtSession.Result result = session.run(tensors, Set.of(EncoderGraphs.STATES))) {
        FloatBuffer states = ((OnnxTensor) result.get(0)).getFloatBuffer();
        float[] copy = new float[states.remaining()];
        states.get(copy);
        return copy;
      }
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
